/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code is never shipped and reads a file beside itself */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Switches } from './switches';

/** What stands in place of a position that was not seen. */
export const UNKNOWN = 'unknown';
/** Begins the position of a switch that was seen to be none of the simulator's. */
export const OTHER = 'other: ';

/** What `npm run live` found at the real TikTok; empty until somebody has sent a report. */
export interface Observed {
	/** Day, as `2026-11-30`. */
	readonly seenOn?: string;
	/** A position of the switch, `unknown`, or `other: …`. */
	readonly switches?: Readonly<Partial<Record<keyof Switches, unknown>>>;
}

export const OBSERVED_FILE = path.join(__dirname, 'observed.json');
export const README_FILE = path.join(__dirname, 'README.md');
/** What TikTok was seen to do, by the last report that was adopted. */
export const OBSERVED = JSON.parse(readFileSync(OBSERVED_FILE, 'utf8')) as Observed;

const TABLE = /(?<=\n## Switches\n[\s\S]*?\n)(?:\|.*\n)+/;
const COLUMNS = 4;

/** The positions among them that the simulator can take. */
export function seenSwitches({ switches = {} }: Observed): Partial<Switches> {
	const taken = Object.entries(switches).filter(([, position]) => isPosition(position));
	return Object.fromEntries(taken) as Partial<Switches>;
}

function isPosition(position: unknown): boolean {
	return position !== UNKNOWN && !String(position).startsWith(OTHER);
}

/** The simulator's README with what was seen as the last column of its table of switches; without, if nothing was. */
export function withSeenColumn(readme: string, observed: Observed): string {
	return readme.replace(TABLE, (table) => {
		const rows = table.trimEnd().split('\n').map(readCells);
		return rows.map((cells, row) => formatRow(cells, cellOf(cells, row, observed))).join('');
	});
}

function readCells(row: string): string[] {
	return row.split('|').slice(1, 1 + COLUMNS);
}

function cellOf(cells: readonly string[], row: number, observed: Observed): string | undefined {
	if (observed.seenOn === undefined) return undefined;
	if (row === 0) return `Seen at TikTok on ${observed.seenOn}`;
	if (row === 1) return '---';
	const names = [...(cells[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
	const { switches = {} } = observed;
	const positions = names.map((name) =>
		name in switches ? switches[name as keyof Switches] : UNKNOWN,
	);
	return positions.every((position) => position === UNKNOWN)
		? ''
		: positions.map(String).join(', ');
}

function formatRow(cells: readonly string[], added: string | undefined): string {
	return `|${[...cells, ...(added === undefined ? [] : [` ${added} `])].join('|')}|\n`;
}
