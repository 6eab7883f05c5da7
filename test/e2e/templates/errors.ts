import axios from 'axios';

import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { waitUntil } from '../support/waitUntil';
import { waitForWebhook } from '../support/webhooks';
import { VIDEO_URL, type TemplateStage } from './stage';

const PATH = 'tiktok-post-safely';
const HEADER = { name: 'X-Api-Key', value: 'a secret of the caller' };
const BAD_GATEWAY = 502;
/** Three tries of the call in each of three tries of the node. */
const CALLS_UNTIL_NODE_FAILS = 9;

/** Template: rate limits and errors, handled. */
export function describeErrors(getStage: () => TemplateStage): void {
	describe('template: rate limits and errors, handled', () => {
		let workflowId: string;

		beforeAll(async () => {
			const stage = getStage();
			const id = await stage.n8n.rest.createCredential('httpHeaderAuth', 'Caller', HEADER);
			workflowId = await stage.activate('rate-limit-and-errors.json', {
				account: 'second',
				credentials: { httpHeaderAuth: { id, name: 'Caller' } },
				nodes: {
					'Wait 15 minutes': (node) => {
						node.parameters = { amount: 2, unit: 'seconds' };
					},
				},
			});
			await waitForWebhook(stage.n8n, PATH);
		}, RUN_TIMEOUT_MS);

		it(
			'waits in the node while TikTok says 429',
			async () => {
				const stage = getStage();
				stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'rate-limit', times: 2 });
				await call('E-429');
				await waitUntil(async () => (await newest()) === 'success', 'E-429 is posted');
				expect(stage.postsWith('E-429')).toHaveLength(1);
				stage.simulator.expectClean();
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'tries again later when an outage outlasts all tries of the node, and posts once',
			async () => {
				const stage = getStage();
				stage.simulator.faults.add({
					on: { endpoint: 'creatorInfo' },
					do: 'html',
					status: BAD_GATEWAY,
					times: CALLS_UNTIL_NODE_FAILS,
				});
				await call('E-502');
				await waitUntil(
					async () => (await newest()) === 'success' && stage.postsWith('E-502').length > 0,
					'E-502 is posted',
					RUN_TIMEOUT_MS,
				);
				expect(stage.postsWith('E-502').map(({ status }) => status)).toEqual(['PUBLISH_COMPLETE']);
				stage.simulator.expectClean();

				await call('E-502');
				await waitUntil(async () => (await count()) === 3, 'the same call is taken again');
				await waitUntil(async () => (await newest()) === 'success', 'the same call is done');
				expect(stage.postsWith('E-502')).toHaveLength(1);
			},
			2 * RUN_TIMEOUT_MS,
		);

		it(
			'gives up on what cannot pass, and tells the team why',
			async () => {
				const stage = getStage();
				stage.simulator.switches.postCapPerDay = 0;
				await call('E-cap');
				await waitUntil(async () => alerts().length > 0, 'the team is told', RUN_TIMEOUT_MS);
				stage.simulator.switches.postCapPerDay = 15;
				expect(alerts()).toEqual([
					{
						text: expect.stringMatching(
							/rate limits and errors.* failed: E-cap: .*(day|24 hours)/i,
						),
						execution: expect.stringContaining(`/workflow/${workflowId}/executions/`),
					},
				]);
				expect(stage.postsWith('E-cap')).toEqual([]);
				expect(stage.chat.received.every(({ body }) => !/act\.|rft\./.test(body))).toBe(true);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'of several videos the one in the middle waits and comes later, each is posted once',
			async () => {
				const stage = getStage();
				const ids = ['E-first', 'E-middle', 'E-last'];
				// Longer than the node may wait, so that this video leaves by the error output.
				const headers = { 'retry-after': '900' };
				stage.simulator.faults.add({
					on: { endpoint: 'videoInit', nth: 2 },
					do: 'rate-limit',
					headers,
				});
				await call(...ids);
				const posted = () => ids.map((id) => stage.postsWith(id).length);
				await waitUntil(
					async () => (await newest()) === 'success' && posted().every((posts) => posts > 0),
					'all three are posted',
					RUN_TIMEOUT_MS,
				);
				expect(posted()).toEqual([1, 1, 1]);
				stage.simulator.expectClean();
			},
			2 * RUN_TIMEOUT_MS,
		);

		const alerts = () => getStage().chat.jsonAt('/hooks/alerts');
		const newest = async () => (await getStage().statuses(workflowId))[0];
		const count = async () => (await getStage().statuses(workflowId)).length;

		async function call(...ids: string[]): Promise<void> {
			const videos = ids.map((id) => ({
				id,
				video_url: VIDEO_URL,
				caption: `Handled ${id} #sim`,
			}));
			await axios.post(
				`${getStage().n8n.webhookUrl}/${PATH}`,
				{ videos },
				{
					proxy: false,
					headers: { [HEADER.name]: HEADER.value },
				},
			);
		}
	});
}
