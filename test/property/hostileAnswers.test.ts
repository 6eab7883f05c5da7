/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console
   -- tests read files and print counts */
import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { checkRun, hidesBody, readCode, saysOk, type Ending } from '../support/hostile/invariants';
import { hostileOutcome, hostilePut } from '../support/hostile/outcomes';
import { goodBody, type HostileEndpoint } from '../support/hostile/realAnswers';
import { runStubbed, type Outcome, type StubbedRun } from '../support/hostile/stubbedNode';
import { useVirtualTime } from '../support/node/virtualTime';
import { fc, RANDOM_SEED } from '../support/randomness';
import { scale } from '../support/scale';
import { SAMPLE_MP4_PATH } from '../support/video';

const RUNS = scale(500, 5_000);
/** Endings of each kind, so that no property holds for want of cases. */
const LEAST_OF_EACH = RUNS / 50;
const TIMEOUT_MS = 600_000;

const VIDEO = readFileSync(SAMPLE_MP4_PATH);
const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';
/** The whole video is there: by its bytes, as a count or as the last index, or by the post's status. */
const SAYS_ALL = new RegExp(`COMPLETE|INBOX|${VIDEO.length}|${VIDEO.length - 1}`);
const CANNOT_POST = [
	'reached_active_user_cap',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
];

const DIRECT: IDataObject = {
	resource: 'post',
	operation: 'create',
	mediaType: 'video',
	caption: 'Morning run',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	allowUsersTo: ['comment'],
	waitUntilFinished: false,
};
const DRAFT: IDataObject = { ...DIRECT, operation: 'upload' };
const POST_ID = '7678907398077074696';
const READ_FORMS: readonly IDataObject[] = [{ simplify: true }, { simplify: false }];
const VIDEO_URL = 'https://media.example.com/run.mp4';
const PULLED: IDataObject = { videoSource: 'pullFromUrl', videoUrl: VIDEO_URL };
const PHOTOS: IDataObject = { mediaType: 'photos', photoUrls: 'https://media.example.com/a.jpg' };

interface Target {
	readonly endpoint: HostileEndpoint;
	/** Operations that call it. */
	readonly operations: readonly IDataObject[];
	/** What TikTok must have said for an output that is no error. */
	isEarned(run: StubbedRun): boolean;
}

const TARGETS: readonly Target[] = [
	{
		endpoint: 'creatorInfo',
		operations: [{ resource: 'creator', operation: 'get' }, { ...DIRECT, ...PULLED }, DIRECT],
		isEarned: ({ given, json }) =>
			json?.can_post === false
				? CANNOT_POST.includes(String(readCode(given.at(-1))))
				: saysOk(given.at(-1)),
	},
	{
		endpoint: 'videoInit',
		operations: [DIRECT, { ...DIRECT, ...PULLED }],
		isEarned: ({ given }) => saysOk(given.at(-1)),
	},
	{
		endpoint: 'inboxInit',
		operations: [DRAFT, { ...DRAFT, ...PULLED }],
		isEarned: ({ given }) => saysOk(given.at(-1)),
	},
	{
		endpoint: 'contentInit',
		operations: [
			{ ...DIRECT, ...PHOTOS, photoTitle: 'Hill' },
			{ ...DRAFT, ...PHOTOS },
		],
		isEarned: ({ given }) => saysOk(given.at(-1)),
	},
	{
		endpoint: 'status',
		operations: [
			{ resource: 'post', operation: 'getStatus', publishId: PUBLISH_ID },
			{
				resource: 'post',
				operation: 'getStatus',
				publishId: PUBLISH_ID,
				waitUntilFinished: true,
				options: { maxWaitSeconds: 40 },
			},
		],
		isEarned: ({ given, json }) => saysOk(given.at(-1)) && json?.status !== '',
	},
	{
		endpoint: 'cancel',
		operations: [{ resource: 'post', operation: 'cancel', publishId: PUBLISH_ID }],
		isEarned: ({ given }) => saysOk(given.at(-1)),
	},
	{
		endpoint: 'userInfo',
		operations: READ_FORMS.map((form) => ({
			...form,
			resource: 'creator',
			operation: 'getProfile',
		})),
		isEarned: ({ given }) => saysOk(given.at(-1)),
	},
	{
		endpoint: 'videoList',
		operations: READ_FORMS.map((form) => ({
			...form,
			resource: 'post',
			operation: 'getMany',
			limit: 30,
		})),
		isEarned: ({ given, json }) => saysOk(given.at(-1)) && isShownPost(json, [undefined]),
	},
	{
		endpoint: 'videoQuery',
		operations: READ_FORMS.map((form) => ({
			...form,
			resource: 'post',
			operation: 'get',
			postIds: POST_ID,
		})),
		isEarned: ({ given, json }) =>
			saysOk(given.at(-1)) && json?.id === POST_ID && isShownPost(json, [true, false]),
	},
];

const counts = new Map<string, Map<Ending, number>>();

function count(title: string, ending: Ending): void {
	const endings = counts.get(title) ?? new Map<Ending, number>();
	endings.set(ending, (endings.get(ending) ?? 0) + 1);
	counts.set(title, endings);
}

beforeAll(() => {
	let now = 1_793_000_000_000;
	useVirtualTime({ now: () => now, advance: (milliseconds) => (now += milliseconds) });
});

afterAll(() => {
	const lines = [...counts].map(
		([title, endings]) => `${title}: ${JSON.stringify(Object.fromEntries(endings))}`,
	);
	console.log(`Hostile answers, RANDOM_SEED=${RANDOM_SEED}\n${lines.join('\n')}`);
});

