/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- the number of histories can be given from outside, and the run prints its counts; never shipped */
import './ownClocks';
import { setImmediate } from 'node:timers/promises';
import { inPieces } from '../../../support/node/binaryStorage';
import { slowDeduplicationStore } from '../../../support/node/deduplicationStore';
import { openPostStage } from '../../../support/node/postStage';
import { fc, RANDOM_SEED } from '../../../support/randomness';
import { scale } from '../../../support/scale';
import { DirectHttp } from './directHttp';
import { makeVideos } from './items';
import type { Theatre } from './runner';
import { histories, take, type History } from './steps';
import { Tally } from './tally';
import { World } from './world';

/** `HISTORIES=10000 RANDOM_SEED=1 npx jest …` looks at more, and at others. */
const HISTORIES = Number(process.env.HISTORIES ?? scale(100, 5_000));
const TIMEOUT_MS = 1_800_000;
const STANDSTILL_MS = 180_000;
/** A call to the store takes up to so many turns of the event loop, so that calls of several processes overlap. */
const MOST_TURNS = 7;
/** A third of the short video, so that its last bytes are a piece of their own. */
const PIECE_BYTES = 16_000;
/** Where something is not posted in the end, the last word is a person's, or TikTok will not have the file. */
const GOOD_ENDINGS = ['outcome_unknown', 'file_format_check_failed'];
/** What has to happen often enough, so that the property does not hold for want of cases; even in a sample. */
const OFTEN = [
	...['retry', 'retry of a retry', 'retry after a crash', 'retry with another account'].map(
		(kind) => `executions: ${kind}`,
	),
	...['before', 'during', 'after', 'between executions', 'in a later node'].map(
		(when) => `incidents: die ${when}`,
	),
	...['posted', 'found complete', 'skipped', 'skipped, id unknown'].map((way) => `outputs: ${way}`),
	...['internal', 'upload_interrupted', 'upload_expired'].map((code) => `failures: ${code}`),
	'unknown outcomes: no id',
];
/** The same, where there are thousands of histories. */
const SELDOM = [
	...[
		'webhook, one',
		'manual, earlier',
		'manual, again',
		'integrated, earlier',
		'integrated, again',
	].map((kind) => `executions: ${kind} files`),
	...['stop', 'break'].flatMap((what) =>
		['before', 'during', 'after'].map((when) => `incidents: ${what} ${when}`),
	),
	'outputs: upload resumed',
	// `already_begun` is none of them: who is overtaken goes on with what became of the other one's post.
	...['deduplication_failed', 'file_format_check_failed', 'spam_risk'].map(
		(code) => `failures: ${code}`,
	),
	'failures: upload_refused',
];
const SELDOM_EVERY = 500;
const OFTEN_EVERY = 100;

let theatre: Theatre;

/**
 * Random histories of faults, retries, crashes and two n8n processes. They are spread over two test files, so
 * that they run side by side.
 *
 * @param part tells the files' seeds apart
 */
export function describeHistories(part: number): void {
	const seed = RANDOM_SEED + part;

	beforeAll(async () => {
		const stage = await openPostStage();
		const http = new DirectHttp(stage.simulator);
		theatre = { stage, http, videos: await makeVideos(stage.video), tally: new Tally() };
	});

	afterAll(async () => {
		theatre.http.close();
		await theatre.stage.close();
		process.stdout.write(`Histories, seed ${seed}\n${theatre.tally.toString()}\n`);
	});

	it(
		'whatever happens, nothing is posted twice and nothing is reported that is not so',
		async () => {
			const property = fc.asyncProperty(histories, checkHistory);
			await fc.assert(property, { numRuns: HISTORIES, seed, endOnFailure: true });
			expect(listMissing(OFTEN, Math.floor(HISTORIES / OFTEN_EVERY))).toEqual([]);
			expect(listMissing(SELDOM, Math.floor(HISTORIES / SELDOM_EVERY))).toEqual([]);
		},
		TIMEOUT_MS,
	);
}

function listMissing(needed: readonly string[], atLeast: number): string[] {
	return needed.filter((what) => theatre.tally.of(what) < atLeast);
}

/** A history takes a fraction of a second; one that stands still for good is a finding, not a reason to wait. */
async function checkHistory(history: History): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const standstill = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('The history stands still')), STANDSTILL_MS);
	});
	try {
		await Promise.race([playHistory(history), standstill]);
	} finally {
		clearTimeout(timer);
	}
}

async function playHistory({ isOldN8n, steps }: History): Promise<void> {
	const world = new World(theatre, isOldN8n);
	theatre.stage.storage.deliverAs(inPieces(PIECE_BYTES));
	let storeCalls = 0;
	slowDeduplicationStore(async () => await passTurns(storeCalls++ % MOST_TURNS));
	try {
		for (const step of steps) await take(world, step);
		await world.heal();
		theatre.tally.add(isOldN8n ? 'histories with an old n8n' : 'histories');
		for (const ending of world.listBadEndings()) theatre.tally.add(`after all retries: ${ending}`);
		theatre.tally.add('posts', world.witness.countLivePosts().size);
		expect(world.witness.listDuplicates(world.listUnrecognisable())).toEqual([]);
		expect(world.witness.lies).toEqual([]);
		// Once the trouble is over, a few retries finish everything that is not marked as unclear.
		expect(world.listBadEndings().filter((code) => !GOOD_ENDINGS.includes(code))).toEqual([]);
		expect(theatre.stage.simulator.violations).toEqual([]);
	} finally {
		await world.close();
	}
}

async function passTurns(turns: number): Promise<void> {
	for (let turn = 0; turn < turns; turn++) await setImmediate();
}
