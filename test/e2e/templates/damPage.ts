/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests read the project's files; they are never shipped */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_FOLDER } from '../../support/n8n/paths';
import { SAMPLE_MP4_PATH } from '../../support/video';
import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { waitForWebhook } from '../support/webhooks';
import { DamCaller, sign, type Approval } from './damCaller';
import type { TemplateStage } from './stage';

const PAGE = readFileSync(join(PROJECT_FOLDER, 'docs', 'for-dam-vendors.md'), 'utf8');
const TEMPLATE = 'TikTok: approved in the DAM → published';
/** Each JSON block of the page, in its order. */
const BLOCKS = [...PAGE.matchAll(/^```json\n([\s\S]+?)^```$/gm)].map(([, text = '']) =>
	parse(text),
);
const [CALL, ACCEPTED, REFUSED, PUBLISHED, FAILED] = BLOCKS;

/** The page for vendors of asset managers, block by block, at a workflow that runs already. */
export function describeDamPage(getStage: () => TemplateStage): void {
	describe('docs/for-dam-vendors.md', () => {
		let dam: DamCaller;

		beforeAll(async () => {
			const stage = getStage();
			dam = new DamCaller(stage);
			stage.simulator.media.serve(String(CALL?.asset_url), {
				content: { filePath: SAMPLE_MP4_PATH },
				contentType: 'video/mp4',
			});
			const workflowId = stage.templates.idOf(TEMPLATE);
			await stage.templates.editor.deactivate(workflowId);
			await stage.templates.editor.changeNodes(workflowId, ({ name, parameters }) => {
				if (name === 'Post to TikTok') parameters.privacyLevel = 'PUBLIC_TO_EVERYONE';
			});
			await stage.n8n.rest.activateWorkflow(workflowId);
			await waitForWebhook(stage.n8n, 'tiktok-dam-approved');
		}, RUN_TIMEOUT_MS);

		it('has the five blocks that are played here', () => {
			expect(BLOCKS).toHaveLength(5);
		});

		it('signs its example as the workflow expects it', () => {
			const [, body = '', signature] =
				/^```text\n(\{.+\})\n(sha256=[0-9a-f]{64})\n```$/m.exec(PAGE) ?? [];
			expect(parse(body)).toEqual(CALL);
			expect(signature).toBe(sign(body));
		});

		it(
			'shows what the workflow answers and reports',
			async () => {
				// Another id than in other tests: one id is one post.
				const call = { ...(CALL as unknown as Approval), asset_id: 'page-1' };
				const body = JSON.stringify(call);
				expect(await dam.send(body, sign(body))).toMatchObject({ status: 202, data: ACCEPTED });
				expect(await dam.send(body, 'sha256=0')).toMatchObject({ status: 401, data: REFUSED });
				const [published] = await dam.resultsOf('page-1', 1);
				expect(published).toEqual({
					...PUBLISHED,
					asset_id: 'page-1',
					publish_id: expect.stringMatching(shapeOf(PUBLISHED?.publish_id)),
					post_url: expect.stringMatching(shapeOf(PUBLISHED?.post_url)),
				});

				const gone = 'https://media.example.com/approved/gone.mp4';
				await dam.deliver({ ...call, asset_id: 'page-2', asset_url: gone });
				expect(await dam.resultsOf('page-2', 1)).toEqual([{ ...FAILED, asset_id: 'page-2' }]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'reports as failed what is signed but lacks a field',
			async () => {
				const body = JSON.stringify({ asset_id: 'page-3', caption: 'No file' });
				expect((await dam.send(body, sign(body))).status).toBe(202);
				expect(await dam.resultsOf('page-3', 1)).toEqual([
					expect.objectContaining({
						result: 'failed',
						reason: expect.stringContaining('Video URL'),
						retryable: false,
					}),
				]);
			},
			RUN_TIMEOUT_MS,
		);
	});
}

function parse(text: string): Record<string, unknown> {
	return JSON.parse(text) as Record<string, unknown>;
}

/** A pattern of the same text with other numbers. */
function shapeOf(example: unknown): RegExp {
	const escaped = String(example).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replace(/\d+/g, '\\d+')}$`);
}
