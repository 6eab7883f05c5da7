import type { IDataObject, INodeExecutionData, NodeApiError } from 'n8n-workflow';
import { makeClient } from '../../contract/support/client';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { listPauses } from '../../support/node/virtualTime';

const MINUTE_MS = 60_000;
const INITS_PER_MINUTE = 6;
const ACCEPTED_OVERHEAD = 1.05;
const INIT_URL = 'https://open.tiktokapis.com/v2/post/publish/video/init/';

describe("TikTok's limits per minute", () => {
	let stage: PostStage;
	let credential: TestCredential;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(() => {
		credential = stage.prepare();
		stage.simulator.switches.postCapPerDay = 100;
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	async function makeItems(count: number): Promise<INodeExecutionData[]> {
		return await Promise.all(Array.from({ length: count }, () => stage.storage.store(stage.video)));
	}

	function run(items: INodeExecutionData[], options: IDataObject = {}) {
		const parameters = createParameters({ waitUntilFinished: false, options });
		return { parameters, items, credential };
	}

	/** Another program that posts for the same account and uses up the minute. */
	async function useUpInits(): Promise<void> {
		const client = makeClient(stage.simulator);
		const tokens = credential.saved.oauthTokenData as unknown as { access_token: string };
		const body = {
			post_info: { title: '', privacy_level: 'SELF_ONLY' },
			source_info: { source: 'FILE_UPLOAD', video_size: 9, chunk_size: 9, total_chunk_count: 1 },
		};
		for (let call = 0; call < INITS_PER_MINUTE; call++) {
			await client.post(INIT_URL, JSON.stringify(body), {
				headers: {
					Authorization: `Bearer ${tokens.access_token}`,
					'Content-Type': 'application/json; charset=UTF-8',
				},
			});
		}
	}

	function countRefusals(): number {
		return stage.listRequests().filter((request) => request.endsWith(' 429')).length;
	}

	it('lets 20 posts go out as fast as TikTok allows, without one refusal', async () => {
		const items = await makeItems(20);
		const startedAt = stage.simulator.clock.now();
		const { output } = await executeNode(run(items));
		const elapsedMs = stage.simulator.clock.now() - startedAt;
		const leastMs = (Math.ceil(items.length / INITS_PER_MINUTE) - 1) * MINUTE_MS;
		expect(output).toHaveLength(20);
		expect(stage.simulator.posts).toHaveLength(20);
		expect(countRefusals()).toBe(0);
		expect(elapsedMs).toBeGreaterThanOrEqual(leastMs);
		expect(elapsedMs).toBeLessThanOrEqual(leastMs * ACCEPTED_OVERHEAD);
	});

	it('stops with what a workflow needs when somebody else has used up the minute', async () => {
		const items = await makeItems(1);
		stage.simulator.clock.advance(MINUTE_MS);
		await useUpInits();
		const error = (await executeNodeToError(run(items))) as NodeApiError;
		expect(error.httpCode).toBe('429');
		expect(error.message).toContain("TikTok's limit of calls per minute");
		expect(error.description).toContain('Wait a minute');
		expect(countRefusals()).toBe(1);
		expect(stage.simulator.posts).toHaveLength(INITS_PER_MINUTE);
	});

	it('tells the same on the error output', async () => {
		const items = await makeItems(1);
		stage.simulator.clock.advance(MINUTE_MS);
		await useUpInits();
		const { output } = await executeNode({ ...run(items), onError: 'continueErrorOutput' });
		expect(output[0]?.json.details).toMatchObject({
			code: 'rate_limit_exceeded',
			http_status: 429,
			retryable: true,
			retry_after_seconds: 60,
			stage: 'init',
		});
	});

	it('waits inside the node when told to, and posts every item once', async () => {
		const items = await makeItems(3);
		stage.simulator.clock.advance(MINUTE_MS);
		await useUpInits();
		const { output } = await executeNode(run(items, { onRateLimit: 'wait' }));
		expect(output.map(({ json }) => json.status)).toEqual(items.map(() => 'PROCESSING_UPLOAD'));
		expect(stage.simulator.posts).toHaveLength(INITS_PER_MINUTE + items.length);
		expect(countRefusals()).toBeGreaterThan(0);
	});

	it('waits no longer than it is told to', async () => {
		const items = await makeItems(1);
		stage.simulator.clock.advance(MINUTE_MS);
		await useUpInits();
		const waitedBefore = sumOfPauses();
		const options = { onRateLimit: 'wait', maxRateLimitWaitSeconds: 10 };
		const error = (await executeNodeToError(run(items, options))) as NodeApiError;
		expect(error.httpCode).toBe('429');
		// Of the execution's time, what it waited for TikTok: to give its claim back takes a moment more.
		expect(sumOfPauses() - waitedBefore).toBeLessThanOrEqual(10_000);
	});

	it('waits as long as TikTok says, if it ever does', async () => {
		const items = await makeItems(1);
		stage.simulator.faults.add({
			on: { endpoint: 'videoInit' },
			do: 'status',
			status: 429,
			headers: { 'Retry-After': '7' },
			body: JSON.stringify({ error: { code: 'rate_limit_exceeded', message: '', log_id: 'L' } }),
		});
		const startedAt = stage.simulator.clock.now();
		await executeNode(run(items, { onRateLimit: 'wait' }));
		const elapsedMs = stage.simulator.clock.now() - startedAt;
		expect(elapsedMs % MINUTE_MS).toBeGreaterThanOrEqual(7_000);
		expect(stage.simulator.posts).toHaveLength(1);
	});

	it('calls a daily cap what it is, without waiting', async () => {
		const items = await makeItems(1);
		stage.simulator.faults.add({
			on: { endpoint: 'videoInit' },
			do: 'status',
			status: 403,
			body: JSON.stringify({
				error: { code: 'spam_risk_too_many_posts', message: '', log_id: 'L' },
			}),
		});
		const error = (await executeNodeToError(run(items, { onRateLimit: 'wait' }))) as NodeApiError;
		expect(error.httpCode).toBe('403');
		expect(error.message).toContain('daily number of posts');
		expect(stage.listRequests().filter((request) => request.startsWith('video/init'))).toHaveLength(
			1,
		);
	});
});

function sumOfPauses(): number {
	return listPauses().reduce((sum, pause) => sum + pause, 0);
}
