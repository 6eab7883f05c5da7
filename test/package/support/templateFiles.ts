import type { INode } from 'n8n-workflow';

import { listFiles, readProjectFile } from './projectFiles';

/** The workflow templates, from the project's folder on. */
export const TEMPLATE_FILES = listFiles('templates').filter((file) => file.endsWith('.json'));

/** A workflow as n8n's editor exports it. */
export interface Template {
	name: string;
	nodes: INode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
	[key: string]: unknown;
}

export function readTemplate(file: string): Template {
	return JSON.parse(readProjectFile(file)) as Template;
}

/** True for a note on the canvas, false for a node that does something. */
export function isNote({ type }: INode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

/** All texts inside a value. */
export function listTexts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (value === null || typeof value !== 'object') return [];
	return Object.values(value).flatMap(listTexts);
}

/** All names of fields inside a value. */
export function listKeys(value: unknown): string[] {
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([key, inner]) => [key, ...listKeys(inner)]);
}
