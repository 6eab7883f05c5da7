import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { EditorSession } from './support/editorSession';
import { listTemplates, pathOfTemplate, readTemplate } from './support/templates';
import { useEditor } from './support/useEditor';

/** Below this, the notes can't be read. */
const READABLE_ZOOM = 0.69;
/** Where n8n's window has the workflow, without what stands around it. */
const CANVAS = { x: 140, y: 115, width: 1220, height: 690 };
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

let editor: EditorSession;

const use = useEditor(async () => await ConnectedN8n.open());

beforeAll(async () => {
	editor = await EditorSession.open(use.stage.n8n.url);
}, START_TIMEOUT_MS);

describe.each(listTemplates())('%s in the editor', (fileName) => {
	it(
		'is imported from its file as it is, and opens at a size that can be read',
		async () => {
			const { name, nodes, connections } = await readTemplate(fileName);
			const steps = nodes.filter(({ type }) => type !== STICKY_NOTE);
			const workflowId = await importFile(fileName, steps.length);

			const saved = await editor.readWorkflow(workflowId);
			expect(saved).toMatchObject({ name, connections });
			expect(saved.nodes.map((node) => node.name)).toEqual(nodes.map((node) => node.name));

			await open(workflowId, steps.length);
			const picture = `template-${fileName.replace('.json', '')}`;
			await use.browser.takeScreenshot(picture, use.browser.page, CANVAS);
			expect(await readZoom()).toBeGreaterThan(READABLE_ZOOM);
		},
		RUN_TIMEOUT_MS,
	);
});

describe('a template that Execute workflow sets up', () => {
	it(
		'does so on one click, without a trigger to be chosen',
		async () => {
			const { name, nodes } = await readTemplate('scheduled-publishing.json');
			const steps = nodes.filter(({ type }) => type !== STICKY_NOTE);
			await open((await editor.listWorkflows()).get(name) ?? '', steps.length);
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
	await waitForNodes(steps);
	const { data } = (await (await saved).json()) as { data: { id: string } };
	return data.id;
}

async function open(workflowId: string, steps: number): Promise<void> {
	await use.browser.page.goto(`${use.stage.n8n.url}/workflow/${workflowId}`);
	await waitForNodes(steps);
}

async function waitForNodes(count: number): Promise<void> {
	await use.browser.page
		.getByTestId('canvas-node')
		.nth(count - 1)
		.waitFor();
}

/** How large n8n shows the canvas that it has fitted into its window. */
async function readZoom(): Promise<number> {
	const pane = use.browser.page.locator('.vue-flow__transformationpane').first();
	const style = (await pane.getAttribute('style')) ?? '';
	return Number(/scale\(([\d.]+)\)/.exec(style)?.[1]);
}
