import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import {
	ConnectedN8n,
	MANUAL_START,
	readFileNode,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { collectTraces, findSecrets, type Secrets } from './support/secretScan';
import { waitUntil } from './support/waitUntil';
import { waitForWebhook } from './support/webhooks';

const CONTROL_PATH = 'control';
/** Runs that n8n and the node repeat for a while before they give up. */
const RUNS_TIMEOUT_MS = 600_000;

/** Part of every upload URL that the simulator issues, and of nothing else. */
const UPLOAD_URL_PART = 'upload_token=';

let stage: ConnectedN8n;
let video: string;
const workflowIds: string[] = [];
const secrets: Secrets = { 'upload URL': UPLOAD_URL_PART };

beforeAll(async () => {
	// The most talkative n8n, with the output of Code nodes in its log for the control.
	stage = await ConnectedN8n.open({ N8N_LOG_LEVEL: 'debug', CODE_ENABLE_STDOUT: 'true' });
	video = await stage.provideSampleVideo();
	secrets['client secret'] = stage.simulator.app.clientSecret;
	rememberTokens('first');
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('tokens, client secret and upload URLs stay where they belong', () => {
	it(
		'is run through success, refresh, refusals and network trouble',
		async () => {
			expect(await runPost('Succeeds')).toBe('success');

			stage.simulator.tokens.expireAccessTokens();
			expect(await runPost('Refreshes')).toBe('success');
			rememberTokens('second');

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
			const traces = await collectTraces(stage, workflowIds);
			expect(findSecrets(traces, secrets)).toEqual([]);
		},
		RUNS_TIMEOUT_MS,
	);

	it(
		'would be found there by this scan',
		async () => {
			const control = await runLeakingWorkflow();

			const places = ['saved executions', 'printed logs', 'database'];
			const expected = Object.keys(secrets).flatMap((name) =>
				places.map((place) => `${name} in ${place}`),
			);
			// n8n answers the call before it has saved and printed everything.
			await waitUntil(async () => {
				const found = findSecrets(await collectTraces(stage, [control]), secrets);
				return expected.filter((entry) => !found.includes(entry)).length === 0;
			}, 'every secret found in every place');
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

function rememberTokens(which: string): void {
	const openId = stage.simulator.creators[0]?.openId ?? '';
	const tokens = stage.simulator.tokens.lastIssued(openId);
	if (!tokens) throw new Error('The account is not connected');
	secrets[`${which} access token`] = tokens.access_token;
	secrets[`${which} refresh token`] = tokens.refresh_token;
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
	const text = JSON.stringify(Object.values(secrets));
	return {
		name: 'Leak',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: `console.log(${text}); return [{ json: { leaked: ${text} } }];` },
	};
}
