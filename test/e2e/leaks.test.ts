import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { findSecrets } from '../support/node/findSecrets';
import {
	ConnectedN8n,
	MANUAL_START,
	readFileNode,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { collectTraces } from './support/traces';
import { waitUntil } from './support/waitUntil';
import { waitForWebhook } from './support/webhooks';

const CONTROL_PATH = 'control';
/** Runs that n8n and the node repeat for a while before they give up. */
const RUNS_TIMEOUT_MS = 600_000;

/** One of each kind of secret, of which none may ever show. */
const KINDS = ['token', 'upload URL', 'upload token', 'client secret'];
const UPLOAD_URL = 'https://open-upload.tiktokapis.com/upload/?upload_id=1&upload_token=control';

let stage: ConnectedN8n;
let video: string;
const workflowIds: string[] = [];

beforeAll(async () => {
	// The most talkative n8n, with the output of Code nodes in its log for the control.
	stage = await ConnectedN8n.open({ N8N_LOG_LEVEL: 'debug', CODE_ENABLE_STDOUT: 'true' });
	video = await stage.provideSampleVideo();
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('tokens, client secret and upload URLs stay where they belong', () => {
	it(
		'is run through success, refresh, refusals and network trouble',
		async () => {
			expect(await runPost('Succeeds')).toBe('success');

			stage.simulator.tokens.expireAccessTokens();
			expect(await runPost('Refreshes')).toBe('success');

			stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'expire-url' });
			expect(await runPost('Upload refused')).toBe('error');

			stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'reset-inside', times: 100 });
			expect(await runPost('Upload breaks off')).toBe('error');

			stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'html', times: 100 });
			expect(await runPost('Gateway error', { onError: 'continueRegularOutput' })).toBe('success');

			stage.simulator.tokens.revoke(stage.simulator.creators[0]?.openId ?? '');
			expect(await runPost('Access removed')).toBe('error');
		},
		RUNS_TIMEOUT_MS,
	);

	it(
		'are in no saved execution, log or database record',
		async () => {
			expect(await scan(workflowIds)).toEqual([]);
		},
		RUNS_TIMEOUT_MS,
	);

	it(
		'would be found there by this scan',
		async () => {
			const control = await runLeakingWorkflow();

			const expected = KINDS.flatMap((kind) =>
				['executions', 'logs', 'database'].map((place) => `${kind} at .${place}`),
			);
			// n8n answers the call before it has saved and printed everything.
			await waitUntil(async () => {
				const found = await scan([control]);
				return expected.every((entry) => found.includes(entry));
			}, 'every kind of secret is found in every place');
		},
		RUNS_TIMEOUT_MS,
	);
});

async function runPost(name: string, nodeSettings: IDataObject = {}): Promise<string> {
	const nodes = [MANUAL_START, readFileNode(video), stage.postNode({}, nodeSettings)];
	const workflowId = await stage.importChain(name, nodes);
	workflowIds.push(workflowId);
	return (await stage.n8n.rest.runWorkflow(workflowId)).status;
}

async function scan(workflows: readonly string[]): Promise<string[]> {
	return findSecrets(await collectTraces(stage, workflows), stage.simulator.app.clientSecret);
}

/** In production: what a Code node prints in a manual run goes to the editor instead of the log. */
async function runLeakingWorkflow(): Promise<string> {
	const webhook = {
		name: 'Called',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: 'control-webhook',
		parameters: { path: CONTROL_PATH, responseMode: 'lastNode' },
	};
	const workflowId = await stage.importChain('Control', [webhook, leakingNode()]);
	await stage.n8n.rest.activateWorkflow(workflowId);
	await waitForWebhook(stage.n8n, CONTROL_PATH);
	await axios.get(`${stage.n8n.webhookUrl}/${CONTROL_PATH}`, { proxy: false });
	return workflowId;
}

/** A Code node that does what the package must not: it prints and returns every secret. */
function leakingNode(): FlowNode {
	const { access_token, refresh_token } = stage.simulator.connect();
	const secrets = [access_token, refresh_token, stage.simulator.app.clientSecret, UPLOAD_URL];
	const text = JSON.stringify(secrets);
	return {
		name: 'Leak',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `console.log(${text}); return [{ json: { leaked: ${text} } }];` },
	};
}
