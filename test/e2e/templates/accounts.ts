import { SAMPLE_MP4_PATH, sha256OfFile } from '../../support/video';
import type { Browser } from '../support/browser';
import { CREDENTIAL_TYPE, RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { waitForForm } from '../support/forms';
import type { TemplateStage } from './stage';

const CAPTION = 'For everybody #accounts';

/** Template: one video to several accounts. */
export function describeAccounts(getStage: () => TemplateStage, getBrowser: () => Browser): void {
	describe('template: one video to several accounts', () => {
		let formUrl: string;

		beforeAll(async () => {
			const stage = getStage();
			const unconnected = await stage.connected.createUnconnectedCredential();
			const use = (id: string) => (node: { credentials?: object }) =>
				void Object.assign(node, { credentials: { [CREDENTIAL_TYPE]: { id, name: 'TikTok' } } });
			await stage.activate('several-accounts.json', {
				nodes: {
					'Second account': use(stage.secondCredentialId),
					'Third account': use(unconnected),
				},
			});
			formUrl = await waitForForm(stage.n8n, 'tiktok-several-accounts');
		}, RUN_TIMEOUT_MS);

		it(
			'posts to each account, and tells for each how it went, although one fails',
			async () => {
				const stage = getStage();
				const { page } = getBrowser();
				await page.goto(formUrl);
				await page.getByLabel('Video').setInputFiles(SAMPLE_MP4_PATH);
				await page.getByLabel('Caption').fill(CAPTION);
				await page.getByLabel('Who can see it').selectOption('Everyone');
				await page.getByRole('button', { name: 'Submit' }).click();
				await page.getByRole('heading', { name: 'Done' }).waitFor();
				const answer = await page.locator('.container').innerText();
				await getBrowser().takeScreenshot('template-accounts');

				expect(answer).toContain('First account (@sim.creator): posted');
				expect(answer).toContain('Second account (@second.creator): posted');
				expect(answer).toMatch(/Third account: .*connect/i);
				const links = page.getByRole('link', { name: 'see it on TikTok' });
				const urls = await links.evaluateAll((found) =>
					found.map((link) => (link as unknown as { href: string }).href),
				);
				expect(urls).toEqual([
					expect.stringMatching(/^https:\/\/www\.tiktok\.com\/@sim\.creator\/video\/\d+$/),
					expect.stringMatching(/^https:\/\/www\.tiktok\.com\/@second\.creator\/video\/\d+$/),
				]);
				const posts = stage.postsWith(CAPTION);
				expect(new Set(posts.map(({ openId }) => openId)).size).toBe(2);
				expect(posts.map(({ sha256 }) => sha256)).toEqual([
					await sha256OfFile(SAMPLE_MP4_PATH),
					await sha256OfFile(SAMPLE_MP4_PATH),
				]);
			},
			RUN_TIMEOUT_MS,
		);
	});
}
