/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- end-to-end tests read files; they are never shipped */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { TikTokOAuth2Api } from '../../../credentials/TikTokOAuth2Api.credentials';
import { TikTokPost } from '../../../nodes/TikTokPost/TikTokPost.node';
import { TikTokPostTrigger } from '../../../nodes/TikTokPost/TikTokPostTrigger.node';

import { CACHE_FOLDER } from '../../support/n8n/paths';

const ROOT = join(__dirname, '..', '..', '..');

/** Where `npm run pictures` notes what its pictures show. */
export const MANIFEST_FILE = 'docs/images/manifest.json';

/** The pictures of the docs, each in a light and a dark version, and what they show. */
export const PICTURES = {
	'nodes-panel': ['node', 'trigger', 'codex'],
	create: ['node'],
	options: ['node'],
	output: ['node'],
	error: ['node', 'errors'],
	trigger: ['trigger'],
	credential: ['credential'],
	consent: ['consent'],
	'profile-page': ['pages'],
} as const satisfies Record<string, readonly Subject[]>;

/** Where the tests put the pictures, and a note of what they show. */
export const MADE_FOLDER = join(CACHE_FOLDER, 'screenshots');
/** Where the docs have theirs. */
export const DOCS_FOLDER = join(ROOT, 'docs', 'images');

export type PictureName = keyof typeof PICTURES;
type Subject = 'node' | 'errors' | 'trigger' | 'codex' | 'credential' | 'consent' | 'pages';

export const THEMES = ['light', 'dark'] as const;

/** The file of a picture, from the docs' folder of pictures on. */
export function fileOf(name: PictureName, theme: (typeof THEMES)[number]): string {
	return theme === 'light' ? `${name}.png` : `${name}-dark.png`;
}

/** The names of all pictures, each with what stands for what it shows. */
export function hashAll(): Record<string, string> {
	const names = Object.keys(PICTURES) as PictureName[];
	return Object.fromEntries(names.map((name) => [name, hashOf(name)]));
}

/** Stands for what a picture shows: when it changes, the picture is old. */
export function hashOf(name: PictureName): string {
	const shown = PICTURES[name].map(read);
	return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
}

function read(subject: Subject): unknown {
	switch (subject) {
		case 'node':
			return new TikTokPost().description;
		case 'trigger':
			return new TikTokPostTrigger().description;
		case 'codex':
			return readText('nodes/TikTokPost/TikTokPost.node.json');
		case 'credential':
			return new TikTokOAuth2Api().properties;
		case 'errors':
			return readText('nodes/shared/n8n/media/url/downloadFailure.ts');
		case 'consent':
			return ['consentPage.ts', 'style.ts'].map((file) => readText(`test/simulator/pages/${file}`));
		case 'pages':
			return ['profilePage.ts', 'style.ts'].map((file) => readText(`test/simulator/pages/${file}`));
	}
}

function readText(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8');
}
