import type { IDataObject } from 'n8n-workflow';

import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { VIDEO_URL, type TemplateStage } from './stage';

const CALENDAR = 'tiktok_calendar';
const REPORT = 'tiktok_report';
const HOUR_MS = 3_600_000;

/** Template: weekly report, on what the calendar's template has posted. */
export function describeReport(getStage: () => TemplateStage): void {
	describe('template: weekly report', () => {
		let calendarId: string;
		let reportId: string;

		beforeAll(async () => {
			const stage = getStage();
			const id = await stage.connected.createReadingCredential();
			const credentials = { tikTokOAuth2Api: { id, name: 'TikTok' } };
			calendarId = await stage.templates.prepare('scheduled-publishing.json', { credentials });
			reportId = await stage.templates.prepare('weekly-report.json', { credentials });
			await run(calendarId, 'Every 15 minutes');
		}, RUN_TIMEOUT_MS);

		it(
			'is told by the calendar which posts there are',
			async () => {
				await insert('seen at once', 'Everyone');
				await insert('for nobody', 'Only Me');
				await run(calendarId, 'Every 15 minutes');
				getStage().simulator.switches.moderationMs = HOUR_MS;
				await insert('reviewed later', 'Everyone');
				await run(calendarId, 'Every 15 minutes');
				const [post] = getStage().postsWith('seen at once');
				expect(await rows(CALENDAR)).toMatchObject([
					{ caption: 'seen at once', status: 'published', post_ids: post?.postId },
					{ caption: 'for nobody', status: 'published', post_ids: null },
					{ caption: 'reviewed later', status: 'published', post_ids: null },
				]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'asks for ids that were not there yet, keeps each post’s numbers, and tells the team',
			async () => {
				const { simulator } = getStage();
				simulator.clock.advance(HOUR_MS);
				simulator.switches.moderationMs = 0;
				await run(reportId, 'Every Monday');
				const [first] = getStage().postsWith('seen at once');
				const [later] = getStage().postsWith('reviewed later');
				expect(first?.postId).not.toBe(String(Number(first?.postId)));
				expect(await rows(REPORT)).toMatchObject([
					{ post_id: first?.postId, caption: 'seen at once', found: true },
					{ post_id: later?.postId, caption: 'reviewed later', found: true },
				]);
				for (const row of await rows(REPORT)) {
					expect(row.views).toBeGreaterThan(0);
					expect(row.share_url).toContain(row.post_id);
				}
				expect(texts()).toEqual([
					expect.stringMatching(
						/^TikTok, \d+ \w+: 2 × posted, \d+ views, \d+ likes\n\d+ views, \d+ likes: .+ https:\S+\n/,
					),
				]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'tells a week later how they grew, and which TikTok no longer shows',
			async () => {
				const { simulator } = getStage();
				const before = await rows(REPORT);
				simulator.clock.advance(24 * HOUR_MS);
				const [gone] = getStage().postsWith('reviewed later');
				simulator.takeDown(gone?.publishId ?? '');
				await run(reportId, 'Every Monday');
				const after = (await rows(REPORT)).slice(before.length);
				expect(after).toMatchObject([
					{ post_id: before[0]?.post_id, found: true },
					{ post_id: before[1]?.post_id, found: false, views: null },
				]);
				expect(after[0]?.views).toBeGreaterThan(Number(before[0]?.views));
				expect(texts().at(-1)).toMatch(/: 1 × posted, /);
				simulator.expectClean();
			},
			RUN_TIMEOUT_MS,
		);

		async function run(workflowId: string, trigger: string): Promise<void> {
			const { status } = await getStage().n8n.rest.runWorkflow(workflowId, trigger);
			expect(status).toBe('success');
		}

		async function insert(caption: string, privacy_level: string): Promise<void> {
			const publish_at = new Date(Date.now() - HOUR_MS).toISOString();
			const row = { publish_at, status: 'approved', video_url: VIDEO_URL, caption, privacy_level };
			await getStage().templates.editor.insertRows(CALENDAR, [row]);
		}

		async function rows(table: string): Promise<IDataObject[]> {
			const found = await getStage().templates.editor.readRows(table);
			return found.sort((a, b) => Number(a.id) - Number(b.id));
		}

		function texts(): string[] {
			return getStage()
				.chat.jsonAt('/hooks/report')
				.map((body) => (body as { text: string }).text);
		}
	});
}
