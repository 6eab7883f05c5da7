import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { completeChat } from '../support/completeChat';
import { submitForm, waitForForm } from '../support/forms';
import { HttpInbox } from '../support/httpInbox';
import { waitUntil } from '../support/waitUntil';
import { VIDEO_URL, type TemplateStage } from './stage';

const SUGGESTION = 'First light over the hills #sunrise #running';

/** Template: AI writes the caption, a person approves. */
export function describeApproval(getStage: () => TemplateStage): void {
	describe('template: AI writes the caption, a person approves', () => {
		let model: HttpInbox;
		let workflowId: string;
		let formUrl: string;

		beforeAll(async () => {
			const stage = getStage();
			model = await HttpInbox.open(completeChat({ content: SUGGESTION }, 'stop'));
			const credential = { apiKey: 'none', url: `${model.origin}/v1` };
			const id = await stage.n8n.rest.createCredential('openAiApi', 'Model', credential);
			workflowId = await stage.activate('ai-agent-approval.json', {
				credentials: { openAiApi: { id, name: 'Model' } },
			});
			formUrl = await waitForForm(stage.n8n, 'tiktok-ai-caption');
		}, RUN_TIMEOUT_MS);

		afterAll(async () => await model?.close());

		it(
			'posts the caption as the person has changed it, after they said yes',
			async () => {
				const stage = getStage();
				const approval = await propose('A run at sunrise', 1);
				expect(approval).toMatchObject({
					text: `Please approve this TikTok post: ${SUGGESTION}`,
					video: VIDEO_URL,
				});
				expect(model.received.at(-1)?.body).toContain('A run at sunrise');
				expect(stage.postsWith('sunrise')).toEqual([]);

				await submitForm(approval.form, [`${SUGGESTION} #mine`, 'Only Me', 'Post it']);
				await waitUntil(async () => (await statuses())[0] === 'success', 'it is posted');
				expect(stage.postsWith('sunrise').map(({ postInfo }) => postInfo)).toEqual([
					expect.objectContaining({ title: `${SUGGESTION} #mine`, privacy_level: 'SELF_ONLY' }),
				]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'posts nothing when they say no',
			async () => {
				const stage = getStage();
				const before = stage.simulator.posts.length;
				const approval = await propose('Another one', 2);
				await submitForm(approval.form, [SUGGESTION, 'Only Me', 'Do not post it']);
				await waitUntil(async () => (await statuses())[0] === 'success', 'it has ended');
				expect(stage.simulator.posts).toHaveLength(before);
			},
			RUN_TIMEOUT_MS,
		);

		const statuses = async () => await getStage().statuses(workflowId);

		/** Hands a video in; returns what the person who approves is sent. */
		async function propose(about: string, count: number): Promise<{ form: string }> {
			await submitForm(formUrl, [VIDEO_URL, about]);
			const asked = () => getStage().chat.jsonAt('/hooks/approvals');
			await waitUntil(async () => asked().length === count, 'a person is asked');
			await waitUntil(async () => (await statuses())[0] === 'waiting', 'n8n waits for them');
			return asked().at(-1) as { form: string };
		}
	});
}