describe.each(TARGETS)('$endpoint', ({ endpoint, operations, isEarned }) => {
	const isInit = endpoint.endsWith('Init');
	const publishesByCall = (operation: IDataObject) => isInit && isPulled(operation);
	const answers = fc.array(hostileOutcome(endpoint), { minLength: 1, maxLength: 3 });

	it(
		`whatever TikTok answers, ${RUNS} times: clear errors, no secrets, no success without ok`,
		async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.constantFrom(...operations),
					answers,
					fc.boolean(),
					async (operation, outcomes, continueOnFail) => {
						const tikTok = { endpoint, outcomes };
						const run = await runStubbed(operation, tikTok, continueOnFail, VIDEO);
						const ending = checkRun(run, continueOnFail);
						expect(hidesBody(run)).toBe(true);
						if (ending === 'output') expect(isEarned(run)).toBe(true);
						if (publishesByCall(operation)) {
							expect(countOpenCalls(run.given)).toBeLessThanOrEqual(1);
						}
						count(endpoint, ending);
					},
				),
				{ numRuns: RUNS },
			);
			expect(counts.get(endpoint)?.get('output')).toBeGreaterThan(LEAST_OF_EACH);
			expect(counts.get(endpoint)?.get('error item')).toBeGreaterThan(LEAST_OF_EACH);
			expect(counts.get(endpoint)?.get('thrown')).toBeGreaterThan(LEAST_OF_EACH);
		},
		TIMEOUT_MS,
	);

	it('the answer as documented is a success', async () => {
		for (const operation of operations) {
			const variant = isPulled(operation) && endpoint.endsWith('oInit') ? 1 : 0;
			const body = goodBody(endpoint, variant);
			const tikTok = { endpoint, outcomes: [{ status: 200, headers: {}, body }] };
			const run = await runStubbed(operation, tikTok, false, VIDEO);
			expect(checkRun(run, false)).toBe('output');
		}
	});
});

describe('upload', () => {
	const puts = fc.array(hostilePut(), { minLength: 1, maxLength: 4 });
	const statuses = fc.array(hostileOutcome('status'), { minLength: 1, maxLength: 4 });

	it(
		`whatever the upload host answers, ${RUNS} times: the same`,
		async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.constantFrom(DIRECT, DRAFT),
					puts,
					statuses,
					fc.boolean(),
					async (operation, putAnswers, outcomes, continueOnFail) => {
						const tikTok = { endpoint: 'status' as const, outcomes, puts: putAnswers };
						const run = await runStubbed(operation, tikTok, continueOnFail, VIDEO);
						const ending = checkRun(run, continueOnFail);
						expect(hidesBody(run)).toBe(true);
						if (ending === 'output') expect(isReceived(putAnswers, run.given)).toBe(true);
						count('upload', ending);
					},
				),
				{ numRuns: RUNS },
			);
			expect(counts.get('upload')?.get('output')).toBeGreaterThan(LEAST_OF_EACH);
			expect(counts.get('upload')?.get('error item')).toBeGreaterThan(LEAST_OF_EACH);
		},
		TIMEOUT_MS,
	);
});

/** An exact id, counts that are whole numbers, times that are times; nothing in another type. */
function isShownPost(json: IDataObject | undefined, found: unknown[]): boolean {
	const { id, create_time, created_at, ...rest } = json ?? {};
	const numbers = Object.entries(rest).filter(([name]) =>
		/_count$|^(duration|width|height)$/.test(name),
	);
	return (
		(json?.id === undefined || /^[1-9]\d*$/.test(String(id))) &&
		typeof (id ?? '') === 'string' &&
		found.includes(json?.found) &&
		[create_time, ...numbers.map(([, value]) => value)].every(
			(value) => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0),
		) &&
		(created_at === undefined || !Number.isNaN(Date.parse(String(created_at))))
	);
}

function isPulled(operation: IDataObject): boolean {
	return operation.videoSource === 'pullFromUrl' || operation.mediaType === 'photos';
}

/** Calls that TikTok may have carried out. Media that it pulls are published by the call alone. */
function countOpenCalls(given: readonly Outcome[]): number {
	return given.filter((outcome) => !isRefused(outcome)).length;
}

function isRefused(outcome: Outcome): boolean {
	if ('thrown' in outcome) return false;
	const code = readCode(outcome);
	return outcome.status === 401 || (typeof code === 'string' && code !== '' && code !== 'ok');
}

/** Whether anybody at TikTok said that the whole (single-part) video is there. */
function isReceived(puts: readonly Outcome[], statuses: readonly Outcome[]): boolean {
	const isAccepted = puts.some(
		(put) => 'status' in put && put.status >= 200 && put.status < 300 && put.status !== 206,
	);
	const isCounted = puts.some(
		(put) => 'headers' in put && SAYS_ALL.test(String(put.headers['content-range'])),
	);
	const isKnown = statuses.some(
		(status) => saysOk(status) && (SAYS_ALL.test(JSON.stringify(status)) || countsAll(status)),
	);
	return isAccepted || isCounted || isKnown;
}

/** A count of received bytes that reaches the video's size, or goes beyond. */
function countsAll(status: Outcome): boolean {
	const [, bytes] = /uploaded_bytes\W+(\d+)/.exec(JSON.stringify(status)) ?? [];
	return Number(bytes) >= VIDEO.length;
}
