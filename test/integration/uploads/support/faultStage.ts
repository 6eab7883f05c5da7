/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests stand in for n8n's storage */
import { Readable } from 'node:stream';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Switches } from '../../../simulator';
import { inPieces, type Delivery, type StorageMode } from '../../../support/node/binaryStorage';
import { executeNode } from '../../../support/node/executeNode';
import { makeLargeVideo } from '../../../support/node/largeVideo';
import { createParameters, onlyJson, openPostStage } from '../../../support/node/postStage';
import { listPauses } from '../../../support/node/virtualTime';
import { waitUntil } from '../../../support/node/waitUntil';
import { sha256Of } from '../../../support/video';
import type { Position, SourceFault, Strike } from '../faultTable';

/** The smallest chunk TikTok takes, which 5 MB are rounded up to. */
const CHUNK_BYTES = 5_242_880;
const REMAINDER_BYTES = 123_457;
const CHUNKS = 4;
const CHUNK_OF: Record<Position, number> = { only: 0, first: 0, middle: 2, last: CHUNKS - 1 };

/** So much time passes at once for a node that waits on a connection, and this often. */
const TIME_STEP_MS = 20_000;
const TIME_STEP_EVERY_MS = 15;

/** How many more bytes than declared a file has that goes on. */
const SURPLUS_BYTES = 1_000;

const PIECE_BYTES: Record<StorageMode, number> = {
	filesystem: 1_048_576,
	memory: Number.POSITIVE_INFINITY,
	'one-piece': Number.POSITIVE_INFINITY,
	'small-pieces': 65_536,
};

/** What is played. */
export interface Play {
	readonly position: Position;
	readonly strikes?: readonly Strike[];
	readonly source?: SourceFault;
	readonly switches?: Partial<Switches>;
	/** Lets time pass until the node gives the first PUT of the chunk up. */
	readonly takesTime?: boolean;
}

/** What came of it. */
export interface Played {
	/** The only output item; an error's item where the node failed. */
	readonly output: IDataObject;
	readonly posts: ReadonlyArray<{ status: string; sha256: string | undefined; bytes: number }>;
	/** Hash of the video that was to be posted. */
	readonly sha256: string;
	readonly videoBytes: number;
	/** The chunk that was struck: where it begins, and its length. */
	readonly chunk: { readonly first: number; readonly byteLength: number };
	/** PUTs that reached TikTok beyond one for each chunk. */
	readonly extraPuts: number;
	/** Body bytes of all PUTs that the simulator read, minus the video's size. */
	readonly bytesAgain: number;
	readonly faultsConsumed: number;
	/** Streams of the file that the node opened. */
	readonly sourcesOpened: number;
}

/** A simulator and a storage on which uploads are disturbed, one after the other. */
export interface FaultStage {
	play(play: Play): Promise<Played>;
	close(): Promise<void>;
}

/** Opens the stage with its two videos, one of a single chunk and one of four. */
export async function openFaultStage(mode: StorageMode): Promise<FaultStage> {
	const stage = await openPostStage(mode, false);
	const { simulator, storage } = stage;
	const short = await prepareVideo(CHUNK_BYTES + REMAINDER_BYTES);
	const long = await prepareVideo(CHUNKS * CHUNK_BYTES + REMAINDER_BYTES);
	let lastCaption = 0;

	async function prepareVideo(byteLength: number) {
		const file = await makeLargeVideo(byteLength);
		return { byteLength, sha256: await sha256Of(file), item: await storage.store(file) };
	}

	function script(chunk: number, { at = 'chunk', ...fault }: Strike): void {
		if (at === 'status query')
			return simulator.faults.add({ on: { endpoint: 'status' }, ...fault });
		const struck = at === 'chunk' ? chunk : chunk - 1;
		simulator.faults.add({ on: { endpoint: 'upload', chunk: struck }, ...fault });
	}

	/** From when the fault strikes until the node has moved on: it pauses, or asks TikTok. */
	async function letTimePass(): Promise<void> {
		await waitUntil(() => simulator.faults.pending().length === 0);
		const countSteps = () => listPauses().length + countStatusQueries();
		const before = countSteps();
		await waitUntil(() => {
			if (countSteps() > before) return true;
			simulator.clock.advance(TIME_STEP_MS);
			return false;
		}, TIME_STEP_EVERY_MS);
	}

	function countStatusQueries(): number {
		return stage.listRequests().filter((request) => request.startsWith('status/fetch')).length;
	}

	/** A caption of its own makes a post of its own, also with a file that was posted before. */
	async function post(item: INodeExecutionData, takesTime = false): Promise<IDataObject> {
		const caption = `Fault ${++lastCaption} #sim`;
		const parameters = createParameters({ caption, options: { chunkSizeMb: 5 } });
		const running = executeNode({
			parameters,
			items: [item],
			credential: stage.connect(simulator.creators[0]?.openId ?? ''),
			onError: 'continueRegularOutput',
		});
		if (takesTime) await letTimePass();
		return onlyJson((await running).output);
	}

	return {
		play: async ({ position, strikes = [], source, switches, takesTime }) => {
			stage.prepare();
			Object.assign(simulator.switches, switches);
			const chunk = CHUNK_OF[position];
			for (const strike of strikes) script(chunk, strike);
			const video = position === 'only' ? short : long;
			const range = rangeOf(position, video.byteLength);
			const failAt = range.first + Math.floor(range.byteLength / 2);
			if (source !== undefined) storage.deliverAs(deliver(source, PIECE_BYTES[mode], failAt));
			const openedBefore = storage.opened.length;
			const output = await post(video.item, takesTime);
			// Whatever is still under way at TikTok has an hour to happen.
			if ('error' in output) simulator.clock.advance(3_600_000);
			stage.expectClean();
			const opened = storage.opened.slice(openedBefore);
			expect(opened.filter((stream) => !stream.destroyed)).toEqual([]);
			const puts = simulator.requests.filter(({ method }) => method === 'PUT');
			const bytes = puts.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
			return {
				output,
				posts: simulator.posts.map(({ status, sha256, bytesReceived }) => ({
					status,
					sha256,
					bytes: bytesReceived,
				})),
				sha256: video.sha256,
				videoBytes: video.byteLength,
				chunk: range,
				extraPuts: puts.length - (position === 'only' ? 1 : CHUNKS),
				bytesAgain: bytes - video.byteLength,
				faultsConsumed: strikes.reduce((sum, { times = 1 }) => sum + times, 0),
				sourcesOpened: opened.length,
			};
		},
		close: async () => await stage.close(),
	};
}

function rangeOf(position: Position, videoBytes: number): Played['chunk'] {
	const first = CHUNK_OF[position] * CHUNK_BYTES;
	const isLast = position === 'only' || position === 'last';
	return { first, byteLength: isLast ? videoBytes - first : CHUNK_BYTES };
}

function deliver(fault: SourceFault, pieceBytes: number, failAt: number): Delivery {
	const whole = (file: Buffer): Readable => inPieces(Math.min(pieceBytes, file.length))(file);
	switch (fault) {
		case 'ends early':
			return (file) => whole(file.subarray(0, failAt));
		case 'goes on':
			return (file) => whole(Buffer.concat([file, Buffer.alloc(SURPLUS_BYTES)]));
		case 'breaks':
			return (file) =>
				Readable.from(breakAfter(whole(file.subarray(0, failAt))), { objectMode: false });
	}
}

async function* breakAfter(pieces: Readable): AsyncGenerator<Buffer> {
	yield* pieces as AsyncIterable<Buffer>;
	throw new Error('EIO: i/o error, read');
}
