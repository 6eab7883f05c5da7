/* eslint-disable @n8n/community-nodes/no-restricted-globals
   -- the number of histories can be given from outside, and the run prints its counts */
import { inPieces } from '../../support/node/binaryStorage';
import { openPostStage } from '../../support/node/postStage';
import { fc, RANDOM_SEED } from '../../support/randomness';
import { DirectHttp } from './support/directHttp';
import { makeVideos } from './support/items';
import type { Theatre } from './support/runner';
import { histories, take, type History } from './support/steps';
import { Tally } from './support/tally';
import { World } from './support/world';

/** `HISTORIES=10000 RANDOM_SEED=1 npx jest …` looks at more, and at others. */
const HISTORIES = Number(process.env.HISTORIES ?? 2_000);
const TIMEOUT_MS = 1_800_000;
/** A third of the short video, so that its last bytes are a piece of their own. */
const PIECE_BYTES = 16_000;
/** Where something is not posted in the end, the last word is a person's, or TikTok will not have the file. */
const GOOD_ENDINGS = ['outcome_unknown', 'file_format_check_failed'];
/** What has to happen often enough, so that the property does not hold for want of cases. */
const NEEDED = [
	...[
		'webhook, one',
		'manual, earlier',
		'manual, again',
		'integrated, earlier',
		'integrated, again',
	].map((kind) => `executions: ${kind} files`),
	...['retry', 'retry of a retry', 'retry after a crash'].map((kind) => `executions: ${kind}`),
	...['die', 'stop', 'break'].flatMap((what) =>
		['before', 'during', 'after'].map((when) => `incidents: ${what} ${when}`),
	),
	...['between executions', 'in a later node'].map((when) => `incidents: die ${when}`),
	...['posted', 'upload resumed', 'found complete', 'skipped', 'skipped, id unknown'].map(
		(way) => `outputs: ${way}`,
	),
	...[
		'already_begun',
		'deduplication_failed',
		'file_format_check_failed',
		'internal',
		'spam_risk',
	].map((code) => `failures: ${code}`),
	...['interrupted', 'refused', 'expired'].map((how) => `failures: upload_${how}`),
	'unknown outcomes: no id',
];
const LEAST_OF_EACH = Math.floor(HISTORIES / 500);

let theatre: Theatre;

beforeAll(async () => {
	const stage = await openPostStage();
	const http = new DirectHttp(stage.simulator);
	theatre = { stage, http, videos: await makeVideos(stage.video), tally: new Tally() };
});

afterAll(async () => {
	theatre.http.close();
	await theatre.stage.close();
	process.stdout.write(`Histories, RANDOM_SEED=${RANDOM_SEED}\n${theatre.tally.toString()}\n`);
});

it(
	'whatever happens, nothing is posted twice and nothing is reported that is not so',
	async () => {
		const property = fc.asyncProperty(histories, checkHistory);
		await fc.assert(property, { numRuns: HISTORIES });
		const { tally } = theatre;
		expect(NEEDED.filter((what) => tally.of(what) < LEAST_OF_EACH)).toEqual([]);
	},
	TIMEOUT_MS,
);

async function checkHistory({ isOldN8n, steps }: History): Promise<void> {
	const world = new World(theatre, isOldN8n);
	theatre.stage.storage.deliverAs(inPieces(PIECE_BYTES));
	try {
		for (const step of steps) await take(world, step);
		await world.heal();
		theatre.tally.add(isOldN8n ? 'histories with an old n8n' : 'histories');
		for (const ending of world.listBadEndings()) theatre.tally.add(`after all retries: ${ending}`);
		theatre.tally.add('posts', world.witness.countLivePosts().size);
		expect(listDuplicates(world)).toEqual([]);
		expect(world.witness.lies).toEqual([]);
		// Once the trouble is over, a few retries finish everything that is not marked as unclear.
		expect(world.listBadEndings().filter((code) => !GOOD_ENDINGS.includes(code))).toEqual([]);
		expect(theatre.stage.simulator.violations).toEqual([]);
	} finally {
		await world.close();
	}
}

function listDuplicates(world: World): unknown[] {
	const forgiven = world.listUnrecognisable();
	const posts = [...world.witness.countLivePosts()];
	return posts.filter(([id, howMany]) => howMany > 1 && !forgiven.has(id));
}
