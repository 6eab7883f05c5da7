import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { FaultScript } from '../../simulator';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import { findSecrets } from '../../support/node/findSecrets';
import {
	createParameters,
	onlyJson,
	openPostStage,
	type PostStage,
} from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';

type Answer = Omit<FaultScript, 'on'>;
type Call = 'creatorInfo' | 'videoInit' | 'status';

const CALLS: readonly Call[] = ['creatorInfo', 'videoInit', 'status'];

/** More often than the node asks again for one call. */
const HAS_POST = 'TikTok has the post, but its status is not known';
const ALWAYS = 3;

function refusal(status: number, code: string, message = ''): Answer {
	const body = { data: {}, error: { code, message, log_id: 'L1' } };
	return { do: 'status', status, body };
}

describe('TikTok’s answers', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let items: INodeExecutionData[];

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		items = [await stage.storage.store(stage.video)];
	});

	afterEach(() => {
		expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
		stage.expectClean();
	});

	afterAll(async () => await stage.close());

	async function create(): Promise<IDataObject> {
		const run = { parameters: createParameters(), items, credential };
		return onlyJson((await executeNode(run)).output);
	}

	async function fail(): Promise<Error & { description: string; httpCode: string | null }> {
		const parameters = createParameters({ options: { maxWaitSeconds: 0 } });
		const error = await executeNodeToError({ parameters, items, credential });
		expect(findSecrets(error, stage.simulator.app.clientSecret)).toEqual([]);
		return error as Error & { description: string; httpCode: string | null };
	}

	function answer(endpoint: Call, fault: Answer, times = 1): void {
		stage.simulator.faults.add({ on: { endpoint }, times, ...fault });
	}

	/** What never passes, whatever came before: nobody published twice. */
	function listPublished(): string[] {
		return stage.simulator.posts
			.filter(({ status }) => status !== 'AWAITING_UPLOAD')
			.map(({ publishId }) => publishId);
	}

	const PASSING: ReadonlyArray<readonly [string, Answer]> = [
		['a gateway’s page', { do: 'html' }],
		['a page with HTTP 200', { do: 'html', status: 200 }],
		['HTTP 500 without a body', { do: 'status', status: 500 }],
		['HTTP 503', { do: 'status', status: 503, body: 'busy' }],
		['internal_error', refusal(500, 'internal_error', 'Try later.')],
		['an answer that is cut off', { do: 'truncated-json' }],
		['an empty answer', { do: 'empty' }],
		['an answer of the wrong types', { do: 'wrong-types' }],
		['a connection that is reset before', { do: 'reset-before' }],
		['a connection that is reset after', { do: 'reset-after' }],
	];

	describe.each(CALLS)('of %s', (call) => {
		it.each(PASSING)('%s passes: one post is published', async (_title, fault) => {
			answer(call, fault);
			expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(listPublished()).toHaveLength(1);
		});

		it.each([
			[{ do: 'html' }, 'TikTok answered in an unexpected way (HTTP 502)'],
			[{ do: 'empty' }, 'TikTok answered in an unexpected way (HTTP 200)'],
			[{ do: 'truncated-json' }, 'TikTok answered in an unexpected way (HTTP 200)'],
			[{ do: 'wrong-types' }, 'TikTok answered in an unexpected way (HTTP 200)'],
			[{ do: 'reset-before' }, 'TikTok could not be reached: the connection was closed'],
			[refusal(500, 'internal_error', 'Try later.'), 'TikTok had an internal problem: Try later'],
		] as ReadonlyArray<readonly [Answer, string]>)(
			'%j that stays ends the node: %s',
			async (fault, message) => {
				answer(call, fault, ALWAYS);
				const error = await fail();
				const isSent = call === 'status';
				expect(error.message).toBe(isSent ? `${HAS_POST}: ${message}` : message);
				expect(error.description).toMatch(isSent ? /Do not send it again/ : /again/);
				expect(listPublished()).toHaveLength(isSent ? 1 : 0);
			},
		);
	});

	it.each([200, 403])('a refusal with HTTP %d counts by its code, and at once', async (status) => {
		answer('videoInit', refusal(status, 'spam_risk_too_many_posts', 'Too many.'));
		const error = await fail();
		expect(error).toMatchObject({
			message: "The creator reached TikTok's daily number of posts through apps: Too many",
			httpCode: String(status),
		});
		expect(error.description).toMatch(/up to 24 hours.*code spam_risk_too_many_posts, log id L1/);
		expect(stage.listRequests().filter((request) => request.startsWith('video/init'))).toHaveLength(
			1,
		);
	});

	it('success is the code ok, whatever the HTTP status', async () => {
		const { simulator } = stage;
		answer('creatorInfo', {
			do: 'status',
			status: 500,
			body: {
				data: { creator_username: 'odd', privacy_level_options: ['PUBLIC_TO_EVERYONE'] },
				error: { code: 'ok', message: '', log_id: 'L1' },
			},
		});
		expect(await create()).toMatchObject({ creator_username: 'odd' });
		expect(simulator.posts).toHaveLength(1);
	});

	it('HTTP 429 is passed on as n8n knows it, with the time TikTok names', async () => {
		answer('videoInit', { do: 'rate-limit', headers: { 'retry-after': '7' } });
		const error = await fail();
		expect(error).toMatchObject({
			message: expect.stringMatching(/^TikTok's limit of calls per minute is reached/),
			httpCode: '429',
		});
		expect(error.description).toContain('wait 7 s');
		expect(stage.simulator.posts).toEqual([]);
	});

	it('HTTP 429 without a time asks for a minute', async () => {
		answer('videoInit', { do: 'rate-limit' });
		expect((await fail()).description).toContain('Wait a minute');
	});

	it.each(['invalid_params', 'invalid_param'])('%s says which field TikTok means', async (code) => {
		answer('videoInit', refusal(400, code, 'The title is bad.'));
		expect(await fail()).toMatchObject({
			message: 'TikTok refused a value of this post: The title is bad',
			description: expect.stringContaining('code invalid_params'),
		});
	});

	it('a code that nobody knows is shown with TikTok’s words', async () => {
		answer('videoInit', refusal(403, 'brand_new', 'Not now.'));
		expect(await fail()).toMatchObject({
			message: 'TikTok refused the request: Not now',
			description: expect.stringContaining('code brand_new'),
		});
	});

	it('secrets in TikTok’s own words are hidden', async () => {
		const { access_token } = stage.simulator.tokens.lastIssued(
			stage.simulator.creators[0]?.openId ?? '',
		) as { access_token: string };
		answer('videoInit', refusal(400, 'invalid_params', `Bad token ${access_token}`));
		expect((await fail()).message).toBe('TikTok refused a value of this post: Bad token [hidden]');
	});

	it.each([
		['no publish id', { upload_url: 'https://open-upload.tiktokapis.com/upload/?a=b' }],
		['no upload URL', { publish_id: 'v_pub_file~v2-1.1' }],
		[
			'a publish id that is none',
			{ publish_id: 'a b', upload_url: 'https://open-upload.tiktokapis.com/' },
		],
		['nothing', {}],
	])('an init that is ok and tells %s is an error', async (_title, data) => {
		const body = { data, error: { code: 'ok', message: '', log_id: 'L1' } };
		answer('videoInit', { do: 'status', status: 200, body });
		expect((await fail()).message).toBe(
			'TikTok accepted the post but did not say where to send the video',
		);
	});

	it('a redirect of the API is not followed', async () => {
		const headers = { location: 'https://www.tiktok.com/elsewhere' };
		answer('creatorInfo', { do: 'status', status: 302, headers }, ALWAYS);
		expect((await fail()).message).toBe('TikTok answered in an unexpected way (HTTP 302)');
		expect(stage.simulator.requests.every(({ host }) => host === 'open.tiktokapis.com')).toBe(true);
	});
});
