/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import type { WorkflowJson } from '../../support/n8n';
import { PROJECT_FOLDER } from '../../support/n8n/paths';
import type { ConnectedN8n } from './connectedN8n';
import { EditorSession } from './editorSession';

const TEMPLATES_FOLDER = join(PROJECT_FOLDER, 'templates');

/** What a user changes in an imported template before activating it. */
export interface TemplateChanges {
	/** Credentials by type, given to every node that takes one of that type. */
	credentials: Readonly<Record<string, { id: string; name: string }>>;
	/** Anything else, done to the nodes by their names. */
	nodes?: Readonly<Record<string, (node: INode) => void>>;
}

/** The workflow templates, imported into a running n8n by its command line. */
export class ImportedTemplates {
	private constructor(
		readonly editor: EditorSession,
		private readonly ids: ReadonlyMap<string, string>,
	) {}

	/** Imports the whole folder, as its documentation tells users to. */
	static async into({ n8n }: ConnectedN8n): Promise<ImportedTemplates> {
		const imported = await n8n.cli([
			'import:workflow',
			'--separate',
			`--input=${TEMPLATES_FOLDER}`,
		]);
		if (imported.code !== 0) throw new Error(`The import failed: ${imported.stderr}`);
		const editor = await EditorSession.open(n8n.url);
		return new ImportedTemplates(editor, await editor.listWorkflows());
	}

	/** Finds the workflow of a template file and makes it ready to run; returns its id. */
	async prepare(fileName: string, changes: TemplateChanges): Promise<string> {
		const id = this.idOf((await readTemplate(fileName)).name);
		await this.editor.changeNodes(id, (node) => {
			const credentials = credentialsOf(node, changes.credentials);
			if (Object.keys(credentials).length > 0) {
				node.credentials = credentials as INode['credentials'];
			}
			changes.nodes?.[node.name]?.(node);
		});
		return id;
	}

	/** The id that n8n gave a template, by the template's name. */
	idOf(name: string): string {
		const id = this.ids.get(name);
		if (id === undefined) throw new Error(`n8n did not import "${name}"`);
		return id;
	}
}

/** All template files, by name. */
export function listTemplates(): string[] {
	return readdirSync(TEMPLATES_FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort();
}

/** Where a template lies, for whoever picks the file in a dialog. */
export function pathOfTemplate(fileName: string): string {
	return join(TEMPLATES_FOLDER, fileName);
}

/** How many nodes of a template do something; its notes don't. */
export function countSteps({ nodes }: Pick<WorkflowJson, 'nodes'>): number {
	return nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote').length;
}

/** A template as it lies in the repository. */
export async function readTemplate(fileName: string): Promise<WorkflowJson> {
	return JSON.parse(await readFile(pathOfTemplate(fileName), 'utf8')) as WorkflowJson;
}

/** Which credential type a template's node asks for, by the node's type. */
const CREDENTIAL_TYPES: Readonly<Record<string, string>> = {
	'n8n-nodes-tiktok-post.tikTokPost': 'tikTokOAuth2Api',
	'n8n-nodes-tiktok-post.tikTokPostTrigger': 'tikTokOAuth2Api',
	'n8n-nodes-base.crypto': 'crypto',
	'n8n-nodes-base.webhook': 'httpHeaderAuth',
	'n8n-nodes-base.googleDriveTrigger': 'googleApi',
	'n8n-nodes-base.googleDrive': 'googleApi',
	'n8n-nodes-base.googleSheets': 'googleApi',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
	'@n8n/n8n-nodes-langchain.openAi': 'openAiApi',
};

function credentialsOf(node: INode, all: TemplateChanges['credentials']): IDataObject {
	const type = CREDENTIAL_TYPES[node.type];
	const credential = type === undefined ? undefined : all[type];
	return type === undefined || credential === undefined ? {} : { [type]: credential };
}
