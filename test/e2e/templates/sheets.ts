import type { INode } from 'n8n-workflow';

import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { GoogleStandIn } from '../support/google';
import { VIDEO_URL, type TemplateStage } from './stage';

const FILE = 'google-sheets-calendar.json';
const ZONE = 'Asia/Tokyo';
const ZONE_OFFSET_MS = 9 * 3_600_000;
const HEADER = [
	'Date',
	'Time',
	'Status',
	'Video URL',
	'Caption',
	'Who can see it',
	'Result',
	'Link',
];
const [STATUS, RESULT, LINK] = ['Status', 'Result', 'Link'].map((name) => HEADER.indexOf(name));
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Google's and Excel's day 0. */
const FIRST_DAY = Date.UTC(1899, 11, 30);

/** Template: publish from a Google Sheets calendar. */
export function describeSheets(getStage: () => TemplateStage): void {
	describe('template: publish from a Google Sheets calendar', () => {
		let google: GoogleStandIn;
		let workflowId: string;

		beforeAll(async () => {
			const stage = getStage();
			google = await GoogleStandIn.open(stage.simulator);
			const credential = GoogleStandIn.credential();
			const id = await stage.n8n.rest.createCredential('googleApi', 'Google', credential);
			workflowId = await stage.activate(FILE, {
				credentials: { googleApi: { id, name: 'Google' } },
				nodes: { 'Read approved rows': chooseSheet, 'Write it back': chooseSheet },
			});
			await stage.templates.editor.changeSettings(workflowId, { timezone: ZONE });
		}, RUN_TIMEOUT_MS);

		afterAll(async () => await google?.close());

		it(
			'posts what is due, once, and writes into each row how it went',
			async () => {
				const stage = getStage();
				const past = inZone(Date.now() - HOUR_MS);
				const earlier = inZone(Date.now() - 2 * HOUR_MS);
				const later = inZone(Date.now() + HOUR_MS);
				const rest = [VIDEO_URL, 'Sheet', 'Only me', '', ''];
				google.rows = [
					HEADER,
					[past.date, past.time, 'approved', VIDEO_URL, 'Sheet text', 'everyone', '', ''],
					[earlier.day, earlier.fraction, 'approved', VIDEO_URL, 'Sheet cells', 'Only Me', '', ''],
					[later.date, later.time, 'approved', ...rest],
					[later.day, later.fraction, 'approved', ...rest],
					[past.date, past.time, 'idea', ...rest],
					['24.12.2026', '6 o’clock', 'approved', ...rest],
					['2026-01-31', '9:05', 'approved', `${VIDEO_URL}.gone`, 'Gone', 'Only Me', '', ''],
					['2026-01-31', '18:00', 'approved', VIDEO_URL, 'Whose', 'Nobody', '', ''],
				];
				await run();

				const posts = stage.postsWith('Sheet').map(({ postInfo }) => postInfo);
				expect(posts.map(({ title, privacy_level }) => [title, privacy_level])).toEqual([
					['Sheet text', 'PUBLIC_TO_EVERYONE'],
					['Sheet cells', 'SELF_ONLY'],
				]);
				expect(column(STATUS)).toEqual([
					'published',
					'published',
					'approved',
					'approved',
					'idea',
					'failed',
					'failed',
					'failed',
				]);
				const results = column(RESULT);
				expect(results[0]).toMatch(/^Posted \d{4}-/);
				expect(column(LINK)[0]).toMatch(/^https:\/\/www\.tiktok\.com\/@sim\.creator\//);
				expect(results[5]).toContain('write them as 2026-12-24 and 18:00');
				expect(results[6]).toContain('404');
				expect(results[7]).toContain('Only Me (SELF_ONLY)');

				await run();
				expect(stage.postsWith('Sheet')).toHaveLength(2);
			},
			RUN_TIMEOUT_MS,
		);

		const column = (index = 0) => google.rows.slice(1).map((row) => row[index]);

		async function run(): Promise<void> {
			const { status } = await getStage().n8n.rest.runWorkflow(workflowId, 'Every 15 minutes');
			expect(status).toBe('success');
		}
	});
}

function chooseSheet({ parameters }: INode): void {
	Object.assign(parameters, {
		authentication: 'serviceAccount',
		documentId: { __rl: true, mode: 'id', value: 'calendar-document' },
		sheetName: { __rl: true, mode: 'name', value: 'Calendar' },
	});
}

/** An instant as text, and as Google keeps dates and times of day: days, and parts of a day. */
function inZone(instant: number) {
	const local = instant + ZONE_OFFSET_MS;
	const text = new Date(local).toISOString();
	const days = (local - FIRST_DAY) / DAY_MS;
	return {
		date: text.slice(0, 10),
		time: text.slice(11, 16),
		day: Math.floor(days),
		fraction: days - Math.floor(days),
	};
}
