/* eslint-disable no-console
   -- tests print counts */
import type { IDataObject, INode } from 'n8n-workflow';
import { checkRun, hidesBody, type Ending } from '../../support/hostile/invariants';
import { hostileOutcome } from '../../support/hostile/outcomes';
import type { HostileEndpoint } from '../../support/hostile/realAnswers';
import type { HostileAnswer } from '../../support/hostile/stubbedNode';
import { executeNode } from '../../support/node/executeNode';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import { fc, RANDOM_SEED } from '../../support/randomness';
import { scale } from '../../support/scale';

const SAMPLES = scale(10, 40);
const TIMEOUT_MS = 300_000;
const FORMS: ReadonlyArray<INode['onError']> = ['continueRegularOutput', 'continueErrorOutput'];

const VIDEO_URL = 'https://media.example.com/run.mp4';
const PHOTO_URL = 'https://media.example.com/1.jpg';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const UNKNOWN = { resource: 'post', publishId: 'v_pub_url~v2.1', options: {} };
/** More for each item than one call holds, so that none asks for the other's. */
const OTHER_IDS = `={{ Array.from({ length: 20 }, (_, n) => String($itemIndex * 20 + n + 1)) }}`;
const PHOTOS = { mediaType: 'photos', photoUrls: PHOTO_URL, waitUntilFinished: false };

interface Target {
	readonly endpoint: HostileEndpoint;
	readonly parameters: IDataObject;
	/** How the item after the disturbed one ends, for which TikTok answers as documented. */
	readonly next: Ending;
}

const TARGETS: readonly Target[] = [
	{
		endpoint: 'creatorInfo',
		parameters: { resource: 'creator', operation: 'get', options: {} },
		next: 'output',
	},
	{ endpoint: 'videoInit', parameters: createParameters(), next: 'output' },
	{
		endpoint: 'videoInit',
		parameters: createParameters({ videoSource: 'pullFromUrl', videoUrl: VIDEO_URL }),
		next: 'output',
	},
	{ endpoint: 'inboxInit', parameters: createParameters({ operation: 'upload' }), next: 'output' },
	{ endpoint: 'contentInit', parameters: createParameters(PHOTOS), next: 'output' },
	{ endpoint: 'status', parameters: { ...UNKNOWN, operation: 'getStatus' }, next: 'error item' },
	{ endpoint: 'cancel', parameters: { ...UNKNOWN, operation: 'cancel' }, next: 'error item' },
	{
		endpoint: 'userInfo',
		parameters: { resource: 'creator', operation: 'getProfile', options: {} },
		next: 'output',
	},
	{
		endpoint: 'videoList',
		parameters: { resource: 'post', operation: 'getMany', returnAll: true, options: {} },
		next: 'output',
	},
	{
		endpoint: 'videoQuery',
		// Of each item another post: what is asked for together comes in one answer.
		parameters: { resource: 'post', operation: 'get', postIds: OTHER_IDS, options: {} },
		next: 'output',
	},
];

describe('a hostile answer on the wire, in a workflow that goes on after errors', () => {
	let stage: PostStage;
	const endings: Record<string, number> = {};

	beforeAll(async () => {
		stage = await openPostStage();
	});

	afterAll(async () => {
		await stage.close();
		console.log(
			`Hostile answers on the wire, RANDOM_SEED=${RANDOM_SEED}: ${JSON.stringify(endings)}`,
		);
	});

	it.each(TARGETS)(
		'$endpoint: its item tells it clearly, and the next item is not harmed',
		async ({ endpoint, parameters, next }) => {
			const answers = fc.sample(wireAnswer(endpoint), { numRuns: SAMPLES });
			for (const [index, answer] of answers.entries()) {
				const output = await runTwoItems(endpoint, parameters, answer, FORMS[index % 2]);
				const [first, second] = output.map((json) => judge(json, answer));
				expect([answer, second]).toEqual([answer, next]);
				endings[first ?? ''] = (endings[first ?? ''] ?? 0) + 1;
			}
		},
		TIMEOUT_MS,
	);

	async function runTwoItems(
		endpoint: HostileEndpoint,
		parameters: IDataObject,
		{ status, headers, body }: HostileAnswer,
		onError: INode['onError'],
	): Promise<IDataObject[]> {
		const credential = stage.prepare();
		const { simulator, storage, video } = stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
		simulator.media.serve(PHOTO_URL, { content: JPEG, contentType: 'image/jpeg' });
		const texts = headers as Record<string, string>;
		simulator.faults.add({ on: { endpoint }, do: 'status', status, headers: texts, body });
		const items = [await storage.store(video), await storage.store(video)];
		const { output } = await executeNode({ parameters, items, credential, onError });
		expect(simulator.faults.pending()).toEqual([]);
		const ofItem = (item: number) =>
			output.filter(({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${item}}`);
		expect(output).toEqual([...ofItem(0), ...ofItem(1)]);
		// These give several outputs, or none, for one item.
		if (!endpoint.startsWith('video') || endpoint === 'videoInit') expect(output).toHaveLength(2);
		return [0, 1].map((item) => ofItem(item)[0]?.json ?? {});
	}

	function judge(json: IDataObject, answer: HostileAnswer): Ending {
		const run = { json, hints: [], logs: [...stage.logs.entries], saved: {}, given: [answer] };
		expect(hidesBody(run)).toBe(true);
		return checkRun(run, true);
	}
});

/** What HTTP can carry: a final status, texts as headers, a text as body. */
function wireAnswer(endpoint: HostileEndpoint): fc.Arbitrary<HostileAnswer> {
	return hostileOutcome(endpoint)
		.filter((outcome): outcome is HostileAnswer => 'status' in outcome && outcome.status >= 200)
		.filter(({ body }) => typeof body === 'string')
		.map(({ headers, ...answer }) => ({
			...answer,
			headers: Object.fromEntries(
				Object.entries(headers).filter(([, value]) => typeof value === 'string'),
			),
		}));
}
