import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { executeNode } from '../../support/node/executeNode';
import { findSecrets } from '../../support/node/findSecrets';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import { unconnectedCredential, type TestCredential } from '../../support/node/testCredential';

const FORMS: ReadonlyArray<INode['onError']> = ['continueRegularOutput', 'continueErrorOutput'];

/**
 * n8n sends the input down the success branch when a node throws here, and an error item with any other
 * key besides. So nothing may be thrown, and the items are compared as a whole.
 */
describe.each(FORMS)('Continue On Fail: %s', (onError) => {
	let stage: PostStage;
	let credential: TestCredential | undefined;
	let item: INodeExecutionData;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		item = await stage.storage.store(stage.video);
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	async function create(changes?: IDataObject, items = [item]): Promise<INodeExecutionData[]> {
		const parameters = createParameters(changes);
		const { output } = await executeNode({ parameters, items, credential, onError });
		expect(findSecrets(output, stage.simulator.app.clientSecret)).toEqual([]);
		return output;
	}

	it('a bad parameter', async () => {
		expect(await create({ caption: 'x'.repeat(2_201) })).toStrictEqual([
			{
				json: {
					error: 'Caption is too long: 2201 of at most 2200 characters',
					message:
						'Caption is too long: 2201 of at most 2200 characters. Shorten Caption by 1 character. TikTok counts an emoji as two or more.',
					details: { code: 'invalid_input', stage: 'parameters', retryable: false },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('an expression that cannot be resolved', async () => {
		const [output] = await create({ caption: '={{ $json.a.b.c }}{{ $("Nowhere").item }}' });
		expect(Object.keys(output?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(output?.json.details).toMatchObject({ stage: 'parameters', retryable: false });
	});

	it.each([
		['On Rate Limit that names no choice', 'onRateLimit', '={{ $json.bad ? "later" : "wait" }}'],
		['an option that cannot be resolved', 'onRateLimit', '={{ $json.bad ? $("A").item : "wait" }}'],
		['a wait that is no number', 'maxRateLimitWaitSeconds', '={{ $json.bad ? "long" : 60 }}'],
	])('%s in one item fails that one alone, wherever it stands', async (_title, name, value) => {
		const options = { onRateLimit: 'wait', [name]: value };
		const [good, bad] = [await stage.storage.store(stage.video), item];
		bad.json = { bad: true };
		for (const items of [
			[bad, good],
			[good, bad],
		]) {
			const output = await create({ options }, items);
			expect(output.map(({ json }) => 'error' in json)).toEqual(items.map((it) => it === bad));
			stage.simulator.clock.advance(60_000);
		}
	});

	it('an item waits for the limit as its own options say', async () => {
		const options = { onRateLimit: '={{ $json.onRateLimit }}' };
		const items = [await stage.storage.store(stage.video), item];
		items.forEach((it, index) => (it.json = { onRateLimit: index === 0 ? 'stop' : 'wait' }));
		stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'rate-limit', times: 2 });
		const [first, second] = await create({ options }, items);
		expect(first?.json.details).toMatchObject({ code: 'rate_limit_exceeded' });
		expect(second?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
	});

	it('an operation that does not exist', async () => {
		const [output] = await create({ operation: 'dance' });
		expect(Object.keys(output?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(output?.json.error).toBe('Operation "post: dance" does not exist');
	});

	it('a missing file', async () => {
		item = { json: {} };
		expect(await create()).toStrictEqual([
			{
				json: {
					error: 'Input Binary Field: the item has no binary field "data"',
					message: expect.stringMatching(/"data"\. The item holds no file\./),
					details: { code: 'invalid_input', stage: 'media', retryable: false },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('no credential', async () => {
		credential = undefined;
		expect(await create()).toStrictEqual([
			{
				json: {
					error: 'No TikTok credential is selected',
					message: expect.stringMatching(/^No TikTok credential is selected\. Select or create/),
					details: { code: 'no_credential', stage: 'parameters', retryable: false },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('a credential that is not connected', async () => {
		credential = unconnectedCredential(stage.simulator);
		const [output] = await create();
		expect(Object.keys(output?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(output?.json).toMatchObject({
			error: 'The TikTok credential is not connected',
			details: { code: 'not_connected', retryable: false },
		});
	});

	it('access that was removed at TikTok', async () => {
		stage.simulator.tokens.revoke(stage.simulator.creators[0]?.openId ?? '');
		const [output] = await create();
		expect(Object.keys(output?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(output?.json.details).toStrictEqual({
			code: 'reconnect_needed',
			stage: 'creator_info',
			retryable: false,
		});
	});

	it('a refusal of TikTok’s', async () => {
		stage.simulator.faults.add({
			on: { endpoint: 'videoInit' },
			do: 'status',
			status: 403,
			body: { error: { code: 'spam_risk_user_banned_from_posting', message: 'No.', log_id: 'L7' } },
		});
		expect(await create()).toStrictEqual([
			{
				json: {
					error: 'TikTok has banned this account from posting: No',
					message:
						'TikTok has banned this account from posting: No. The account owner has to resolve this with TikTok. (code spam_risk_user_banned_from_posting, log id L7)',
					details: {
						code: 'spam_risk_user_banned_from_posting',
						stage: 'init',
						retryable: false,
						log_id: 'L7',
						http_status: 403,
					},
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('the limit of calls per minute', async () => {
		stage.simulator.switches.retryAfter = 7;
		stage.simulator.faults.add({
			on: { endpoint: 'videoInit' },
			do: 'rate-limit',
			headers: { 'retry-after': '7' },
		});
		const [output] = await create();
		expect(output?.json.details).toStrictEqual({
			code: 'rate_limit_exceeded',
			stage: 'init',
			retryable: true,
			log_id: 'SIM-FAULT',
			http_status: 429,
			retry_after_seconds: 7,
		});
	});

	it('an upload that TikTok refuses', async () => {
		stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 404 });
		const [output] = await create();
		expect(Object.keys(output?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(output?.json.details).toStrictEqual({
			code: 'upload_expired',
			stage: 'upload',
			retryable: true,
			http_status: 404,
			publish_id: 'v_pub_file~v2-1.7700000000000000001',
		});
	});

	it('a post that TikTok could not publish', async () => {
		stage.simulator.switches.failReason = 'duration_check_failed';
		const [output] = await create();
		expect(Object.keys(output?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(output?.json.details).toStrictEqual({
			code: 'duration_check_failed',
			stage: 'status',
			retryable: false,
			publish_id: 'v_pub_file~v2-1.7700000000000000001',
		});
	});

	it('goes on with the other items, each result at its place', async () => {
		const good = await stage.storage.store(stage.video);
		const output = await create({}, [item, { json: {} }, good]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(output.map(({ json }) => json.status ?? Object.keys(json))).toEqual([
			'PUBLISH_COMPLETE',
			['error', 'message', 'details'],
			'PUBLISH_COMPLETE',
		]);
		expect(stage.simulator.posts).toHaveLength(2);
	});
});
