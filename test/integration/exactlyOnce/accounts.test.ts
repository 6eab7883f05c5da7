/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the error n8n-core throws is Node's */
import { AssertionError } from 'node:assert';
import { deepCopy, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { breakDeduplicationStore } from '../../support/node/deduplicationStore';
import { makeExecutionData, type NodeRun } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { useStage } from '../../support/node/useStage';

const VIDEO_URL = 'https://media.example.com/run.mp4';
/** More often than the node tries within one run. */
const GIVES_UP = { do: 'reset-before', times: 8 } as const;
const SKIPPED = expect.objectContaining({ skipped: true, skip_reason: 'already_posted' });
const POSTED = expect.not.objectContaining({ skipped: true });

/** A post belongs to the account it was sent with. */
describe('another account', () => {
	const use = useStage();
	let brandA: TestCredential;
	let brandB: TestCredential;
	let item: INodeExecutionData;

	beforeEach(async () => {
		const { simulator } = use.stage;
		const openId = `${String(simulator.creators[0]?.openId)}-other`;
		simulator.addCreator({ openId });
		brandA = { ...(use.credential as TestCredential), id: 'a', name: 'Brand A' };
		brandB = { ...use.stage.connect(openId), id: 'b', name: 'Brand B' };
		item = await use.videoItem();
	});

	async function create(
		credential: TestCredential,
		run: Partial<NodeRun> = {},
		changes: IDataObject = {},
	): Promise<IDataObject> {
		const parameters = createParameters(changes);
		return await use.runOne(parameters, { items: [item], mode: 'webhook', credential, ...run });
	}

	async function failToCreate(
		credential: TestCredential,
		run: Partial<NodeRun> = {},
		changes: IDataObject = {},
	) {
		const parameters = createParameters(changes);
		return await use.fail(parameters, { items: [item], mode: 'webhook', credential, ...run });
	}

	/** A link that TikTok fetches, and how to post it. */
	function servePulled(): IDataObject {
		const { simulator, video } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
		return { videoSource: 'pullFromUrl', videoUrl: VIDEO_URL };
	}

	/** Whose posts have reached the public, in the order they were made. */
	function listOwners(): string[] {
		const owners = new Map([
			[openIdOf(brandA), 'A'],
			[openIdOf(brandB), 'B'],
		]);
		return use.stage.simulator.posts
			.filter(({ status }) => status === 'PUBLISH_COMPLETE')
			.map(({ openId }) => owners.get(openId) ?? openId);
	}

	describe('in another execution', () => {
		it('posts what the first one has posted under the same Deduplication Key', async () => {
			const deliver = async (credential: TestCredential) =>
				await create(
					credential,
					{ items: [await use.videoItem()] },
					{ options: { deduplicationKey: 'asset-42' } },
				);
			expect(await deliver(brandA)).toEqual(POSTED);
			expect(await deliver(brandB)).toEqual(POSTED);
			expect(await deliver(brandA)).toEqual(SKIPPED);
			expect(await deliver(brandB)).toEqual(SKIPPED);
			expect(listOwners()).toEqual(['A', 'B']);
		});

		it.each(['manual', 'webhook'] as const)(
			'posts the same stored file (mode %s)',
			async (mode) => {
				expect(await create(brandA, { mode })).toEqual(POSTED);
				expect(await create(brandB, { mode })).toEqual(POSTED);
				expect(await create(brandB, { mode })).toEqual(SKIPPED);
				expect(listOwners()).toEqual(['A', 'B']);
			},
		);

		it('posts in a retry after a crash, which knows the execution by its beginning only', async () => {
			await create(brandA, { beganAt: 900 });
			const retry = { mode: 'retry', beganAt: 900 } as const;
			const inNewFile = async () => ({ ...retry, items: [await use.videoItem()] });
			expect(await create(brandB, await inNewFile())).toEqual(POSTED);
			expect(await create(brandA, await inNewFile())).toEqual(SKIPPED);
			expect(listOwners()).toEqual(['A', 'B']);
		});
	});

	describe('in a retry of the same execution', () => {
		let executionData = makeExecutionData();

		beforeEach(() => {
			executionData = makeExecutionData();
		});

		/** An upload of the first one that stays open in the middle. */
		async function breakOff() {
			const video = await use.stage.storage.store(await makeLargeVideo(18_000_000));
			const headers = { 'retry-after': '3600' };
			const late = { do: 'status', status: 503, headers } as const;
			use.stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, ...late });
			const run = { items: [video], executionData };
			const changes = { options: { chunkSizeMb: 6 } };
			await failToCreate(brandA, run, changes);
			return { run, changes };
		}

		it('posts anew what the first one has not sent to the end', async () => {
			use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: 403 });
			await failToCreate(brandA, { executionData });
			expect(await create(brandB, { mode: 'retry', executionData })).toEqual(POSTED);
			expect(listOwners()).toEqual(['B']);
		});

		it('does not go on with the upload of the first one, and neither does the first one then', async () => {
			const { run, changes } = await breakOff();
			const saved = deepCopy(executionData);
			expect(await create(brandB, { ...run, mode: 'retry' }, changes)).toEqual(POSTED);
			const again = { ...run, mode: 'retry', executionData: saved } as const;
			expect(await create(brandA, again, changes)).toEqual(POSTED);
			expect(use.stage.simulator.posts).toHaveLength(3);
			expect(listOwners()).toEqual(['B', 'A']);
		});

		it('does not post what may be public on the first one, and says where to look', async () => {
			use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, ...GIVES_UP });
			await failToCreate(brandA, { executionData });
			for (let retry = 0; retry < 2; retry++) {
				const error = await failToCreate(brandB, { mode: 'retry', executionData });
				expect(error.message).toMatch(/another TikTok account, and it is unknown/);
				expect(error.description).toMatch(
					/credential "Brand A".*Get Status.*code outcome_unknown, publish_id v_pub/,
				);
			}
			expect(use.stage.simulator.posts).toHaveLength(1);
			// Back on the first one it is found out.
			expect(await create(brandA, { mode: 'retry', executionData })).toEqual(POSTED);
			expect(listOwners()).toEqual(['A']);
		});

		it('does not post what may be public, also where n8n keeps no store', async () => {
			breakDeduplicationStore(new AssertionError({ message: 'needs to be initialized' }));
			use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, ...GIVES_UP });
			await failToCreate(brandA, { executionData });
			const error = await failToCreate(brandB, { mode: 'retry', executionData });
			expect(error.description).toContain('credential "Brand A"');
		});

		it('does not post what another retry has sent meanwhile', async () => {
			const { run, changes } = await breakOff();
			const retry = { ...run, mode: 'retry' } as const;
			await create(brandA, { ...retry, executionData: deepCopy(executionData) }, changes);
			const error = await failToCreate(brandB, retry, changes);
			expect(error.description).toContain('Brand A');
			expect(listOwners()).toEqual(['A']);
		});

		it('does not post what TikTok fetches for the first one, also where n8n keeps no store', async () => {
			const pulled = servePulled();
			breakDeduplicationStore(new AssertionError({ message: 'needs to be initialized' }));
			use.stage.simulator.switches.processingPolls = 1_000;
			use.stage.simulator.faults.add({ on: { endpoint: 'status' }, do: 'status', status: 400 });
			await failToCreate(brandA, { executionData }, pulled);
			const error = await failToCreate(brandB, { mode: 'retry', executionData }, pulled);
			expect(error.description).toMatch(/credential "Brand A".*Get Status/);
		});

		it('does not repeat a call whose answer was lost, and says with which one it was made', async () => {
			const { simulator } = use.stage;
			const pulled = servePulled();
			simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'reset-after' });
			await failToCreate(brandA, { executionData }, pulled);
			const error = await failToCreate(brandB, { mode: 'retry', executionData }, pulled);
			expect(error.description).toMatch(/credential "Brand A".*Look at that account/);
			expect(simulator.posts).toHaveLength(1);
		});

		it('posts what TikTok has failed on the first one', async () => {
			use.stage.simulator.switches.failReason = 'internal';
			await failToCreate(brandA, { executionData });
			use.stage.simulator.switches.failReason = null;
			expect(await create(brandB, { mode: 'retry', executionData })).toEqual(POSTED);
			expect(listOwners()).toEqual(['B']);
		});

		it('leaves alone what is finished', async () => {
			const first = await create(brandA, { executionData });
			expect(await create(brandB, { mode: 'retry', executionData })).toEqual(first);
			expect(listOwners()).toEqual(['A']);
		});
	});

	it('is not what another credential of the same account is', async () => {
		const openId = openIdOf(brandA);
		const sameAccount = { ...use.stage.connect(openId), id: 'c', name: 'Brand A, too' };
		expect(await create(brandA)).toEqual(POSTED);
		expect(await create(sameAccount)).toEqual(SKIPPED);
	});

	it('is what another credential is that does not tell its account', async () => {
		for (const { saved } of [brandA, brandB]) delete (saved.oauthTokenData as IDataObject).open_id;
		expect(await create(brandA)).toEqual(POSTED);
		expect(await create(brandB)).toEqual(POSTED);
		expect(await create(brandA)).toEqual(SKIPPED);
		expect(use.stage.simulator.posts).toHaveLength(2);
	});

	it('leaves no id of an account in the execution, nor in the static data', async () => {
		const executionData = makeExecutionData();
		await create(brandA, { executionData }, { waitUntilFinished: false });
		expect(JSON.stringify(executionData)).not.toContain(openIdOf(brandA));
	});
});

function openIdOf({ saved }: TestCredential): string {
	return String((saved.oauthTokenData as IDataObject).open_id);
}
