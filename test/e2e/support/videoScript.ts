/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read files; they are never shipped */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_FOLDER } from '../../support/n8n/paths';

const PAGE = 'docs/video-script.md';
/** The names of the columns, and the line below them. */
const HEAD_LINES = 2;
/** One minute. */
export const SEC_PER_MIN = 60;
const VERBS = ['Open', 'Click', 'Enter', 'Choose', 'Press'] as const;
const ACTION = new RegExp(`^(${VERBS.join('|')}) \\*\\*(.+?)\\*\\*(?:: \`(.+)\`)?$`);

/** One thing to do: a label of n8n's or of TikTok's, and for Enter and Choose what goes in there. */
export interface Action {
	verb: (typeof VERBS)[number];
	label: string;
	value: string;
}

/** A row of the script. */
export interface Scene {
	/** When it begins, in seconds. */
	time: number;
	actions: Action[];
	words: string[];
	/** Texts that are on the screen in the end. */
	seen: string[];
}

/** Reads the script from its page. @throws Error for a line that nobody could perform */
export function readVideoScript(): Scene[] {
	const page = readFileSync(join(PROJECT_FOLDER, PAGE), 'utf8');
	const lines = page.split('\n').filter((line) => line.startsWith('|'));
	return lines.slice(HEAD_LINES).map((line) => {
		const cells = line.split('|').map((cell) => cell.trim());
		const [, time = '', click = '', say = '', see = ''] = cells;
		return {
			time: parseTime(time),
			actions: click.split('<br>').map(parseAction),
			words: say.split(/\s+/),
			seen: [...see.matchAll(/\*\*(.+?)\*\*/g)].map(([, text = '']) => text),
		};
	});
}

function parseTime(text: string): number {
	const [minutes = NaN, seconds = NaN] = text.split(':').map(Number);
	return minutes * SEC_PER_MIN + seconds;
}

function parseAction(text: string): Action {
	const [, verb, label = '', value = ''] = ACTION.exec(text) ?? [];
	const known = VERBS.find((candidate) => candidate === verb);
	if (known === undefined) throw new Error(`${PAGE} says what nobody can do: "${text}"`);
	return { verb: known, label, value };
}
