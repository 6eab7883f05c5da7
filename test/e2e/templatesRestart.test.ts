/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { readFile } from 'node:fs/promises';

import { SAMPLE_MP4_PATH, sha256OfFile } from '../support/video';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { submitForm, waitForForm } from './support/forms';
import { ImportedTemplates } from './support/templates';
import { waitUntil } from './support/waitUntil';

const FORM = 'tiktok-plan-a-post';
const CAPTION = 'At its time #sim';
/** n8n keeps waits of over 65 seconds in its database, shorter ones in memory. */
const LEAD_MS = 110_000;

let stage: ConnectedN8n;
let workflowId: string;
let formUrl: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	const templates = await ImportedTemplates.into(stage);
	workflowId = await templates.prepare('scheduled-with-wait.json', {
		credentials: { tikTokOAuth2Api: { id: stage.credentialId, name: 'TikTok' } },
	});
	await stage.n8n.rest.activateWorkflow(workflowId);
	formUrl = await waitForForm(stage.n8n, FORM);
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('template: publish at a given time', () => {
	it(
		'refuses a time without a zone, and posts nothing',
		async () => {
			await plan('2026-12-24T18:00:00');
			await waitUntil(async () => (await statuses()).includes('error'), 'the execution fails');
			expect(await statuses()).toEqual(['error']);
			expect(stage.simulator.posts).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'posts exactly once and not before its time when n8n is killed while it waits',
		async () => {
			const dueAt = Math.ceil((Date.now() + LEAD_MS) / 1000) * 1000;
			await plan(inZoneOfTokyo(dueAt));
			await waitUntil(async () => (await statuses())[0] === 'waiting', 'the execution waits');

			await stage.n8n.kill();
			await stage.n8n.restart();

			expect(Date.now()).toBeLessThan(dueAt);
			expect(await statuses()).toEqual(['waiting', 'error']);
			expect(stage.simulator.posts).toEqual([]);
			await waitUntil(
				async () => (await statuses())[0] === 'success',
				'the execution ends',
				LEAD_MS + 60_000,
			);
			const [post] = stage.simulator.posts;
			expect(stage.simulator.posts).toHaveLength(1);
			expect(post).toMatchObject({
				status: 'PUBLISH_COMPLETE',
				sha256: await sha256OfFile(SAMPLE_MP4_PATH),
				postInfo: { title: CAPTION, privacy_level: 'PUBLIC_TO_EVERYONE' },
			});
			expect(post?.createdAt).toBeGreaterThanOrEqual(dueAt);
			stage.simulator.expectClean();
		},
		START_TIMEOUT_MS,
	);
});

/** Fills in the template's form as a browser does. */
async function plan(publishAt: string): Promise<void> {
	const content = await readFile(SAMPLE_MP4_PATH);
	const video = { content, filename: 'clip.mp4', contentType: 'video/mp4' };
	await submitForm(formUrl, [video, CAPTION, publishAt, 'PUBLIC_TO_EVERYONE']);
}

/** An instant as ISO 8601 in a zone nine hours ahead. */
function inZoneOfTokyo(instant: number): string {
	return `${new Date(instant + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
}

/** Of all executions, newest first. */
async function statuses(): Promise<string[]> {
	const { rest } = stage.n8n;
	const ids = await rest.listExecutions(workflowId);
	return await Promise.all(ids.map(async (id) => (await rest.getExecution(id)).status));
}
