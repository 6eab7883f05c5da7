/* eslint-disable @n8n/community-nodes/no-restricted-imports,
   @n8n/community-nodes/require-node-api-error
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator';
import {
	startN8n,
	type RunningN8n,
	type StartN8nOptions,
	type WorkflowJson,
} from '../../support/n8n';
import { SAMPLE_MP4_PATH } from '../../support/video';

/** Type of the package's credential. */
export const CREDENTIAL_TYPE = 'tikTokOAuth2Api';
const CREDENTIAL_NAME = 'TikTok account';
const POSTING = ['video.publish', 'video.upload'];
const READING = ['video.list', 'user.info.profile', 'user.info.stats'];

/** Starting n8n on a busy machine takes its time; installing it happened before. */
export const START_TIMEOUT_MS = 300_000;
/** One workflow run, or a few. */
export const RUN_TIMEOUT_MS = 300_000;

/** A node as it stands in a workflow, without its place on the canvas. */
export interface FlowNode extends IDataObject {
	name: string;
	type: string;
	typeVersion: number;
	parameters: IDataObject;
}

/** A simulator and a real n8n with one TikTok account connected. */
export class ConnectedN8n<N8n extends RunningN8n = RunningN8n> {
	private constructor(
		readonly simulator: Simulator,
		readonly n8n: N8n,
		readonly credentialId: string,
	) {}

	/** Starts both and goes through the consent page as a desktop app on n8n's loopback address. */
	static async open(
		env?: Record<string, string>,
		installPackage?: StartN8nOptions['installPackage'],
	): Promise<ConnectedN8n> {
		return await ConnectedN8n.openOn(
			async (simulator) => await startN8n({ simulator, env, installPackage }),
		);
	}

	/** The same with an n8n that `start` starts. */
	static async openOn<N8n extends RunningN8n>(
		start: (simulator: Simulator) => Promise<N8n>,
	): Promise<ConnectedN8n<N8n>> {
		const simulator = await startSimulator();
		try {
			const n8n = await start(simulator);
			simulator.app.platform = 'desktop';
			const credentialId = await createCredential(simulator, n8n);
			await n8n.rest.connect(credentialId);
			return new ConnectedN8n(simulator, n8n, credentialId);
		} catch (error) {
			await simulator.close();
			throw error;
		}
	}

	/** One more credential of the same app that nobody has connected yet. */
	async createUnconnectedCredential(): Promise<string> {
		return await createCredential(this.simulator, this.n8n);
	}

	/** A credential of the first account that may also read posts and the profile; returns its id. */
	async createReadingCredential(): Promise<string> {
		const id = await createCredential(this.simulator, this.n8n, [...POSTING, ...READING]);
		await this.n8n.rest.connect(id);
		return id;
	}

	/** Puts the sample video where n8n may read it; returns its path there. */
	async provideSampleVideo(): Promise<string> {
		const path = join(this.n8n.filesFolder, 'sample.mp4');
		await copyFile(SAMPLE_MP4_PATH, path);
		return path;
	}

	/** Imports a workflow whose nodes follow one another; returns its id. */
	async importChain(name: string, nodes: FlowNode[], settings?: IDataObject): Promise<string> {
		const chain = buildChain(name, nodes);
		return await this.n8n.rest.importWorkflow({ ...chain, ...(settings && { settings }) });
	}

	/** Node "Post": publishes the binary field `data` publicly and waits, unless told otherwise. */
	postNode(parameters: IDataObject = {}, rest: IDataObject = {}): FlowNode {
		return this.tikTokNode(
			'Post',
			{
				operation: 'create',
				binaryPropertyName: 'data',
				caption: 'Morning run #sim',
				privacyLevel: 'PUBLIC_TO_EVERYONE',
				...parameters,
			},
			rest,
		);
	}

	/** The same node as the tool of an AI agent. */
	toolNode(rest: IDataObject = {}): FlowNode {
		return { ...this.postNode({}, rest), type: 'n8n-nodes-tiktok-post.tikTokPostTool' };
	}

	/** Node "Status": asks for the incoming item's post until it is finished. */
	statusNode(parameters: IDataObject = {}): FlowNode {
		return this.tikTokNode('Status', {
			operation: 'getStatus',
			publishId: '={{ $json.publish_id }}',
			waitUntilFinished: true,
			...parameters,
		});
	}

	/** Stops both; the simulator must have nothing to complain about. */
	async close(): Promise<void> {
		await this.n8n.stop();
		await this.simulator.close();
	}

	private tikTokNode(name: string, parameters: IDataObject, rest: IDataObject = {}): FlowNode {
		return {
			name,
			type: 'n8n-nodes-tiktok-post.tikTokPost',
			typeVersion: 1,
			credentials: credentialReference(this.credentialId),
			parameters: { resource: 'post', ...parameters },
			...rest,
		};
	}
}

/** How a node names its credential. */
export function credentialReference(id: string): IDataObject {
	return { [CREDENTIAL_TYPE]: { id, name: CREDENTIAL_NAME } };
}

/** Node "Start": runs when somebody presses Execute. */
export const MANUAL_START: FlowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** Node "TikTok Post Trigger", and what else it has besides its events. */
export function triggerNode(events: readonly string[], rest: IDataObject = {}): FlowNode {
	return {
		name: 'TikTok Post Trigger',
		type: 'n8n-nodes-tiktok-post.tikTokPostTrigger',
		typeVersion: 1,
		parameters: { events: [...events], options: {} },
		...rest,
	};
}

/** Node "Read": loads a file into the binary field `data`. */
export function readFileNode(path: string): FlowNode {
	return {
		name: 'Read',
		type: 'n8n-nodes-base.readWriteFile',
		typeVersion: 1,
		parameters: { fileSelector: path, options: {} },
	};
}

/** A workflow whose nodes follow one another. */
export function buildChain(name: string, nodes: FlowNode[]): WorkflowJson {
	const COLUMN = 220;
	const links = nodes.slice(1).map((node, index) => {
		const target = { main: [[{ node: node.name, type: 'main', index: 0 }]] };
		return [nodes[index]?.name ?? '', target] as const;
	});
	return {
		name,
		nodes: nodes.map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [index * COLUMN, 0],
		})),
		connections: Object.fromEntries(links),
	};
}

async function createCredential(
	simulator: Simulator,
	n8n: RunningN8n,
	requestedScopes = POSTING,
): Promise<string> {
	return await n8n.rest.createCredential(CREDENTIAL_TYPE, CREDENTIAL_NAME, {
		clientId: simulator.app.clientKey,
		clientSecret: simulator.app.clientSecret,
		appPlatform: 'desktop',
		requestedScopes,
	});
}
