/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports -- runs in Jest on a developer's machine and never ships */
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import path from 'node:path';
import { readFileSync } from 'node:fs';

/** A class of the package, loaded from the packed files as n8n does. */
export interface Shipped<T> {
	file: string;
	instance: T;
}

/** Loads the nodes that the package in this folder registers. */
export function loadNodes(folder: string): Array<Shipped<INodeType>> {
	return loadAll<INodeType>(folder, 'nodes');
}

/** Loads the credentials that the package in this folder registers. */
export function loadCredentials(folder: string): Array<Shipped<ICredentialType>> {
	return loadAll<ICredentialType>(folder, 'credentials');
}

function loadAll<T>(folder: string, kind: 'nodes' | 'credentials'): Array<Shipped<T>> {
	const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	return n8n[kind].map((name) => {
		const file = path.join(folder, name);
		return { file, instance: construct<T>(file) };
	});
}

function construct<T>(file: string): T {
	const [className = ''] = path.basename(file).split('.');
	const classes = require(file) as Record<string, new () => T>;
	const Loaded = classes[className];
	if (!Loaded) throw new Error(`${file} exports no class ${className}`);
	return new Loaded();
}

/** All properties, those inside collections included, with a path for messages. */
export function listProperties(
	properties: INodeProperties[],
	parent = '',
): Array<{ path: string; property: INodeProperties }> {
	return properties.flatMap((property) => {
		const path = `${parent}${property.name}`;
		return [{ path, property }, ...listProperties(listChildren(property), `${path}.`)];
	});
}

function listChildren(property: INodeProperties): INodeProperties[] {
	const options = property.options ?? [];
	if (property.type === 'collection') return options as INodeProperties[];
	if (property.type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap((collection) => collection.values);
}

/** The entries of a drop-down; empty for every other kind of property. */
export function listChoices(property: INodeProperties): INodePropertyOptions[] {
	const isChoice = property.type === 'options' || property.type === 'multiOptions';
	return isChoice ? ((property.options ?? []) as INodePropertyOptions[]) : [];
}
