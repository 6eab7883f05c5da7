import { CANVAS, openWorkflow } from './support/canvas';
import { ConnectedN8n, RUN_TIMEOUT_MS, START_TIMEOUT_MS } from './support/connectedN8n';
import { onlyInDefaultVersion } from './support/onlyInDefaultVersion';
import { pictureOfTemplate, THEMES } from './support/pictures';
import { takePicture, useTheme } from './support/takePicture';
import { countSteps, ImportedTemplates, listTemplates, readTemplate } from './support/templates';
import { useEditor } from './support/useEditor';

let templates: ImportedTemplates;

const use = useEditor(async () => await ConnectedN8n.open());

beforeAll(async () => {
	templates = await ImportedTemplates.into(use.stage);
}, START_TIMEOUT_MS);

/** The canvases in the docs, as `npm run pictures` keeps them. */
onlyInDefaultVersion.each(THEMES)('canvases, %s', (theme) => {
	beforeAll(async () => await useTheme(use.browser, use.stage.n8n.url, theme));

	it.each(listTemplates())(
		'%s',
		async (fileName) => {
			const { page } = use.browser;
			const template = await readTemplate(fileName);
			const id = templates.idOf(template.name);
			await openWorkflow(page, use.stage.n8n.url, id, countSteps(template));
			await takePicture(use.browser, pictureOfTemplate(fileName), theme, { clip: CANVAS });
		},
		RUN_TIMEOUT_MS,
	);
});
