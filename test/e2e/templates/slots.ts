import type { IDataObject } from 'n8n-workflow';

import type { Browser } from '../support/browser';
import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { waitForForm } from '../support/forms';
import { VIDEO_URL, type TemplateStage } from './stage';

const TABLE = 'tiktok_slots';
const ZONE = 'Asia/Tokyo';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONE_OFFSET_MS = 9 * HOUR_MS;
const SLOT_HOURS = [9, 13, 18];

/** Template: next free slot. */
export function describeSlots(getStage: () => TemplateStage, getBrowser: () => Browser): void {
	describe('template: next free slot', () => {
		let workflowId: string;
		let formUrl: string;

		beforeAll(async () => {
			const stage = getStage();
			workflowId = await stage.activate('next-free-slot.json');
			await stage.templates.editor.changeSettings(workflowId, { timezone: ZONE });
			await stage.n8n.rest.activateWorkflow(workflowId);
			formUrl = await waitForForm(stage.n8n, 'tiktok-next-free-slot');
		}, RUN_TIMEOUT_MS);

		it(
			'gives each video the next slot that is free, and says when it goes out',
			async () => {
				const expected = slotsFrom(Date.now());
				const answers = [await handIn('Slot one'), await handIn('Slot two')];
				await handIn('Slot three');
				const planned = (await rows()).map(({ publish_at }) => Date.parse(String(publish_at)));
				expect(planned).toEqual(expected.slice(0, 3));
				answers.forEach((answer, index) => {
					const local = new Date((expected[index] ?? 0) + ZONE_OFFSET_MS).toISOString();
					expect(answer).toContain(`at ${local.slice(11, 16)} (${ZONE})`);
				});
				expect(getStage().postsWith('Slot')).toEqual([]);
			},
			RUN_TIMEOUT_MS,
		);

		it(
			'posts what is due, once, and writes it back',
			async () => {
				const stage = getStage();
				const row = { publish_at: new Date(Date.now() - 60_000).toISOString(), status: 'planned' };
				await stage.templates.editor.insertRows(TABLE, [
					{ ...row, video_url: VIDEO_URL, caption: 'Slot due', privacy_level: 'only me' },
					{
						...row,
						video_url: `${VIDEO_URL}.gone`,
						caption: 'Slot gone',
						privacy_level: 'Only Me',
					},
				]);
				await run();
				await run();
				const posts = stage.postsWith('Slot');
				expect(posts.map(({ status, postInfo }) => [status, postInfo.title])).toEqual([
					['PUBLISH_COMPLETE', 'Slot due'],
				]);
				expect(await find('Slot due')).toMatchObject({
					status: 'published',
					publish_id: posts[0]?.publishId,
					error: '',
				});
				expect(await find('Slot gone')).toMatchObject({
					status: 'failed',
					error: expect.stringContaining('404'),
				});
				expect(await find('Slot one')).toMatchObject({ status: 'planned' });
			},
			RUN_TIMEOUT_MS,
		);

		const rows = async () => await getStage().templates.editor.readRows(TABLE);
		const find = async (caption: string): Promise<IDataObject | undefined> =>
			(await rows()).find((row) => row.caption === caption);

		async function run(): Promise<void> {
			const { status } = await getStage().n8n.rest.runWorkflow(workflowId, 'Every 5 minutes');
			expect(status).toBe('success');
		}

		/** Fills in the form as a person does; returns what the next page says. */
		async function handIn(caption: string): Promise<string> {
			const { page } = getBrowser();
			await page.goto(formUrl);
			await page.getByLabel('Video URL').fill(VIDEO_URL);
			await page.getByLabel('Caption').fill(caption);
			await page.getByLabel('Who can see it').selectOption('Friends');
			await page.getByRole('button', { name: 'Submit' }).click();
			await page.getByRole('heading', { name: 'Planned' }).waitFor();
			return await page.locator('.container').innerText();
		}
	});
}

/** The slots of three days in the workflow's zone, as instants. */
function slotsFrom(now: number): number[] {
	const midnight = Math.floor((now + ZONE_OFFSET_MS) / DAY_MS) * DAY_MS - ZONE_OFFSET_MS;
	return [0, 1, 2]
		.flatMap((day) => SLOT_HOURS.map((hour) => midnight + day * DAY_MS + hour * HOUR_MS))
		.filter((slot) => slot > now);
}
