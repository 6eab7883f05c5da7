/* eslint-disable @n8n/community-nodes/no-restricted-imports -- end-to-end tests read files; they are never shipped */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeType } from 'n8n-workflow';

import { TikTokOAuth2Api } from '../../../credentials/TikTokOAuth2Api.credentials';
import { TikTokPost } from '../../../nodes/TikTokPost/TikTokPost.node';
import { TikTokPostTrigger } from '../../../nodes/TikTokPost/TikTokPostTrigger.node';

import { CACHE_FOLDER, PROJECT_FOLDER } from '../../support/n8n/paths';
import { listTemplates, pathOfTemplate } from './templates';

/** Where `npm run pictures` notes what its pictures show. */
export const MANIFEST_FILE = 'docs/images/manifest.json';
/** Where the tests put the pictures. */
export const MADE_FOLDER = join(CACHE_FOLDER, 'screenshots');
/** Where the docs have theirs. */
export const DOCS_FOLDER = join(PROJECT_FOLDER, 'docs', 'images');

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Parts of the project that pictures show. */
const SUBJECTS = {
	node: () => new TikTokPost().description,
	trigger: () => new TikTokPostTrigger().description,
	codex: () => readText('nodes/TikTokPost/TikTokPost.node.json'),
	credential: () => new TikTokOAuth2Api().properties,
	errors: () => readText('nodes/shared/n8n/media/url/downloadFailure.ts'),
	consent: () => readPages('consentPage.ts', 'style.ts'),
	profile: () => readPages('profilePage.ts', 'style.ts'),
	canvas: () => [new TikTokPost(), new TikTokPostTrigger()].map(showOnCanvas),
};
type Subject = keyof typeof SUBJECTS;

/** What the pictures of panels and pages show. */
const PANELS: Readonly<Record<string, readonly Subject[]>> = {
	'nodes-panel': ['node', 'trigger', 'codex'],
	create: ['node'],
	options: ['node'],
	output: ['node'],
	error: ['node', 'errors'],
	trigger: ['trigger'],
	credential: ['credential'],
	consent: ['consent'],
	'profile-page': ['profile'],
};

/** The pictures of the templates, and their files. */
const TEMPLATES = new Map(listTemplates().map((file) => [pictureOfTemplate(file), file]));

/** The pictures of the docs, each in a light and a dark version. */
export const PICTURE_NAMES = [...Object.keys(PANELS), ...TEMPLATES.keys()];

/** The files of all pictures, from the docs' folder of pictures on. */
export const PICTURE_FILES = PICTURE_NAMES.flatMap((name) =>
	THEMES.map((theme) => fileOfPicture(name, theme)),
);

/** The picture of a template's canvas, by the template's file. */
export function pictureOfTemplate(fileName: string): string {
	return `template-${fileName.replace('.json', '')}`;
}

/** The file of a picture, from the docs' folder of pictures on. */
export function fileOfPicture(name: string, theme: Theme): string {
	if (!PICTURE_NAMES.includes(name)) throw new Error(`The docs have no picture "${name}"`);
	return theme === 'light' ? `${name}.png` : `${name}-dark.png`;
}

/** Stands for what a picture shows: when it changes, the picture is old. */
export function hashOf(name: string): string {
	const shown = JSON.stringify(listShown(name));
	return createHash('sha256').update(shown).digest('hex').slice(0, 16);
}

function listShown(name: string): unknown[] {
	const template = TEMPLATES.get(name);
	if (template === undefined) return (PANELS[name] ?? []).map((subject) => SUBJECTS[subject]());
	const workflow: unknown = JSON.parse(readFileSync(pathOfTemplate(template), 'utf8'));
	return [workflow, SUBJECTS.canvas()];
}

/** What n8n's canvas shows of a node type, beside the names of nodes. */
function showOnCanvas({ description }: INodeType): unknown[] {
	return [description.icon, description.subtitle];
}

function readPages(...files: string[]): string[] {
	return files.map((file) => readText(`test/simulator/pages/${file}`));
}

function readText(file: string): string {
	return readFileSync(join(PROJECT_FOLDER, file), 'utf8');
}
