/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { executionError, outputItems, type Execution } from '../support/n8n';
import { writePaddedMp4 } from '../support/video';
import {
	ConnectedN8n,
	credentialReference,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
} from './support/connectedN8n';
import { ProductionFlow } from './support/productionFlow';

/** Of several parts, so that it breaks off before TikTok could publish it. */
const LARGE_BYTES = 150_000_000;
/** So long that the node leaves it to the next try of its execution. */
const COMES_BACK_LATE = { do: 'status', status: 503, headers: { 'retry-after': '3600' } } as const;

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	stage.simulator.switches.processingPolls = 0;
}, START_TIMEOUT_MS);

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('one node, two TikTok accounts', () => {
	it(
		'with one Deduplication Key: each account gets its post once, also after a restart of n8n',
		async () => {
			const [first, second] = [await connect('first'), await connect('second')];
			const workflowId = await stage.importChain('One key', [
				MANUAL_START,
				readFileNode(await stage.provideSampleVideo()),
				stage.postNode({ options: { deduplicationKey: 'asset-4711' } }),
			]);
			const runWith = async (credentialId: string) => {
				const chosen = credentialReference(credentialId);
				await stage.n8n.rest.chooseCredential(workflowId, 'Post', chosen);
				return readPost(await stage.n8n.rest.runWorkflow(workflowId));
			};

			const posted = [await runWith(first), await runWith(second)];

			const posts = [...listOf('first'), ...listOf('second')];
			expect(posts).toMatchObject([{ hasAllBytes: true }, { hasAllBytes: true }]);
			expect(posted).toMatchObject(posts.map(({ publishId }) => ({ publish_id: publishId })));
			expect(posted.some(({ skipped }) => skipped === true)).toBe(false);

			await stage.n8n.restart();
			// Their ids are forgotten by then: n8n keeps static data of production executions only.
			const again = [await runWith(first), await runWith(second)];
			expect(again).toMatchObject([{ skipped: true }, { skipped: true }]);
			expect([...listOf('first'), ...listOf('second')]).toHaveLength(2);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'an upload that broke off, retried after another account was connected: the other one gets it whole',
		async () => {
			const folder = stage.n8n.filesFolder;
			const large = await writePaddedMp4(join(folder, 'large.mp4'), LARGE_BYTES);
			const credentialId = await connect('before');
			const flow = await ProductionFlow.open(stage, 'switched', [
				readFileNode(large.path),
				stage.postNode({}, { credentials: credentialReference(credentialId) }),
			]);
			stage.simulator.faults.add({ on: { endpoint: 'upload', chunk: 1 }, ...COMES_BACK_LATE });
			const { rest } = stage.n8n;
			const failed = await flow.call();
			expect((await rest.waitForExecution(failed)).status).toBe('error');

			const { openId } = stage.simulator.addCreator({ openId: 'after' });
			await rest.connect(credentialId, { decision: 'allow', openId });
			const retried = await rest.waitForExecution(await rest.retryExecution(failed));

			const [post] = listOf('after');
			expect(readPost(retried)).toMatchObject({
				publish_id: post?.publishId,
				status: 'PUBLISH_COMPLETE',
			});
			expect(post?.sha256).toBe(large.sha256);
			expect(listOf('before').filter(({ hasAllBytes }) => hasAllBytes)).toEqual([]);
			expect(listOf('after')).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);
});

/** A credential that an account of this name is connected to. */
async function connect(account: string): Promise<string> {
	const { openId } = stage.simulator.addCreator({ openId: account });
	const id = await stage.createUnconnectedCredential();
	await stage.n8n.rest.connect(id, { decision: 'allow', openId });
	return id;
}

function readPost(execution: Execution): IDataObject {
	expect(executionError(execution)?.message).toBeUndefined();
	return outputItems(execution, 'Post')[0]?.json ?? {};
}

function listOf(account: string) {
	return stage.simulator.posts.filter(({ openId }) => openId === account);
}
