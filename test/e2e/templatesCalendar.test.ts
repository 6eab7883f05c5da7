import type { IDataObject } from 'n8n-workflow';

import { SAMPLE_MP4_PATH } from '../support/video';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { ImportedTemplates } from './support/templates';
import { waitUntil } from './support/waitUntil';

const TABLE = 'tiktok_calendar';
const VIDEO_URL = 'https://media.example.com/calendar/clip.mp4';
const DUE_ROWS = 30;
/** TikTok takes six posts a minute of an account, so 30 take over four minutes. */
const CALENDAR_TIMEOUT_MS = 600_000;
const HOUR_MS = 3_600_000;
/** What people write into the table, and what TikTok calls it. */
const LEVELS: Readonly<Record<string, string>> = {
	Everyone: 'PUBLIC_TO_EVERYONE',
	'only me': 'SELF_ONLY',
};

let stage: ConnectedN8n;
let templates: ImportedTemplates;
let workflowId: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	stage.simulator.switches.postCapPerDay = 100;
	stage.simulator.media.serve(VIDEO_URL, {
		content: { filePath: SAMPLE_MP4_PATH },
		contentType: 'video/mp4',
	});
	templates = await ImportedTemplates.into(stage);
	workflowId = await templates.prepare('scheduled-publishing.json', {
		credentials: { tikTokOAuth2Api: { id: stage.credentialId, name: 'TikTok' } },
		nodes: {
			'Every 15 minutes': (node) => {
				node.parameters = { rule: { interval: [{ field: 'minutes', minutesInterval: 1 }] } };
			},
		},
	});
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('template: publish from a content calendar', () => {
	it('creates its data table when it is run first, once', async () => {
		await runNow();
		await runNow();
		expect(await templates.editor.readRows(TABLE)).toEqual([]);
	}, 60_000);

	it(
		'posts 30 due rows once each within TikTok’s limits, while the schedule starts further runs',
		async () => {
			await templates.editor.insertRows(TABLE, [...dueRows(), ...otherRows()]);
			await stage.n8n.rest.activateWorkflow(workflowId);
			await waitUntil(
				async () => (await rowsWith('published')).length === DUE_ROWS,
				'all due rows are done',
				CALENDAR_TIMEOUT_MS - 60_000,
			);
			await templates.editor.deactivate(workflowId);
			await waitUntil(async () => (await spans()).every(({ end }) => end), 'all runs have ended');

			const captions = stage.simulator.posts.map(({ postInfo }) => postInfo.title);
			expect(new Set(captions)).toEqual(new Set(dueRows().map(({ caption }) => caption)));
			expect(captions).toHaveLength(DUE_ROWS);
			expect(stage.simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
			stage.simulator.expectClean();
			expect(hasOverlap(await spans())).toBe(true);
		},
		CALENDAR_TIMEOUT_MS,
	);

	it('writes each row’s own result back, and leaves the others alone', async () => {
		const published = await rowsWith('published');
		expect(published).toHaveLength(DUE_ROWS);
		for (const row of published) {
			const post = stage.simulator.posts.find(({ postInfo }) => postInfo.title === row.caption);
			expect(row).toMatchObject({ publish_id: post?.publishId, error: '' });
			expect(post?.postInfo.privacy_level).toBe(LEVELS[String(row.privacy_level)]);
		}
		expect((await rowsWith('approved')).map(({ caption }) => caption)).toEqual(['not due yet']);
		expect((await rowsWith('planned')).map(({ publish_id }) => publish_id)).toEqual([null]);
	}, 60_000);

	it(
		'keeps a row for later that TikTok’s daily limit holds back, and says what is wrong with another',
		async () => {
			const row = { publish_at: inZone(Date.now(), 3), status: 'approved' };
			const privacy = { privacy_level: 'Only Me' };
			await templates.editor.insertRows(TABLE, [
				{ ...row, ...privacy, video_url: VIDEO_URL, caption: 'over the limit' },
				{ ...row, ...privacy, video_url: `${VIDEO_URL}.gone`, caption: 'no video' },
			]);
			stage.simulator.switches.postCapPerDay = stage.simulator.posts.length;
			await runNow();
			expect(await findRow('over the limit')).toMatchObject({
				status: 'approved',
				publish_id: null,
				error: expect.stringMatching(/day|24 hours/),
			});
			expect(await findRow('no video')).toMatchObject({
				status: 'failed',
				error: expect.stringContaining('404'),
			});

			stage.simulator.switches.postCapPerDay = 100;
			await runNow();
			expect(await findRow('over the limit')).toMatchObject({ status: 'published', error: '' });
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'tries a row again that was being posted when n8n crashed, two hours later',
		async () => {
			const row = { publish_at: inZone(Date.now(), 0), status: 'posting', video_url: VIDEO_URL };
			await templates.editor.insertRows(TABLE, [
				{ ...row, caption: 'interrupted', privacy_level: 'Only Me' },
			]);
			await runNow();
			expect(await findRow('interrupted')).toMatchObject({ status: 'posting' });

			await templates.editor.changeNodes(workflowId, (node) => {
				const changed = JSON.stringify(node.parameters).replace('hours: 2', 'hours: 0');
				node.parameters = JSON.parse(changed) as typeof node.parameters;
			});
			await runNow();
			expect(await findRow('interrupted')).toMatchObject({ status: 'published' });
		},
		RUN_TIMEOUT_MS,
	);
});

/** Due by up to an hour, written in zones whose clocks are up to a day ahead or behind. */
function dueRows(): IDataObject[] {
	return Array.from({ length: DUE_ROWS }, (_, index) => ({
		publish_at: inZone(Date.now() - (index % 4) * HOUR_MS - 60_000, (index % 3) * 12 - 10),
		status: 'approved',
		video_url: VIDEO_URL,
		caption: `Calendar row ${index} #sim`,
		privacy_level: index % 2 === 0 ? 'Everyone' : 'only me',
	}));
}

function otherRows(): IDataObject[] {
	const row = { video_url: VIDEO_URL, privacy_level: 'Only Me' };
	// In a zone where the clock shows an earlier hour than here.
	const later = inZone(Date.now() + HOUR_MS, -11);
	const now = inZone(Date.now() - HOUR_MS, 0);
	return [
		{ ...row, publish_at: later, status: 'approved', caption: 'not due yet' },
		{ ...row, publish_at: now, status: 'planned', caption: 'not approved' },
	];
}

/** An instant in ISO 8601 as a clock with this offset shows it. */
function inZone(instant: number, offsetHours: number): string {
	const local = new Date(instant + offsetHours * HOUR_MS).toISOString().slice(0, 19);
	const hours = String(Math.abs(offsetHours)).padStart(2, '0');
	return `${local}${offsetHours < 0 ? '-' : '+'}${hours}:00`;
}

/** What the schedule does. */
async function runNow(): Promise<void> {
	const { status } = await stage.n8n.rest.runWorkflow(workflowId, 'Every 15 minutes');
	expect(status).toBe('success');
}

async function findRow(caption: string): Promise<IDataObject | undefined> {
	return (await templates.editor.readRows(TABLE)).find((row) => row.caption === caption);
}

async function rowsWith(status: string): Promise<IDataObject[]> {
	return (await templates.editor.readRows(TABLE)).filter((row) => row.status === status);
}

interface Span {
	start: number;
	/** Undefined while it runs. */
	end: number | undefined;
}

/** When the executions ran that the schedule started. */
async function spans(): Promise<Span[]> {
	const { rest } = stage.n8n;
	const ids = await rest.listExecutions(workflowId);
	const executions = await Promise.all(ids.map(async (id) => await rest.getExecution(id)));
	return executions
		.filter(({ mode }) => mode === 'trigger')
		.map(({ raw }) => {
			const { data } = JSON.parse(raw) as { data: { startedAt: string; stoppedAt?: string } };
			return {
				start: Date.parse(data.startedAt),
				end: data.stoppedAt ? Date.parse(data.stoppedAt) : undefined,
			};
		});
}

function hasOverlap(all: Span[]): boolean {
	return all.some((one) =>
		all.some(
			(other) => one !== other && one.start < other.start && other.start < (one.end ?? Infinity),
		),
	);
}
