import '../exactlyOnce/support/ownClocks';
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { useStage } from '../../support/node/useStage';
import { makePaddedMp4 } from '../../support/video';
import { DirectHttp } from '../exactlyOnce/support/directHttp';
import { N8nProcess } from '../exactlyOnce/support/n8nProcess';
import { Processes, type Delivery } from '../exactlyOnce/support/processes';

const POSITIONS = [0, 1, 2];
/** A file of this size is claimed only right before its last bytes. */
const LARGE_BYTES = 4_100_000;
const ITS_OWN_LIMITS = {};

/** `unknown` asks the user to look: its claim stands, and nobody can tell whether TikTok has it. */
type End = 'published' | 'skipped' | 'unknown';

interface Crash {
	readonly when: string;
	/** Of the calls to this address the one for the item at which n8n is killed. */
	readonly url: RegExp;
	/** Whether TikTok has taken that call. */
	readonly isTaken: boolean;
	readonly isLarge?: boolean;
	/** Posts that TikTok has by then. */
	readonly posts: (at: number) => number;
	/** What Retry makes of items before that one, of itself, of the next one and of those after it. */
	readonly ends: readonly [before: End, there: End, next: End, after: End];
}

const CRASHES: readonly Crash[] = [
	{
		when: 'a large video is opened at TikTok',
		url: /\/video\/init\//,
		isTaken: true,
		isLarge: true,
		posts: (at) => at,
		ends: ['skipped', 'published', 'published', 'published'],
	},
	{
		when: 'a small video is claimed, and TikTok is asked for it',
		url: /\/video\/init\//,
		isTaken: false,
		posts: (at) => at,
		ends: ['skipped', 'unknown', 'published', 'published'],
	},
	{
		when: 'a small video is sent, and TikTok answers',
		url: /upload/,
		isTaken: true,
		posts: (at) => at + 1,
		// The next one is claimed meanwhile.
		ends: ['skipped', 'unknown', 'unknown', 'published'],
	},
	{
		when: 'all are sent, and it is looked at',
		url: /\/status\/fetch\//,
		isTaken: true,
		posts: () => POSITIONS.length,
		ends: ['skipped', 'skipped', 'skipped', 'skipped'],
	},
];

/** The crash's column of the table of endings: n8n is killed at one item of three, and Retry is pressed. */
describe('a batch whose process dies', () => {
	const use = useStage();
	let http: DeadlyHttp;
	let processes: Processes;

	beforeEach(() => {
		use.stage.simulator.switches.rateLimits = false;
		http = new DeadlyHttp(use.stage.simulator);
		processes = new Processes(use, http);
	});

	afterEach(() => processes.close());

	const table = CRASHES.flatMap((crash) =>
		POSITIONS.flatMap((at) => [
			[crash.when, at, 'ends with', undefined, crash] as const,
			[crash.when, at, 'goes on after', 'continueRegularOutput', crash] as const,
		]),
	);

	it.each(table)(
		'when %s, item %d: Retry %s what is unknown',
		async (_w, at, _r, onError, crash) => {
			const items = await Promise.all(POSITIONS.map(async () => await makeItem(crash)));
			const as = { onError, beganAt: 1 } as const;
			const victim = start();
			http.killAt(victim, crash, at);
			expect(await processes.run(victim, { items, as })).toBe('died');
			expect(countPosts()).toBe(crash.posts(at));

			const ends = POSITIONS.map((position) => endOf(crash, position, at));
			const firstUnknown = ends.indexOf('unknown');
			const isCut = onError === undefined && firstUnknown >= 0;
			const reached = isCut ? ends.slice(0, firstUnknown) : ends;
			const published = reached.filter((end) => end === 'published').length;
			// n8n offers the button again and again.
			for (const again of [false, true]) {
				const given = await retry(start(), { items, as: { ...as, mode: 'retry' } });
				const expected = again ? ends.map((end) => (end === 'published' ? 'skipped' : end)) : ends;
				expect(given).toEqual(isCut ? `unknown at ${firstUnknown}` : expected);
				expect(countPosts()).toBe(crash.posts(at) + published);
			}
		},
	);

	const start = () => new N8nProcess(processes.time, ITS_OWN_LIMITS);

	/** What the items come out as, or what the node throws. */
	async function retry(n8n: N8nProcess, delivery: Delivery): Promise<unknown> {
		try {
			const output = await processes.run(n8n, delivery);
			if (output === 'died') return output;
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
				POSITIONS.map((item) => ({ item })),
			);
			return output.map(({ json }) => nameEnd(json));
		} catch (error) {
			const { description, context } = error as { description: string; context: IDataObject };
			expect(description).toContain('code outcome_unknown');
			return `unknown at ${String(context.itemIndex)}`;
		}
	}

	async function makeItem({ isLarge }: Crash) {
		if (isLarge !== true) return await use.videoItem();
		const pieces: Buffer[] = [];
		for await (const piece of makePaddedMp4(LARGE_BYTES)) pieces.push(piece);
		return await use.stage.storage.store(Buffer.concat(pieces));
	}

	function countPosts(): number {
		return use.stage.simulator.posts.filter(({ hasAllBytes }) => hasAllBytes).length;
	}
});

/** Takes a process with one of its calls. */
class DeadlyHttp extends DirectHttp {
	private death: { n8n: N8nProcess; crash: Crash; callsLeft: number } | undefined;

	/** Once, at that item's call. */
	killAt(n8n: N8nProcess, crash: Crash, position: number): void {
		this.death = { n8n, crash, callsLeft: position };
	}

	override async request(
		options: IHttpRequestOptions,
		token?: string,
	): Promise<IN8nHttpFullResponse> {
		const { death } = this;
		if (death?.crash.url.test(options.url) !== true || death.callsLeft-- > 0) {
			return await super.request(options, token);
		}
		this.death = undefined;
		if (death.crash.isTaken) await super.request(options, token);
		death.n8n.kill();
		throw new Error('Nobody is there to hear the answer');
	}
}

function endOf({ ends }: Crash, position: number, at: number): End {
	const [before, there, next, after] = ends;
	if (position < at) return before;
	if (position === at) return there;
	return position === at + 1 ? next : after;
}

/** Anything else stays as it is, to be seen. */
function nameEnd(json: IDataObject): unknown {
	if (json.status === 'PUBLISH_COMPLETE' && json.skipped === undefined) return 'published';
	if (json.skip_reason === 'already_posted') return 'skipped';
	const { code } = (json.details ?? {}) as IDataObject;
	return code === 'outcome_unknown' ? 'unknown' : json;
}
