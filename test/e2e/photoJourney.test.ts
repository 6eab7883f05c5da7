import { readPhoto } from '../support/image/fixtures';
import { planPicture, writePng } from '../support/image';
import { RUN_TIMEOUT_MS } from './support/connectedN8n';
import { waitForForm } from './support/forms';
import { HttpInbox } from './support/httpInbox';
import { PhotoSetup } from './support/photoSetup';
import { openPublicN8n, PUBLIC_ORIGIN } from './support/photoStage';
import { ImportedTemplates } from './support/templates';
import { useEditor } from './support/useEditor';
import { waitUntil } from './support/waitUntil';

const TEMPLATE = 'ai-picture-to-photo-post.json';
const PATH = 'tiktok-ai-picture';
/** What the documentation promises; the tests of the guide count the same. */
const MOST_STEPS = 13;
/** What image models give: PNG, one of it larger than TikTok takes. */
const DRAWN = [
	readPhoto('sunset.png'),
	writePng(planPicture(6, 8, { width: 1600, height: 1200 })),
	writePng(planPicture(2, 8, { width: 1024, height: 1536 })),
];
const LINES = ['A sunset', 'A wide sunset', 'A tall sunset'];

const use = useEditor(async () => await openPublicN8n());
let model: HttpInbox;

beforeAll(async () => {
	// Answers as OpenAI does, one picture for each prompt.
	model = await HttpInbox.open(({ body }) => {
		const { prompt } = JSON.parse(body) as { prompt: string };
		const picture = DRAWN[LINES.indexOf(prompt)]?.toString('base64');
		return {
			contentType: 'application/json',
			text: JSON.stringify({ data: [{ b64_json: picture }] }),
		};
	});
});

afterAll(async () => await model?.close());

afterEach(() => use.stage.simulator.expectClean());

let setup: PhotoSetup | undefined;

describe('from a fresh n8n to a carousel of AI pictures', () => {
	it(
		'it takes thirteen steps, once',
		async () => {
			const { simulator, n8n } = use.stage;
			setup = await PhotoSetup.do(use.browser, n8n.url, simulator.portalUrl);
			expect(setup.workflowId).toMatch(/^\w{10,}$/);
			expect(setup.steps.length).toBeLessThanOrEqual(MOST_STEPS);
			expect(simulator.app.verifiedProperties).toContainEqual(
				expect.stringMatching(/^https:\/\/n8n\.example\/webhook\/[0-9a-f-]{36}\/$/),
			);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'then a form, one execution, and the carousel is on the profile page',
		async () => {
			const { n8n, simulator } = use.stage;
			const workflowId = await importTemplate();
			await n8n.rest.activateWorkflow(workflowId);
			await waitForForm(n8n, PATH);
			await fillIn();
			await use.browser.page.getByRole('heading', { name: 'Done' }).waitFor();
			await use.browser.page.getByRole('link', { name: 'see it on TikTok' }).waitFor();

			expect(await n8n.rest.listExecutions(workflowId)).toHaveLength(1);
			expect(await n8n.rest.listExecutions(setup?.workflowId ?? '')).toEqual([]);
			expect(simulator.posts).toMatchObject([
				{
					status: 'PUBLISH_COMPLETE',
					request: { is_aigc: true },
					postInfo: { title: 'Three sunsets', privacy_level: 'PUBLIC_TO_EVERYONE' },
					photos: [
						{ type: 'jpeg', width: 540, height: 960 },
						{ type: 'jpeg', width: 1440, height: 1080 },
						{ type: 'jpeg', width: 1024, height: 1536 },
					],
				},
			]);
			await seeTheCarousel();
		},
		RUN_TIMEOUT_MS,
	);
});

/** All templates, as the documentation says, and the credentials for this one; returns its id. */
async function importTemplate(): Promise<string> {
	const { n8n, credentialId } = use.stage;
	const templates = await ImportedTemplates.into(use.stage);
	const openAi = { apiKey: 'none', url: `${model.origin}/v1` };
	const openAiId = await n8n.rest.createCredential('openAiApi', 'Model', openAi);
	return await templates.prepare(TEMPLATE, {
		credentials: {
			tikTokOAuth2Api: { id: credentialId, name: 'TikTok account' },
			openAiApi: { id: openAiId, name: 'Model' },
		},
	});
}

async function fillIn(): Promise<void> {
	const { page } = use.browser;
	await page.goto(`${PUBLIC_ORIGIN}/form/${PATH}`);
	await page.getByLabel('Pictures').fill(LINES.join('\n'));
	await page.getByLabel('Title').fill('Three sunsets');
	await page.getByLabel('Text', { exact: true }).fill('Drawn, not seen #sim');
	await page.getByLabel('Who can see it').selectOption('Everyone');
	await page.getByRole('button', { name: 'Submit' }).click();
}

async function seeTheCarousel(): Promise<void> {
	const { page } = use.browser;
	await page.goto(use.stage.simulator.profileUrl('sim.creator'));
	const carousel = page.getByRole('group', { name: '3 photos' });
	const photos = carousel.getByRole('img');
	expect(await photos.count()).toBe(3);
	for (const photo of await photos.all()) {
		await photo.scrollIntoViewIfNeeded();
		await waitUntil(
			async () => await photo.evaluate((image: { naturalWidth: number }) => image.naturalWidth > 0),
			'the picture is shown',
		);
	}
	await page.getByText('Drawn, not seen #sim').waitFor();
	await use.browser.takeScreenshot('photos-carousel');
}
