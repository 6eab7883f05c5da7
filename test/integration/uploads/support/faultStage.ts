import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Switches } from '../../../simulator';
import type { StorageMode } from '../../../support/node/binaryStorage';
import { executeNode, makeExecutionData } from '../../../support/node/executeNode';
import { makeLargeVideo } from '../../../support/node/largeVideo';
import {
	createParameters,
	onlyJson,
	openPostStage,
	type PostStage,
} from '../../../support/node/postStage';
import { listPauses } from '../../../support/node/virtualTime';
import { waitUntil } from '../../../support/node/waitUntil';
import { sha256Of } from '../../../support/video';
import type { Position, SourceFault, Strike } from './faultRow';
import { deliverBadly } from './sourceFaults';

/** The smallest chunk TikTok takes, which 5 MB are rounded up to. */
const CHUNK_BYTES = 5_242_880;
const REMAINDER_BYTES = 123_457;
const CHUNKS = 3;
const CHUNK_OF: Record<Position, number> = { only: 0, first: 0, middle: 1, last: CHUNKS - 1 };

/** So much time passes at once for a node that waits on a connection, and this often. */
const TIME_STEP_MS = 20_000;
const TIME_STEP_EVERY_MS = 15;
const HOUR_MS = 3_600_000;

/** What is played. */
export interface Play {
	readonly position: Position;
	readonly strikes?: readonly Strike[];
	readonly source?: SourceFault;
	readonly switches?: Partial<Switches>;
	/** Lets time pass until the node gives up the PUT that is struck first. */
	readonly takesTime?: boolean;
	/** Tries a second time, as n8n's Retry On Fail does. */
	readonly retries?: boolean;
}

/** What came of it. */
export interface Played {
	/** The only output item of each try; an error's item where the node failed. */
	readonly outputs: readonly IDataObject[];
	/** Every post that exists at TikTok. */
	readonly posts: ReadonlyArray<{ status: string; sha256: string | undefined; bytes: number }>;
	/** The video that was to be posted. */
	readonly video: { readonly byteLength: number; readonly sha256: string };
	/** The chunk that was struck. */
	readonly chunk: { readonly first: number; readonly byteLength: number };
	/** PUTs that reached TikTok beyond one for each chunk. */
	readonly extraPuts: number;
	/** Body bytes that the simulator read of all PUTs, minus the size of the video. */
	readonly bytesAgain: number;
	readonly faultsConsumed: number;
	/** Streams of the file that the node opened. */
	readonly sourcesOpened: number;
}

interface StoredVideo {
	readonly byteLength: number;
	readonly sha256: string;
	readonly item: INodeExecutionData;
}

/** A simulator and a storage on which uploads are disturbed, one after the other. */
export class FaultStage {
	private lastCaption = 0;

	private constructor(
		private readonly mode: StorageMode,
		private readonly stage: PostStage,
		/** A video of one chunk. */
		private readonly short: StoredVideo,
		/** A video of three. */
		private readonly long: StoredVideo,
	) {}

	static async open(mode: StorageMode): Promise<FaultStage> {
		const stage = await openPostStage(mode, false);
		const store = async (byteLength: number): Promise<StoredVideo> => {
			const file = await makeLargeVideo(byteLength);
			return { byteLength, sha256: await sha256Of(file), item: await stage.storage.store(file) };
		};
		const short = await store(CHUNK_BYTES + REMAINDER_BYTES);
		const long = await store(CHUNKS * CHUNK_BYTES + REMAINDER_BYTES);
		return new FaultStage(mode, stage, short, long);
	}

	/** Posts a video while the faults strike. Fails if one did not, or the node did what TikTok forbids. */
	async play(play: Play): Promise<Played> {
		const { stage } = this;
		stage.prepare();
		Object.assign(stage.simulator.switches, play.switches);
		const video = play.position === 'only' ? this.short : this.long;
		const chunk = rangeOf(play.position, video.byteLength);
		for (const strike of play.strikes ?? []) this.script(CHUNK_OF[play.position], strike);
		if (play.source !== undefined) {
			const failAt = chunk.first + Math.floor(chunk.byteLength / 2);
			stage.storage.deliverAs(deliverBadly(play.source, this.mode, failAt));
		}
		const opened = stage.storage.opened.length;
		const outputs = await this.post(video.item, play);
		// Whatever TikTok has not ended by now has an hour to happen.
		stage.simulator.clock.advance(HOUR_MS);
		stage.expectClean();
		return { ...this.look(play, video), chunk, outputs, sourcesOpened: this.countSources(opened) };
	}

	async close(): Promise<void> {
		await this.stage.close();
	}

	private script(chunk: number, { at = 'chunk', ...fault }: Strike): void {
		const on =
			at === 'status query'
				? { endpoint: 'status' as const }
				: { endpoint: 'upload' as const, chunk: at === 'chunk' ? chunk : chunk - 1 };
		this.stage.simulator.faults.add({ on, ...fault });
	}

	/** A caption of its own makes a post of its own, also with a file that was posted before. */
	private async post(item: INodeExecutionData, play: Play): Promise<IDataObject[]> {
		const { simulator } = this.stage;
		const caption = `Fault ${++this.lastCaption} #sim`;
		const run = {
			parameters: createParameters({ caption, options: { chunkSizeMb: 5 } }),
			items: [item],
			credential: this.stage.connect(simulator.creators[0]?.openId ?? ''),
			onError: 'continueRegularOutput' as const,
			executionData: makeExecutionData(),
		};
		const running = executeNode(run);
		if (play.takesTime) await this.letTimePass();
		const outputs = [onlyJson((await running).output)];
		if (play.retries) outputs.push(onlyJson((await executeNode(run)).output));
		return outputs;
	}

	/** From when the first fault strikes until the node has moved on: it pauses, or asks TikTok. */
	private async letTimePass(): Promise<void> {
		const { simulator } = this.stage;
		const scripted = simulator.faults.pending().length;
		await waitUntil(() => simulator.faults.pending().length < scripted);
		const before = this.countSteps();
		await waitUntil(() => {
			if (this.countSteps() > before) return true;
			simulator.clock.advance(TIME_STEP_MS);
			return false;
		}, TIME_STEP_EVERY_MS);
	}

	private countSteps(): number {
		const requests = this.stage.listRequests();
		return listPauses().length + requests.filter((it) => it.startsWith('status/fetch')).length;
	}

	private look({ position, strikes = [] }: Play, video: StoredVideo) {
		const { simulator } = this.stage;
		const puts = simulator.requests.filter(({ method }) => method === 'PUT');
		const bytes = puts.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
		const posts = simulator.posts.map(({ status, sha256, bytesReceived }) => ({
			status,
			sha256,
			bytes: bytesReceived,
		}));
		return {
			video,
			posts,
			extraPuts: puts.length - (position === 'only' ? 1 : CHUNKS),
			bytesAgain: bytes - video.byteLength,
			faultsConsumed: strikes.reduce((sum, { times = 1 }) => sum + times, 0),
		};
	}

	/** Fails if one of them was left open. */
	private countSources(before: number): number {
		const opened = this.stage.storage.opened.slice(before);
		expect(opened.filter((stream) => !stream.destroyed)).toEqual([]);
		return opened.length;
	}
}

function rangeOf(position: Position, videoBytes: number): Played['chunk'] {
	const first = CHUNK_OF[position] * CHUNK_BYTES;
	const isLast = position === 'only' || position === 'last';
	return { first, byteLength: isLast ? videoBytes - first : CHUNK_BYTES };
}
