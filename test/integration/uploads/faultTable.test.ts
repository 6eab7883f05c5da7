/* eslint-disable no-console -- the run prints its counts */
import {
	FAULT_TABLE,
	MEMORY_HAS_NO_SOURCE_FAULTS,
	OPEN_QUESTIONS,
	POSITIONS,
	STORAGE_MODES,
	type Ending,
	type FaultRow,
	type Failed,
	type Impossible,
	type Position,
	type Published,
} from './faultTable';
import { openFaultStage, type FaultStage, type Played } from './support/faultStage';
import type { StorageMode } from '../../support/node/binaryStorage';

jest.mock(
	'../../../nodes/shared/transport/pause',
	() => jest.requireActual('../../support/node/virtualTime').virtualPause,
);
jest.setTimeout(60_000);

type Cell = Omit<FaultRow, 'but'> & { readonly position: Position };

const tally = {
	cells: 0,
	published: 0,
	failedAsDocumented: 0,
	impossible: 0,
	bytesAgain: 0,
	faultsConsumed: 0,
};

afterAll(() => {
	console.log(`Fault table: ${JSON.stringify(tally)}`);
});

describe.each(STORAGE_MODES)('a disturbed upload, n8n storing files: %s', (mode) => {
	let stage: FaultStage;

	beforeAll(async () => {
		stage = await openFaultStage(mode);
	});

	afterAll(async () => await stage.close());

	it.each(listCells(mode))('%s', async (_title, cell) => {
		const played = await stage.play(cell);
		expectEnding(played, cell.ending);
		if (cell.ending.ends === 'published') expect(played.extraPuts).toBe(cell.ending.extraPuts);
		// The source is read once; only a chunk that goes up again needs it anew.
		const rereads = Math.max(0, played.extraPuts);
		expect(played.sourcesOpened).toBeLessThanOrEqual(mode === 'memory' ? 0 : 1 + rereads);
		count(played, cell.ending);
	});
});

describe.each(OPEN_QUESTIONS)('a disturbed upload, if %s', (_question, switches) => {
	let stage: FaultStage;

	beforeAll(async () => {
		stage = await openFaultStage('filesystem');
	});

	afterAll(async () => await stage.close());

	it.each(listCells('filesystem').filter(([, cell]) => cell.isUnclear))(
		'%s',
		async (_title, cell) => {
			const played = await stage.play({ ...cell, switches });
			expectEnding(played, cell.ending);
			count(played, cell.ending);
		},
	);
});

function listCells(mode: StorageMode): Array<[title: string, cell: Cell]> {
	const cells: Array<[string, Cell]> = [];
	for (const row of FAULT_TABLE) {
		for (const position of POSITIONS) {
			const but = findImpossible(row, mode) ?? row.but?.[position];
			if (typeof but === 'string') tally.impossible += 1;
			else cells.push([`${row.fault}, ${position} chunk`, { ...row, ...but, position }]);
		}
	}
	return cells;
}

function findImpossible(row: FaultRow, mode: StorageMode): Impossible | undefined {
	return row.source !== undefined && mode === 'memory' ? MEMORY_HAS_NO_SOURCE_FAULTS : undefined;
}

function expectEnding(played: Played, ending: Ending): void {
	if (ending.ends === 'published') expectPublished(played, ending);
	else expectFailed(played, ending);
}

function expectPublished(played: Played, { again }: Published): void {
	const { output, posts, sha256, videoBytes, chunk, bytesAgain } = played;
	expect(output).toMatchObject({ status: 'PUBLISH_COMPLETE', uploaded_bytes: videoBytes });
	expect(posts).toEqual([{ status: 'PUBLISH_COMPLETE', sha256, bytes: videoBytes }]);
	const chunksAgain = { nothing: 0, 'the chunk': 1, 'the chunk and the one before': 2 }[again];
	expect(bytesAgain).toBeGreaterThanOrEqual(0);
	expect(bytesAgain).toBeLessThanOrEqual(chunksAgain * chunk.byteLength);
}

function expectFailed(played: Played, { code, stage, httpStatus }: Failed): void {
	const { output, posts, videoBytes, chunk } = played;
	expect(output.details).toMatchObject({ code, stage });
	expect((output.details as { http_status?: number }).http_status).toBe(httpStatus);
	// TikTok has the chunks before, and the message says so; nothing of them is published.
	expect(posts).toEqual([{ status: 'AWAITING_UPLOAD', sha256: undefined, bytes: chunk.first }]);
	if (stage === 'upload') {
		expect(output.error).toContain(`after ${chunk.first} of ${videoBytes} bytes`);
	}
}

function count({ bytesAgain, faultsConsumed }: Played, { ends }: Ending): void {
	tally.cells += 1;
	if (ends === 'published') {
		tally.published += 1;
		tally.bytesAgain += bytesAgain;
	} else tally.failedAsDocumented += 1;
	tally.faultsConsumed += faultsConsumed;
}
