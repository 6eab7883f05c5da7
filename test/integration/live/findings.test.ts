import { CHECKS } from '../../live/checks';
import { findPositions, listQuestions, type Finding } from '../../live/findings';
import type { Comparison, Seen } from '../../live/check';
import type { Answer } from '../../live/recorder';
import { UNKNOWN } from '../../simulator/observed';
import { DEFAULT_SWITCHES, type Switches } from '../../simulator/switches';
import { useLiveStage } from './support/liveStage';

const DAY_SECONDS = 86_400;

/** A switch in another position than the default, and what is found then if it is not that position. */
const FLIPPED: ReadonlyArray<readonly [Partial<Switches>, found?: unknown]> = [
	[{ accessTtl: DAY_SECONDS }],
	[{ refreshTtl: 365 * DAY_SECONDS }],
	[{ refreshSliding: true }],
	// The old token is tried at once, so this is the least that is certain.
	[{ refreshGrace: 600 }, 1],
	[{ refreshMode: 'same' }],
	[{ refreshMode: 'refuse' }],
	[{ oauthErrorStatus: 400 }],
	[{ acceptQuery: true }],
	[{ tokenExtraFields: 'refuse' }],
	[{ clientCredentials: 'refuse' }],
	[{ invalidParamName: 'invalid_param' }],
	[{ logIdName: 'logid' }],
	[{ policyStatus: 200 }],
	[{ unauditedOptions: 'selfOnly' }],
	[{ requireBrand: true }],
	[{ unknownFields: 'refuse' }],
	[{ units: 'mib' }],
	[{ looseSingle: true }],
	[{ refuseMulti: true }],
	[{ rePut: 206 }],
	[{ putRange: 'last' }],
	[{ putRange: 'none' }],
	[{ partialChunks: 'keep' }],
	[{ partialChunks: 'count' }],
	[{ uploadHost: 'open-upload-va.tiktokapis.com' }],
	[{ retryAfter: 7 }],
	[{ fieldScope: '400' }],
	[{ fieldScope: 'empty' }],
	[{ lenientText: true }],
	[{ rateLimits: false }],
];

/** What the checks break on purpose. */
const VIOLATIONS = [
	'token-query',
	'post-text-length',
	'upload-repeated',
	'upload-out-of-order',
	'api-unknown-field',
	'token-refresh-reused',
];

function positionsOf(findings: readonly Finding[]): Record<string, unknown> {
	return Object.fromEntries(findings.map(({ name, position }) => [name, position]));
}

