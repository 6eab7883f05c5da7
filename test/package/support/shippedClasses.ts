/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports -- runs in Jest on a developer's machine and never ships */
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import path from 'node:path';
import { ensureFreshDist } from './freshDist';
import { readProjectFile, ROOT } from './projectFiles';

/** A class of the package, built and loaded from `dist` as n8n does. */
export interface Shipped<T> {
	file: string;
	instance: T;
}

/** Builds if needed and loads the registered nodes. */
export function loadNodes(): Array<Shipped<INodeType>> {
	return loadAll<INodeType>('nodes');
}

/** Builds if needed and loads the registered credentials. */
export function loadCredentials(): Array<Shipped<ICredentialType>> {
	return loadAll<ICredentialType>('credentials');
}

function loadAll<T>(kind: 'nodes' | 'credentials'): Array<Shipped<T>> {
	ensureFreshDist();
	const { n8n } = JSON.parse(readProjectFile('package.json')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	return n8n[kind].map((file) => ({ file, instance: construct<T>(file) }));
}

function construct<T>(file: string): T {
	const [className = ''] = path.basename(file).split('.');
	const classes = require(path.join(ROOT, file)) as Record<string, new () => T>;
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
