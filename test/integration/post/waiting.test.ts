import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import {
	createParameters,
	onlyJson,
	openPostStage,
	statusParameters,
	type PostStage,
} from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { listPauses } from '../../support/node/virtualTime';

const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';

/** Status calls that TikTok allows for all posts of an account together. */
const LOOKS_PER_MINUTE = 30;
const MINUTE_MS = 60_000;

describe('waiting for TikTok', () => {
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

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	async function create(options: IDataObject = {}): Promise<IDataObject> {
		const parameters = createParameters({ options });
		return onlyJson((await executeNode({ parameters, items, credential })).output);
	}

	/** A post on which TikTok still works. */
	async function beginPost(): Promise<void> {
		const parameters = createParameters({ waitUntilFinished: false });
		await executeNode({ parameters, items, credential });
		stage.simulator.clock.advance(60_000);
	}

	async function getStatus(changes?: IDataObject): Promise<IDataObject> {
		const parameters = statusParameters(PUBLISH_ID, changes);
		return onlyJson((await executeNode({ parameters, items: [{ json: {} }], credential })).output);
	}

	function waited(): number {
		return sum(listPauses());
	}

	it('Create asks politely, less and less often, until the post is published', async () => {
		stage.simulator.switches.processingPolls = 40;
		expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		const pauses = listPauses();
		expect(pauses).toHaveLength(41);
		expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
		const moments = pauses.map((_, index) => sum(pauses.slice(0, index + 1)));
		const busiest = moments.map(
			(from) => moments.filter((at) => at >= from && at < from + MINUTE_MS).length,
		);
		expect(Math.max(...busiest)).toBeLessThanOrEqual(LOOKS_PER_MINUTE);
		expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000);
	});

	it('Create goes on after the time is up, with timed_out and the publish id', async () => {
		stage.simulator.switches.processingPolls = 1_000;
		expect(await create({ maxWaitSeconds: 60 })).toStrictEqual({
			publish_id: PUBLISH_ID,
			status: 'PROCESSING_UPLOAD',
			creator_username: 'sim.creator',
			uploaded_bytes: stage.video.length,
			timed_out: true,
		});
		expect(waited()).toBeLessThanOrEqual(60_000);
		expect(waited()).toBeGreaterThan(40_000);
	});

	it('Create waits ten minutes at most when nothing is set', async () => {
		stage.simulator.switches.processingPolls = 1_000;
		expect(await create()).toMatchObject({ timed_out: true });
		expect(waited()).toBeLessThanOrEqual(600_000);
		expect(waited()).toBeGreaterThan(570_000);
	});

	it('a wait of 0 seconds asks once', async () => {
		stage.simulator.switches.processingPolls = 1_000;
		expect(await create({ maxWaitSeconds: 0 })).toMatchObject({ timed_out: true });
		expect(stage.listRequests().filter((request) => request.startsWith('status'))).toHaveLength(1);
		expect(waited()).toBe(0);
	});

	it('a post that timed out can be followed with Get Status', async () => {
		stage.simulator.switches.processingPolls = 3;
		const { publish_id } = await create({ maxWaitSeconds: 0 });
		stage.simulator.clock.advance(60_000);
		expect(publish_id).toBe(PUBLISH_ID);
		expect(await getStatus({ waitUntilFinished: true })).toStrictEqual({
			publish_id: PUBLISH_ID,
			status: 'PUBLISH_COMPLETE',
			post_ids: ['7678907398077074696'],
			post_url: 'https://www.tiktok.com/@sim.creator/video/7678907398077074696',
			creator_username: 'sim.creator',
			uploaded_bytes: stage.video.length,
		});
	});

	it.each([
		['file_format_check_failed', /its format is not supported$/, /Send MP4, MOV or WebM/],
		['duration_check_failed', /its length is not allowed/, /Shorten the video/],
		['frame_rate_check_failed', /its frame rate/, /23 to 60 frames/],
		['picture_size_check_failed', /its picture size/, /360 to 4,096 pixels/],
		['internal', /while processing/, /a retry makes a new one/],
		['auth_removed', /removed the access/, /Connect the account again/],
		['spam_risk_too_many_posts', /daily number of posts/, /up to 24 hours/],
		['spam_risk_user_banned_from_posting', /banned/, /resolve this with TikTok/],
		['spam_risk_text', /caption risky/, /Change the caption/],
		['spam_risk', /post risky/, /Check the account status/],
		['something_new', /something_new$/, /Look the post up/],
	])(
		'Create fails with the reason when TikTok could not publish: %s',
		async (reason, message, advice) => {
			stage.simulator.switches.failReason = reason;
			const parameters = createParameters();
			const error = await executeNodeToError({ parameters, items, credential });
			const { description } = error as Error & { description: string };
			expect(error.message).toMatch(message);
			expect(description).toMatch(advice);
			expect(description).toContain(`code ${reason}`);
			expect(description).toContain(PUBLISH_ID);
		},
	);

	it('a passing fault of TikTok’s does not end the wait', async () => {
		stage.simulator.faults.add({ on: { endpoint: 'status', nth: 2 }, do: 'html', times: 4 });
		stage.simulator.switches.processingPolls = 2;
		expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
	});

	it('a fault that stays ends the wait with the error and the publish id', async () => {
		stage.simulator.faults.add({ on: { endpoint: 'status' }, do: 'html', times: 3 });
		const parameters = createParameters({ options: { maxWaitSeconds: 0 } });
		const error = await executeNodeToError({ parameters, items, credential });
		expect(error.message).toBe(
			'TikTok has the post, but its status is not known: TikTok answered in an unexpected way (HTTP 502)',
		);
		expect((error as Error & { description: string }).description).toContain(PUBLISH_ID);
	});

	describe('Get Status', () => {
		it('asks once by default and tells what there is', async () => {
			stage.simulator.switches.processingPolls = 1;
			await beginPost();
			const before = stage.listRequests().length;
			expect(await getStatus()).toStrictEqual({
				publish_id: PUBLISH_ID,
				status: 'PROCESSING_UPLOAD',
				uploaded_bytes: stage.video.length,
			});
			expect(stage.listRequests().slice(before)).toEqual(['status/fetch 200']);
		});

		it('tells a failure as an answer, with what to do', async () => {
			stage.simulator.switches.failReason = 'frame_rate_check_failed';
			await beginPost();
			const output = await getStatus({ waitUntilFinished: true });
			expect(output).toStrictEqual({
				publish_id: PUBLISH_ID,
				status: 'FAILED',
				fail_reason: 'frame_rate_check_failed',
				fail_message:
					'TikTok could not publish the video: its frame rate is not supported. Export the video with 23 to 60 frames per second.',
				uploaded_bytes: stage.video.length,
			});
		});

		it('stops waiting after the time set', async () => {
			stage.simulator.switches.processingPolls = 1_000;
			await beginPost();
			const options = { maxWaitSeconds: 30 };
			const output = await getStatus({ waitUntilFinished: true, options });
			expect(output).toMatchObject({ status: 'PROCESSING_UPLOAD', timed_out: true });
			expect(waited()).toBeLessThanOrEqual(30_000);
		});

		it('has the ids also where the user name can’t be asked', async () => {
			stage.simulator.switches.processingPolls = 0;
			await beginPost();
			stage.simulator.faults.add({
				on: { endpoint: 'creatorInfo' },
				do: 'status',
				status: 401,
				body: { data: {}, error: { code: 'scope_not_authorized', message: '', log_id: 'L' } },
			});
			expect(await getStatus()).toMatchObject({
				post_ids: ['7678907398077074696'],
			});
		});

		it('takes the publish id with blanks around it, as copying leaves them', async () => {
			await beginPost();
			const parameters = statusParameters(` ${PUBLISH_ID}\n`);
			const { output } = await executeNode({ parameters, items: [{ json: {} }], credential });
			expect(onlyJson(output).publish_id).toBe(PUBLISH_ID);
		});

		it('refuses to tell another account’s post', async () => {
			await beginPost();
			const other = stage.simulator.addCreator({ openId: 'someone-else' });
			credential = stage.connect(other.openId);
			const parameters = statusParameters(PUBLISH_ID);
			const error = await executeNodeToError({ parameters, items: [{ json: {} }], credential });
			expect(error.message).toMatch(/^This Publish ID belongs to a post of another account/);
		});

		it('answers per item', async () => {
			await beginPost();
			const many = [{ json: { id: PUBLISH_ID } }, { json: { id: PUBLISH_ID } }];
			const { output } = await executeNode({
				parameters: statusParameters('={{ $json.id }}'),
				items: many,
				credential,
			});
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		});
	});
});

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
