import { SAMPLE_MP4_PATH, sha256OfFile } from '../support/video';
import { Browser } from './support/browser';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { waitForForm } from './support/forms';
import { ImportedTemplates } from './support/templates';
import { waitUntil } from './support/waitUntil';

const FORM = 'tiktok-plan-a-post';
const CAPTION = 'At its time #sim';
/** A zone nine hours ahead, without summer time. */
const ZONE = 'Asia/Tokyo';
const ZONE_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** n8n keeps waits of over 65 seconds in its database, shorter ones in memory. */
const LEAD_MS = 110_000;

/** What a person fills in. */
interface Plan {
	date: string;
	time: string;
	level: string;
}

let stage: ConnectedN8n;
let browser: Browser;
let workflowId: string;
let formUrl: string;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	browser = await Browser.open(stage.simulator);
	const templates = await ImportedTemplates.into(stage);
	workflowId = await templates.prepare('scheduled-with-wait.json', {
		credentials: { tikTokOAuth2Api: { id: stage.credentialId, name: 'TikTok' } },
	});
	await templates.editor.changeSettings(workflowId, { timezone: ZONE });
	await stage.n8n.rest.activateWorkflow(workflowId);
	formUrl = await waitForForm(stage.n8n, FORM);
}, START_TIMEOUT_MS);

afterAll(async () => {
	await browser?.close();
	await stage?.close();
}, START_TIMEOUT_MS);

describe('template: publish at a given time', () => {
	const tomorrow = inZone(Date.now() + DAY_MS).date;
	const yesterday = inZone(Date.now() - DAY_MS).date;

	it.each<[Plan, RegExp]>([
		[{ date: tomorrow, time: '18 Uhr', level: 'Only Me' }, /“18 Uhr” is no time of day.*18:00/],
		[{ date: tomorrow, time: '25:00', level: 'Only Me' }, /“25:00” is no time of day/],
		[{ date: yesterday, time: '18:00', level: 'Only Me' }, /That time is over: .*Asia\/Tokyo/],
		[{ date: tomorrow, time: '18:00', level: 'Followers' }, /not available to @sim\.creator/],
	])(
		'says at once that %j is not planned, and why',
		async (plan, reason) => {
			const answer = await submit(plan);
			await answer.getByRole('heading', { name: 'Not planned' }).waitFor();
			expect(await answer.innerText()).toMatch(reason);
			await waitUntil(async () => (await statuses())[0] === 'success', 'the execution ends');
			expect(stage.simulator.posts).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'says when it posts, and posts once and not before when n8n is killed while it waits',
		async () => {
			const earlier = (await statuses()).length;
			const dueAt = Math.ceil((Date.now() + LEAD_MS) / MINUTE_MS) * MINUTE_MS;
			const { date, time } = inZone(dueAt);
			const answer = await submit({ date, time, level: 'Everyone' });
			await answer.getByRole('heading', { name: 'Planned', exact: true }).waitFor();
			expect(await answer.innerText()).toContain(`at ${time} (${ZONE})`);
			await browser.takeScreenshot('template-planned');
			await waitUntil(async () => await isWaitingFor('Wait until then'), 'the execution waits');

			await stage.n8n.kill();
			await stage.n8n.restart();

			expect(Date.now()).toBeLessThan(dueAt);
			expect(await statuses()).toEqual(['waiting', ...Array<string>(earlier).fill('success')]);
			expect(stage.simulator.posts).toEqual([]);
			await waitUntil(
				async () => (await statuses())[0] === 'success',
				'the execution ends',
				LEAD_MS + 2 * MINUTE_MS,
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

/** Fills in the template's form as a person does; returns the page that answers. */
async function submit({ date, time, level }: Plan) {
	const { page } = browser;
	await page.goto(formUrl);
	await page.getByText(`Times are in the zone ${ZONE}`).waitFor();
	await page.getByLabel('Video').setInputFiles(SAMPLE_MP4_PATH);
	await page.getByLabel('Caption').fill(CAPTION);
	await page.getByLabel('Date').fill(date);
	await page.getByLabel('Time', { exact: true }).fill(time);
	await page.getByLabel('Who can see it').selectOption(level);
	await browser.takeScreenshot('template-form');
	await page.getByRole('button', { name: 'Submit' }).click();
	await page.waitForURL(/form-waiting/);
	return page.locator('.container');
}

/** Date and time of day as a clock in the zone shows them. */
function inZone(instant: number): { date: string; time: string } {
	const local = new Date(instant + ZONE_OFFSET_MS).toISOString();
	return { date: local.slice(0, 10), time: local.slice(11, 16) };
}

/** Of all executions, newest first. */
async function statuses(): Promise<string[]> {
	const { rest } = stage.n8n;
	const ids = await rest.listExecutions(workflowId);
	return await Promise.all(ids.map(async (id) => (await rest.getExecution(id)).status));
}

async function isWaitingFor(nodeName: string): Promise<boolean> {
	const { rest } = stage.n8n;
	const [newest = ''] = await rest.listExecutions(workflowId);
	const { status, data } = await rest.getExecution(newest);
	return status === 'waiting' && data.resultData.lastNodeExecuted === nodeName;
}
