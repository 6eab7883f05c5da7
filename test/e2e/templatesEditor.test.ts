import { openWorkflow, waitForSteps } from './support/canvas';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { EditorSession } from './support/editorSession';
import { countSteps, listTemplates, pathOfTemplate, readTemplate } from './support/templates';
import { useEditor } from './support/useEditor';

/** Below this, the notes can't be read. */
const READABLE_ZOOM = 0.69;

let editor: EditorSession;

const use = useEditor(async () => await ConnectedN8n.open());

beforeAll(async () => {
	editor = await EditorSession.open(use.stage.n8n.url);
}, START_TIMEOUT_MS);

describe.each(listTemplates())('%s in the editor', (fileName) => {
	it(
		'is imported from its file as it is, and opens at a size that can be read',
		async () => {
			const template = await readTemplate(fileName);
			const { name, nodes, connections } = template;
			const workflowId = await importFile(fileName, countSteps(template));

			const saved = await editor.readWorkflow(workflowId);
			expect(saved).toMatchObject({ name, connections });
			expect(saved.nodes.map((node) => node.name)).toEqual(nodes.map((node) => node.name));

			await open(workflowId, countSteps(template));
			expect(await readZoom()).toBeGreaterThan(READABLE_ZOOM);
		},
		RUN_TIMEOUT_MS,
	);
});

describe('a template that Execute workflow sets up', () => {
	it(
		'does so on one click, without a trigger to be chosen',
		async () => {
			const template = await readTemplate('scheduled-publishing.json');
			const ids = await editor.listWorkflows();
			await open(ids.get(template.name) ?? '', countSteps(template));
			await use.browser.page.getByTestId('execute-workflow-button').click();
			await use.browser.page.getByText('Workflow executed successfully').waitFor();
			expect(await editor.readRows('tiktok_calendar')).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);
});

/** ⋯ → Import → From file, on an empty canvas; returns the id under which n8n saves it. */
async function importFile(fileName: string, steps: number): Promise<string> {
	const { page } = use.browser;
	await page.goto(`${use.stage.n8n.url}/workflow/new`);
	await page.getByTestId('workflow-menu').click();
	await page.getByRole('menuitem', { name: 'Import' }).hover();
	const dialog = page.waitForEvent('filechooser');
	const saved = page.waitForResponse(
		(response) =>
			response.request().method() === 'POST' && /\/rest\/workflows(\?|$)/.test(response.url()),
	);
	await page.getByRole('menuitem', { name: 'From file' }).click();
	await (await dialog).setFiles(pathOfTemplate(fileName));
	await waitForSteps(page, steps);
	const { data } = (await (await saved).json()) as { data: { id: string } };
	return data.id;
}

async function open(workflowId: string, steps: number): Promise<void> {
	await openWorkflow(use.browser.page, use.stage.n8n.url, workflowId, steps);
}

/** How large n8n shows the canvas that it has fitted into its window. */
async function readZoom(): Promise<number> {
	const pane = use.browser.page.locator('.vue-flow__transformationpane').first();
	const style = (await pane.getAttribute('style')) ?? '';
	return Number(/scale\(([\d.]+)\)/.exec(style)?.[1]);
}
