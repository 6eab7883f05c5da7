import type { IBinaryData } from 'n8n-workflow';
import type { Item } from '../api/item';
import { InputError } from '../../tiktok/api/errors';
import { trimBlanks } from '../../tiktok/values/plainText';
import { runsAsTool } from '../runsAsTool';
import { describeFieldName, findMistakenName } from './fieldName';

/** A parameter that names files of the item. */
export interface FileParameter {
	/** As the editor shows it. */
	readonly label: string;
	readonly wanted: string;
	/** For URLs, and what hands over no files. */
	readonly otherwise: string;
}

const VIDEO_FILE: FileParameter = {
	label: 'Input Binary Field',
	wanted: 'the video',
	otherwise: 'Set Video Source to URL instead.',
};
/** What stands deeper, or is more, is not listed: the list is only to help. */
const MAX_DEPTH = 5;
const FIELDS_ONLY = 2;
const MAX_LISTED = 10;

/** A file of n8n's, and what to call it in messages. */
export interface FoundFile {
	readonly file: IBinaryData;
	/** Of the stored file; absent when the item holds it itself. */
	readonly id: string | undefined;
	readonly label: string;
}

/**
 * The file that a parameter means.
 *
 * @param field the name of a field of the item, in workflows that keep files in JSON a path there; or, from an
 * expression, the file itself, as n8n's own nodes take it
 * @throws InputError when there is no such file, naming those there are
 */
export function findBinaryFile(
	item: Item,
	field: string | object,
	parameter = VIDEO_FILE,
): FoundFile {
	const { label } = parameter;
	if (typeof field === 'object') {
		if (isFile(field)) return { file: field, id: storedIdOf(field), label };
		const what = 'mimeType' in field ? 'a file without its contents' : 'no file';
		throw noFile(item, parameter, `${label}: the expression gives ${what}`);
	}
	const exact = lookUp(item, field);
	const name = exact === undefined ? trimBlanks(field) : field;
	const file = exact ?? lookUp(item, name);
	const shown = describeFieldName(name);
	if (isFile(file)) return { file, id: storedIdOf(file), label: `binary field "${shown}"` };
	if (file === undefined) throw noField(item, parameter, name);
	throw noFile(item, parameter, `${label}: the binary field "${shown}" holds no file`);
}

function noField(item: Item, parameter: FileParameter, name: string): InputError {
	const { label, otherwise } = parameter;
	const message = `${label}: the item has no binary field "${describeFieldName(name)}"`;
	switch (findMistakenName(name)) {
		case 'url':
			return new InputError(
				message,
				`This is a URL, not the name of a field. ${otherwise}`,
				'media',
			);
		case 'content':
			return new InputError(
				message,
				`Give the name of the field that holds the file, not its content. ${adviseFile(item, parameter)}`,
				'media',
			);
		default:
			return noFile(item, parameter, message);
	}
}

/** n8n knows where this workflow keeps its files; what comes along otherwise is found in the usual place. */
function lookUp(item: Item, name: string): unknown {
	try {
		return item.n8n.helpers.assertBinaryData(item.index, name);
	} catch {
		return item.n8n.getInputData()[item.index]?.binary?.[name];
	}
}

/**
 * What n8n can read: stored under an id of its own, or in the item as base64. Records of services have ids, too. Files
 * that a Code node has made may lack the type.
 */
function isFile(value: unknown): value is IBinaryData {
	if (typeof value !== 'object' || value === null) return false;
	const { mimeType, fileName, data } = value as Partial<Record<keyof IBinaryData, unknown>>;
	const isDescribed = typeof mimeType === 'string' || typeof fileName === 'string';
	return isDescribed && (typeof data === 'string' || storedIdOf(value) !== undefined);
}

/** n8n's ids begin with the place where the file is. */
function storedIdOf({ id }: { id?: unknown }): string | undefined {
	return typeof id === 'string' && /^[\w-]+:/.test(id) ? id : undefined;
}

export function noFile(item: Item, parameter: FileParameter, message: string): InputError {
	return new InputError(message, adviseFile(item, parameter), 'media');
}

function adviseFile(item: Item, { label, wanted, otherwise }: FileParameter): string {
	const names = listFiles(item).map((name) => `"${describeFieldName(name)}"`);
	if (names.length > 0) {
		return `Set ${label} to one the item has: ${names.slice(0, MAX_LISTED).join(', ')}.`;
	}
	if (runsAsTool(item.n8n.getNode())) {
		return `n8n hands no files to the tools of an AI agent. ${otherwise}`;
	}
	const { binary } = item.n8n.getInputData()[item.index] ?? {};
	return binary === undefined
		? `The item holds no file. Put a node that delivers ${wanted} before this one, for example HTTP Request or Google Drive.`
		: 'Check the node before this one: a Code node has to return a file as binary: { data: { data: <base64 text>, mimeType: "video/mp4" } }.';
}

/** The names of an item's files, in their order; in workflows that keep files in JSON also those that stand there. */
export function listFiles(item: Item): string[] {
	const { json, binary } = item.n8n.getInputData()[item.index] ?? {};
	const isCombined = item.n8n.getWorkflowSettings().binaryMode === 'combined';
	const fields = Array.isArray(binary) ? undefined : binary;
	return listPaths(fields, '', FIELDS_ONLY).concat(
		isCombined ? listPaths(json, '', MAX_DEPTH) : [],
	);
}

/** Where files are in a value, as a path that n8n reads, for example `files[0].clip`. */
function listPaths(value: unknown, path: string, depth: number): string[] {
	if (typeof value !== 'object' || value === null || depth === 0) return [];
	if (path !== '' && isFile(value)) return [path];
	return Object.entries(value).flatMap(([key, entry]) => {
		const step = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`;
		return listPaths(entry, path + step, depth - 1);
	});
}
