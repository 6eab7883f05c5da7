/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { readFile } from 'node:fs/promises';

import type { IDataObject } from 'n8n-workflow';

import { SAMPLE_MP4_PATH, sha256OfFile } from '../../support/video';
import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { submitForm, waitForForm } from '../support/forms';
import { readTemplate } from '../support/templates';
import { waitUntil } from '../support/waitUntil';
import type { TemplateStage } from './stage';

const FILE = 'draft-notify-posted.json';
const TABLE = 'tiktok_drafts';
const COPIES = 3;

/** Template: draft to the inbox, tell the creator, wait for "posted". */
export function describeDrafts(getStage: () => TemplateStage): void {
	describe('template: draft to the inbox, tell the creator, wait for “posted”', () => {
		let formUrl: string;

		beforeAll(async () => {
			const stage = getStage();
			await stage.activate(FILE);
			formUrl = await waitForForm(stage.n8n, 'tiktok-draft');
			stage.simulator.app.webhookUrl = await productionUrl();
		}, RUN_TIMEOUT_MS);

		afterAll(() => {
			const { simulator } = getStage();
			simulator.app.webhookUrl = undefined;
			simulator.switches.webhookCopies = 1;
		});

		it(
			'puts the video into the inbox, and tells the creator',
			async () => {
				const { simulator, chat } = getStage();
				await handIn('Spring film', 'Mind the music');
				await waitUntil(async () => told('creators').length > 0, 'the creator is told');

				const [draft] = simulator.posts.filter(({ kind }) => kind === 'inbox_video');
				expect(draft).toMatchObject({
					status: 'SEND_TO_USER_INBOX',
					sha256: await sha256OfFile(SAMPLE_MP4_PATH),
				});
				expect(told('creators')).toEqual([
					{ to: 'mia', text: expect.stringMatching(/TikTok inbox: Spring film\..*Mind the music/) },
				]);
				expect(told('team')).toEqual([]);
				expect(await rows()).toEqual([
					expect.objectContaining({ publish_id: draft?.publishId, status: 'in the inbox' }),
				]);
				expect(chat.received.every(({ body }) => !body.includes('upload'))).toBe(true);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'tells the team once when the creator posts it, however often TikTok delivers that',
			async () => {
				const { simulator } = getStage();
				const [draft] = simulator.posts.filter(({ kind }) => kind === 'inbox_video');
				simulator.switches.webhookCopies = COPIES;
				simulator.publishDraft(draft?.publishId ?? '', false);
				await simulator.webhooks.settled();
				await waitUntil(async () => told('team').length > 0, 'the team is told');

				simulator.webhooks.emit('post.publish.complete', draft?.openId ?? '', {
					publish_id: 'v_inbox_file~v2.somebody-elses',
				});
				await simulator.webhooks.settled();
				await waitUntil(async () => (await runningExecutions()) === 0, 'all executions end');

				expect(told('team')).toEqual([
					{
						text: 'Spring film by mia: posted',
						publish_id: draft?.publishId,
						post_id: null,
					},
				]);
				expect(await rows()).toEqual([
					expect.objectContaining({ publish_id: draft?.publishId, status: 'posted' }),
				]);
			},
			RUN_TIMEOUT_MS,
		);

		const told = (whom: 'creators' | 'team') => getStage().chat.jsonAt(`/hooks/${whom}`);
		const rows = async () => await getStage().templates.editor.readRows(TABLE);

		async function runningExecutions(): Promise<number> {
			const stage = getStage();
			const id = stage.templates.idOf((await readTemplate(FILE)).name);
			return (await stage.statuses(id)).filter((status) => status === 'running').length;
		}

		async function handIn(title: string, note: string): Promise<void> {
			const content = await readFile(SAMPLE_MP4_PATH);
			const video = { content, filename: 'spring.mp4', contentType: 'video/mp4' };
			await submitForm(formUrl, [video, title, note, 'mia']);
		}

		/** What a user copies from the trigger into TikTok's developer portal. */
		async function productionUrl(): Promise<string> {
			const { nodes } = await readTemplate(FILE);
			const trigger = nodes.find(({ name }) => name === 'Posted or failed') as IDataObject;
			return `${getStage().n8n.webhookUrl}/${String(trigger.webhookId)}/webhook`;
		}
	});
}
