import axios from 'axios';

import {
	ConnectedN8n,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { listPosted } from './support/postedVideos';
import { waitUntil } from './support/waitUntil';
import { waitForWebhook } from './support/webhooks';

/** So long that TikTok is still at it when the other node has moved on. */
const ENDLESS_POLLS = 100_000;
const CAPTION = 'Long at work #sim';

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
}, START_TIMEOUT_MS);

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('a post that takes long', () => {
	it(
		'leaves alone what other nodes keep in the workflow’s static data, as poll triggers do',
		async () => {
			await publishWorkflow();
			expect(await poll('monday')).toEqual({ before: 'never' });
			const { simulator } = stage;
			simulator.switches.processingPolls = ENDLESS_POLLS;
			const answer = axios.post<unknown>(`${stage.n8n.webhookUrl}/long-post`, {}, { proxy: false });
			await waitUntil(
				async () => simulator.posts.some(({ polls }) => polls > 0),
				'the node waits for TikTok',
			);

			expect(await poll('tuesday')).toEqual({ before: 'monday' });
			simulator.switches.processingPolls = 0;
			expect((await answer).data).toMatchObject({ status: 'PUBLISH_COMPLETE' });

			expect(listPosted(simulator, CAPTION)).toHaveLength(1);
			expect(await poll('wednesday')).toEqual({ before: 'tuesday' });
		},
		RUN_TIMEOUT_MS,
	);
});

/** One workflow of two branches: one posts, the other remembers how far it has read. */
async function publishWorkflow(): Promise<void> {
	const nodes = [
		webhook('Call', 'long-post'),
		readFileNode(await stage.provideSampleVideo()),
		stage.postNode({ caption: CAPTION, waitUntilFinished: true }),
		webhook('Tick', 'tick'),
		POLL,
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const { rest } = stage.n8n;
	const workflowId = await rest.importWorkflow({
		name: 'Static data',
		nodes: nodes.map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [0, index * 200],
		})),
		connections: { Call: to('Read'), Read: to('Post'), Tick: to('Poll') },
	});
	await rest.activateWorkflow(workflowId);
	await waitForWebhook(stage.n8n, 'long-post');
	await waitForWebhook(stage.n8n, 'tick');
}

function webhook(name: string, path: string): FlowNode {
	return {
		name,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: `${path}-webhook`,
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
	};
}

/** Keeps a marker in its static data as a poll trigger does, and tells the one before. */
const POLL: FlowNode = {
	name: 'Poll',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: {
		jsCode: `const kept = $getWorkflowStaticData('node');
const before = kept.marker ?? 'never';
kept.marker = $input.first().json.body.marker;
return [{ json: { before } }];`,
	},
};

async function poll(marker: string): Promise<unknown> {
	const answer = await axios.post<unknown>(
		`${stage.n8n.webhookUrl}/tick`,
		{ marker },
		{ proxy: false },
	);
	return answer.data;
}
