/* eslint-disable no-console -- the run prints its counts */
import type { Switches } from '../../simulator';
import type { StorageMode } from '../../support/node/binaryStorage';
import { COMBINATIONS, OPEN_QUESTIONS } from './faultCombinations';
import { FAULT_TABLE } from './faultTable';
import {
	MEMORY_HAS_NO_SOURCE_FAULTS,
	POSITIONS,
	STORAGE_MODES,
	type Ending,
	type Failed,
	type FaultRow,
	type LeftOpen,
	type Position,
	type Published,
} from './support/faultRow';
import { FaultStage, type Played } from './support/faultStage';

interface Cell extends Omit<FaultRow, 'but'> {
	readonly position: Position;
}

const tally = {
	cells: 0,
	published: 0,
	failedAsDocumented: 0,
	leftOpenThenPublished: 0,
	faultsConsumed: 0,
	bytesSent: 0,
	bytesSentAgain: 0,
};

afterAll(() => {
	console.log(`Upload faults: ${JSON.stringify(tally)}`);
});

describe.each(STORAGE_MODES)('n8n storing files: %s, an upload', (mode) => {
	const cells = listCells([...FAULT_TABLE, ...COMBINATIONS], mode);
	playAll(cells, mode, {}, (played, { ending }) => {
		if (ending.ends !== 'published') return;
		expect(played.extraPuts).toBe(ending.extraPuts);
		// Only what goes up again is read again.
		expect(played.sourcesOpened).toBeLessThanOrEqual(mode === 'memory' ? 0 : 1 + played.extraPuts);
	});
});

describe.each(OPEN_QUESTIONS)('where %s, an upload', (_question, switches) => {
	const cells = listCells([...FAULT_TABLE, ...COMBINATIONS], 'filesystem');
	const unclear = cells.filter(({ isUnclear }) => isUnclear);
	playAll(unclear, 'filesystem', switches);
});

/** Plays each cell as a test of its own. `expectMore` looks at what is not the same everywhere. */
function playAll(
	cells: readonly Cell[],
	mode: StorageMode,
	switches: Partial<Switches>,
	expectMore: (played: Played, cell: Cell) => void = () => {},
): void {
	let stage: FaultStage;

	beforeAll(async () => {
		stage = await FaultStage.open(mode);
	});

	afterAll(async () => await stage.close());

	it.each(POSITIONS)('that nobody disturbs reads the file once, %s chunk', async (position) => {
		const played = await stage.play({ position, switches });
		expectPublished(played, { ends: 'published', extraPuts: 0, chunksAgain: 0 });
		expect(played.extraPuts).toBe(0);
		expect(played.sourcesOpened).toBe(mode === 'memory' ? 0 : 1);
		count(played, 'published');
	});

	it.each(cells.map((cell) => [cell.fault, cell.position, cell] as const))(
		'with %s, %s chunk',
		async (_fault, _position, cell) => {
			const retries = cell.ending.ends === 'left open';
			const played = await stage.play({ ...cell, switches, retries });
			expectEnding(played, cell.ending);
			expectMore(played, cell);
			count(played, cell.ending.ends);
		},
	);
}

function listCells(rows: readonly FaultRow[], mode: StorageMode): Cell[] {
	return rows.flatMap(({ but = {}, ...row }) => {
		const isImpossible = row.source !== undefined && mode === 'memory';
		return POSITIONS.flatMap((position) => {
			const deviation = isImpossible ? MEMORY_HAS_NO_SOURCE_FAULTS : but[position];
			return typeof deviation === 'string' ? [] : [{ ...row, ...deviation, position }];
		});
	});
}

function expectEnding(played: Played, ending: Ending): void {
	switch (ending.ends) {
		case 'published':
			return expectPublished(played, ending);
		case 'failed':
			return expectFailed(played, ending);
		case 'left open':
			return expectLeftOpen(played, ending);
	}
}

function expectPublished(played: Played, { chunksAgain }: Published): void {
	expectOnePost(played);
	expect(played.bytesAgain).toBeGreaterThanOrEqual(0);
	expect(played.bytesAgain).toBeLessThanOrEqual(chunksAgain * played.chunk.byteLength);
}

/** The last try says so, and TikTok has the video once, byte for byte. */
function expectOnePost({ outputs, posts, video }: Played): void {
	const { byteLength, sha256 } = video;
	expect(outputs.at(-1)).toMatchObject({ status: 'PUBLISH_COMPLETE', uploaded_bytes: byteLength });
	expect(posts).toEqual([{ status: 'PUBLISH_COMPLETE', sha256, bytes: byteLength }]);
}

function expectFailed({ outputs, posts, video, chunk }: Played, ending: Failed): void {
	const [{ error, details } = {}] = outputs;
	expectDetails(details, ending);
	expect((details as { http_status?: number }).http_status).toBe(ending.httpStatus);
	// TikTok keeps the chunks before; the message tells how much that is, and nothing of it is published.
	expect(posts).toEqual([{ status: 'AWAITING_UPLOAD', sha256: undefined, bytes: chunk.first }]);
	if (ending.stage === 'upload') {
		expect(error).toContain(`after ${chunk.first} of ${video.byteLength} bytes`);
	}
}

function expectLeftOpen(played: Played, ending: LeftOpen): void {
	const [{ details } = {}] = played.outputs;
	expectDetails(details, ending);
	expect(details).toMatchObject({ retryable: true, publish_id: expect.stringMatching(/^v_pub_/) });
	expectOnePost(played);
}

function expectDetails(details: unknown, { code, stage }: Failed | LeftOpen): void {
	expect(details).toMatchObject({ code, stage });
}

function count({ video, bytesAgain, faultsConsumed }: Played, ends: Ending['ends']): void {
	tally.cells += 1;
	tally.faultsConsumed += faultsConsumed;
	if (ends === 'failed') tally.failedAsDocumented += 1;
	if (ends === 'left open') tally.leftOpenThenPublished += 1;
	if (ends !== 'published') return;
	tally.published += 1;
	tally.bytesSent += video.byteLength + bytesAgain;
	tally.bytesSentAgain += bytesAgain;
}
