import type { IDataObject } from 'n8n-workflow';

import {
	listHostileDeliveries,
	type HostileDelivery,
} from '../integration/trigger/support/hostileDeliveries';
import { deliver, eventBody, type Signer } from '../integration/trigger/support/deliveries';
import { send } from '../integration/trigger/support/send';
import type { WebhookDelivery } from '../simulator';
import { executionError, outputItems } from '../support/n8n';
import {
	ConnectedN8n,
	CREDENTIAL_TYPE,
	credentialReference,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
	triggerNode,
} from './support/connectedN8n';
import { waitForWebhook } from './support/webhooks';

const TRIGGER = 'TikTok Post Trigger';
const COPIES = 5;
const OK = 200;
const UNAUTHORIZED = 401;
const POST_ID = '7678907398077074696';
const EVERYTHING = [
	'post.publish.complete',
	'post.publish.failed',
	'post.publish.inbox_delivered',
	'post.publish.publicly_available',
	'post.publish.no_longer_publicaly_available',
	'authorization.removed',
	'other',
];

let stage: ConnectedN8n;
let workflowId: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	workflowId = await startListening('tiktok-events', stage.credentialId);
	stage.simulator.app.webhookUrl = webhookUrl('tiktok-events');
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('each event of TikTok, delivered five times', () => {
	it(
		'starts one execution, with exact ids',
		async () => {
			stage.simulator.switches.webhookCopies = COPIES;
			const publishId = await publishVideo();
			await stage.simulator.webhooks.settled();
			stage.simulator.takeDown(publishId);
			await stage.simulator.webhooks.settled();
			await emit('post.publish.failed', { publish_id: 'f', reason: 'duration_check_failed' });
			await emit('post.publish.inbox_delivered', { publish_id: 'i' });
			await emit('authorization.removed', { reason: 4 });
			await emit('post.publish.invented', { publish_id: 'n' });

			const started = await listStarted();
			expect(started).toHaveLength(EVERYTHING.length);
			expect(started).toEqual(
				expect.arrayContaining([
					expect.objectContaining({ event: 'post.publish.complete', publish_id: publishId }),
					expect.objectContaining({
						event: 'post.publish.publicly_available',
						publish_id: publishId,
						post_id: POST_ID,
						post_ids: [POST_ID],
					}),
					expect.objectContaining({
						event: 'post.publish.no_longer_publicaly_available',
						post_id: POST_ID,
					}),
					expect.objectContaining({
						event: 'post.publish.failed',
						reason: 'duration_check_failed',
					}),
					expect.objectContaining({ event: 'post.publish.inbox_delivered', publish_id: 'i' }),
					expect.objectContaining({
						event: 'authorization.removed',
						reason: 'account_banned',
						reason_code: 4,
					}),
					expect.objectContaining({ event: 'post.publish.invented', known: false }),
				]),
			);
			const { deliveries } = stage.simulator.webhooks;
			expect(deliveries).toHaveLength(EVERYTHING.length * COPIES);
			expect(deliveries.filter(({ status }) => status !== OK)).toEqual([]);
			stage.simulator.expectClean();
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'starts none after a restart',
		async () => {
			await restart();
			await expectAllKnown();
		},
		START_TIMEOUT_MS,
	);

	it(
		'starts none when n8n was killed right after its answer',
		async () => {
			const before = (await listStarted()).length;
			await emit('post.publish.complete', { publish_id: 'killed' });
			await stage.n8n.kill();
			await restart();
			// Whether it got to its end is n8n's affair.
			expect(await listStarted()).toHaveLength(before + 1);
			await expectAllKnown();
		},
		START_TIMEOUT_MS,
	);

	it(
		'starts one execution though n8n could not be reached at first',
		async () => {
			await stage.n8n.kill();
			await emit('post.publish.complete', { publish_id: 'late' });
			expect(stage.simulator.webhooks.deliveries.at(-1)?.status).toBe(0);

			await restart();
			stage.simulator.clock.advance(60_000);
			await stage.simulator.webhooks.settled();
			expect((await listStarted())[0]).toMatchObject({ publish_id: 'late' });
			await expectAllKnown();
		},
		START_TIMEOUT_MS,
	);
});

describe('a request that TikTok did not sign', () => {
	it(
		'is refused in every variation and starts nothing',
		async () => {
			const before = await listStarted();
			const cases = listHostileDeliveries(signer());
			const statuses = await sendAll(cases);
			const accepted = cases.filter((_, index) => (statuses[index] ?? 0) < 400);
			expect(accepted.map(({ title }) => title)).toEqual([]);
			const unclear = cases.filter((it, index) => !it.isSigned && (statuses[index] ?? 0) >= 500);
			expect(unclear.map(({ title }) => title)).toEqual([]);
			expect(statuses.filter((status) => status === UNAUTHORIZED).length).toBeGreaterThan(200);
			expect(await listStarted()).toHaveLength(before.length);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'is refused while the credential has no secret, however it is signed',
		async () => {
			const { rest } = stage.n8n;
			const fields = { clientId: stage.simulator.app.clientKey, appPlatform: 'desktop' };
			const credentialId = await rest.createCredential(CREDENTIAL_TYPE, 'No secret', fields);
			const open = await startListening('no-secret', credentialId);
			for (const clientSecret of [stage.simulator.app.clientSecret, '', 'undefined']) {
				const delivery = deliver(eventBody(signer()), { ...signer(), clientSecret });
				expect(await send(webhookUrl('no-secret'), delivery)).toBe(UNAUTHORIZED);
			}
			expect(await rest.listExecutions(open)).toEqual([]);
			expect(stage.n8n.logs()).toContain('no credential with a Client Secret');
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'is not why the next one of TikTok would be refused',
		async () => {
			await emit('post.publish.complete', { publish_id: 'genuine' });
			expect((await listStarted())[0]).toMatchObject({ publish_id: 'genuine' });
			expect(stage.n8n.logs()).not.toContain(stage.simulator.app.clientSecret);
		},
		RUN_TIMEOUT_MS,
	);
});

/** Publishes a workflow that starts with the trigger; returns its id. */
async function startListening(webhookId: string, credentialId: string): Promise<string> {
	const credentials = credentialReference(credentialId);
	const trigger = triggerNode(EVERYTHING, { name: TRIGGER, webhookId, credentials });
	const done: FlowNode = {
		name: 'Done',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		parameters: {},
	};
	const id = await stage.importChain(`Listens at ${webhookId}`, [trigger, done]);
	await stage.n8n.rest.activateWorkflow(id);
	await waitForWebhook(stage.n8n, `${webhookId}/webhook`);
	return id;
}

function webhookUrl(webhookId: string): string {
	return `${stage.n8n.webhookUrl}/${webhookId}/webhook`;
}

/** A public post by the package's own node; returns its publish id. */
async function publishVideo(): Promise<string> {
	const nodes = [MANUAL_START, readFileNode(await stage.provideSampleVideo()), stage.postNode()];
	const execution = await stage.n8n.rest.runWorkflow(await stage.importChain('Publishes', nodes));
	expect(executionError(execution)?.message).toBeUndefined();
	return String(outputItems(execution, 'Post')[0]?.json.publish_id);
}

/** Lets TikTok send an event, and waits until it has been answered. */
async function emit(event: string, content: IDataObject): Promise<void> {
	const { webhooks, creators } = stage.simulator;
	webhooks.emit(event, creators[0]?.openId ?? '', content);
	await webhooks.settled();
}

/** TikTok, now. */
function signer(): Signer {
	const { clientKey, clientSecret } = stage.simulator.app;
	return { clientKey, clientSecret, timeSec: Math.floor(Date.now() / 1000) };
}

/** What the executions so far started with, newest first. */
async function listStarted(): Promise<IDataObject[]> {
	const { rest } = stage.n8n;
	const ids = await rest.listExecutions(workflowId);
	const executions = await Promise.all(
		ids.map(async (id) => await rest.waitForExecution(id, RUN_TIMEOUT_MS)),
	);
	return executions.map((execution) => outputItems(execution, 'Done')[0]?.json ?? {});
}

/** Delivers everything that was ever delivered once more, five times; nothing may start. */
async function expectAllKnown(): Promise<void> {
	const before = (await listStarted()).length;
	const { webhooks } = stage.simulator;
	const byBody = new Map(webhooks.deliveries.map((delivery) => [delivery.body, delivery]));
	const again: WebhookDelivery[] = [];
	for (const delivery of byBody.values()) {
		for (let copy = 0; copy < COPIES; copy += 1) again.push(await webhooks.redeliver(delivery));
	}
	expect(again.filter(({ status }) => status !== OK)).toEqual([]);
	expect(await listStarted()).toHaveLength(before);
}

async function restart(): Promise<void> {
	await stage.n8n.restart();
	await waitForWebhook(stage.n8n, 'tiktok-events/webhook');
}

async function sendAll(cases: HostileDelivery[]): Promise<number[]> {
	const statuses: number[] = [];
	for (const hostile of cases) statuses.push(await send(webhookUrl('tiktok-events'), hostile));
	return statuses;
}