describe('the live check', () => {
	const stage = useLiveStage();

	it('says that it knows nothing where nothing was seen', () => {
		expect(findPositions({}).filter(({ position }) => position !== UNKNOWN)).toEqual([]);
	});

	it('finds every position of a TikTok as it is documented, and breaks no other rule than it means to', async () => {
		const { findings, outcomes } = await stage.run({});
		const names = CHECKS.map(({ name }) => name);
		expect(outcomes).toEqual(names.map((name) => ({ name, outcome: 'done' })));
		const asked = listQuestions().map(([name]) => [name, DEFAULT_SWITCHES[name]] as const);
		const unasked = Object.keys(DEFAULT_SWITCHES).map((name) => [name, UNKNOWN] as const);
		expect(positionsOf(findings)).toEqual(Object.fromEntries([...unasked, ...asked]));
		expect(stage.simulator.violations.map(({ rule }) => rule)).toEqual(VIOLATIONS);
		expect(stage.simulator.refusedHosts).toEqual([]);
	});

	const cases = FLIPPED.map(([flipped, found]) => {
		const [[name = '', value]] = Object.entries(flipped) as [[string, unknown]];
		return { name, value, flipped, expected: found ?? value };
	});

	it.each(cases)('$name flipped to $value: finds $expected, and no other flipped', async (flip) => {
		const { name, flipped, expected } = flip;
		const question = listQuestions().find(([asked]) => asked === name)?.[1];
		// By the checks that are said to tell it, and in a whole run.
		for (const checks of [question?.from, undefined]) {
			const { findings } = await stage.run(flipped, checks);
			const { [name]: found, ...rest } = positionsOf(findings);
			expect(found).toBe(expected);
			const wrong = Object.entries(rest).filter(
				([asked, position]) =>
					position !== UNKNOWN && position !== DEFAULT_SWITCHES[asked as keyof Switches],
			);
			expect(wrong).toEqual([]);
		}
	});

	const answer = (status: number | undefined, error?: string): Answer => {
		const body = error === undefined ? {} : { error: { code: error } };
		return { status, headers: {}, text: JSON.stringify(body), body, at: 0 };
	};
	const oauthError = (error: string): Answer => ({ ...answer(200), body: { error } });
	const token = { ...answer(200), body: { access_token: 'a', refresh_token: 'r' } };

	const refused = answer(400, 'invalid_params');
	const odd = (to: Answer, usual?: Answer): Comparison => ({ odd: to, usual });

	it.each<[string, Seen]>([
		['a server in front of TikTok', { refreshed: token, refreshedAgain: answer(502) }],
		['that, asked for another thing', { refreshedAgain: token, keyInQuery: answer(503) }],
		['one that is busy', { appToken: answer(500), wrongSecret: answer(502) }],
		['a page of such a server', { appToken: answer(403), wrongSecret: answer(403) }],
		['that, to a refresh', { refreshed: token, refreshedAgain: answer(403) }],
		['trouble', { appToken: oauthError('server_error'), wrongSecret: oauthError('server_error') }],
		[
			'trouble, later',
			{ reused: { answer: oauthError('temporarily_unavailable'), replacedAt: 0 } },
		],
		[
			'a refusal after a lost token',
			{ extraFields: odd(oauthError('invalid_grant'), answer(502)) },
		],
		['no options', { creator: answer(200, 'ok') }],
		['a limit', { missingScope: answer(429), wrongSecret: answer(429) }],
		['a lost answer', { reused: { answer: answer(undefined), replacedAt: 0 } }],
		['the account', { countUp: answer(403, 'unaudited_client_can_only_post_to_private_accounts') }],
		['a limit of posts', { longCaption: odd(answer(200, 'spam_risk_too_many_posts')) }],
		['a refusal of everything', { longCaption: odd(refused, refused), bigChunk: odd(refused) }],
		['the same of others', { unknownField: odd(refused, answer(502)), looseChunk: odd(refused) }],
		['that, too', { severalChunks: odd(refused, refused), withoutBrand: odd(refused, refused) }],
		[
			'calls that failed',
			{ flood: { answer: answer(401, 'access_token_invalid'), isWhole: true } },
		],
		['too few calls', { flood: { answer: answer(200, 'ok'), isWhole: false } }],
	])('learns nothing from %s', (_what, seen) => {
		expect(findPositions(seen).filter(({ position }) => position !== UNKNOWN)).toEqual([]);
	});

	it('knows what became of half a chunk only where TikTok takes the whole one', () => {
		const status = { ...answer(200, 'ok'), body: { data: { uploaded_bytes: 5 } } };
		const read = (again: number | undefined) =>
			positionsOf(findPositions({ broken: { status, again: answer(again), before: 5 } }))
				.partialChunks;
		expect([206, 201, 416, 403, 500, undefined].map(read)).toEqual([
			...['discard', 'discard', 'keep', 'other: HTTP 403', UNKNOWN, UNKNOWN],
		]);
	});

	it('flips every switch that it claims to find', () => {
		const flipped = new Set(FLIPPED.flatMap(([switches]) => Object.keys(switches)));
		expect([...flipped].sort()).toEqual(
			listQuestions()
				.map(([name]) => name)
				.sort(),
		);
	});
});
