/* eslint-disable no-console -- the run prints its counts */
/**
 * Plays the cells of the fault table. They are spread over several test files, so that they run side by side:
 * one file for each way in which n8n stores files, and one for what TikTok leaves open.
 */
import type { Switches } from '../../../simulator';
import type { StorageMode } from '../../../support/node/binaryStorage';
import { pickPairwise } from '../../../support/pairwise';
import { IS_DEEP } from '../../../support/scale';
import { COMBINATIONS, OPEN_QUESTIONS } from '../faultCombinations';
import { FAULT_TABLE } from '../faultTable';
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
} from './faultRow';
import { FaultStage, type Played } from './faultStage';

interface Cell extends Omit<FaultRow, 'but'> {
	readonly position: Position;
	/** The way in which n8n stores the file, or the question that TikTok leaves open. */
	readonly setting: string;
}

const ALL_FAULTS = [...FAULT_TABLE, ...COMBINATIONS];

const tally = {
	cells: 0,
	published: 0,
	failedAsDocumented: 0,
	leftOpenThenPublished: 0,
	faultsConsumed: 0,
	bytesSent: 0,
	bytesSentAgain: 0,
};

/** Every fault at every chunk with files that n8n stores this way; outside of deep runs a sample. */
export function describeStorage(mode: StorageMode): void {
	const all = STORAGE_MODES.flatMap((each) => listCells(ALL_FAULTS, each));
	const cells = sample(all).filter(({ setting }) => setting === mode);
	describe(`n8n storing files: ${mode}, an upload`, () => {
		playAll(cells, mode, {}, (played, { ending }) => {
			if (ending.ends !== 'published') return;
			expect(played.extraPuts).toBe(ending.extraPuts);
			// Only what goes up again is read again.
			expect(played.sourcesOpened).toBeLessThanOrEqual(
				mode === 'memory' ? 0 : 1 + played.extraPuts,
			);
		});
	});
}

/** The faults whose ending must not depend on what TikTok leaves open; outside of deep runs a sample. */
export function describeOpenQuestions(): void {
	const unclear = listCells(ALL_FAULTS, 'filesystem').filter(({ isUnclear }) => isUnclear);
	const all = OPEN_QUESTIONS.flatMap(([setting]) => unclear.map((cell) => ({ ...cell, setting })));
	const cells = sample(all);
	describe.each(OPEN_QUESTIONS)('where %s, an upload', (question, switches) => {
		playAll(
			cells.filter(({ setting }) => setting === question),
			'filesystem',
			switches,
		);
	});
}

/** Every fault meets every chunk and every setting at least once. */
function sample(cells: readonly Cell[]): readonly Cell[] {
	if (IS_DEEP) return cells;
	return pickPairwise(cells, ({ fault, position, setting }) => [fault, position, setting]);
}

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

	afterAll(async () => {
		await stage.close();
		console.log(`Upload faults so far: ${JSON.stringify(tally)}`);
	});

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
			if (typeof deviation === 'string') return [];
			const cell = { ...row, ...deviation, position, setting: mode };
			return [mode === 'memory' ? handedOverWhole(cell) : cell];
		});
	});
}

/** A part from memory is handed to the connection at once: nobody can tell how much of the last one went out. */
function handedOverWhole(cell: Cell): Cell {
	const { ending, position } = cell;
	const isLastPart = position === 'only' || position === 'last';
	if (ending.ends !== 'left open' || !isLastPart) return cell;
	return { ...cell, ending: { ...ending, isSent: true } };
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
	expect(details).toMatchObject({
		retryable: ending.isSent !== true,
		publish_id: expect.stringMatching(/^v_pub_/),
	});
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
