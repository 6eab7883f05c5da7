/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { IDataObject } from 'n8n-workflow';

import type { Post, Simulator } from '../../simulator';
import { findQuietPort, startN8n, type Execution } from '../../support/n8n';
import {
	ConnectedN8n,
	CREDENTIAL_TYPE,
	credentialReference,
	MANUAL_START,
	readFileNode,
	type FlowNode,
} from './connectedN8n';
import { waitUntil } from './waitUntil';

/** Where the internet, and so TikTok, reaches this n8n; people open the editor on loopback. */
export const PUBLIC_ORIGIN = 'https://n8n.example';

/** What the route of photos answered, as it came. */
export type Answer = AxiosResponse<Buffer>;

/** A connected n8n that the simulated internet reaches as {@link PUBLIC_ORIGIN}. */
export async function openPublicN8n(env: Record<string, string> = {}): Promise<ConnectedN8n> {
	const port = await findQuietPort();
	return await ConnectedN8n.openOn(async (simulator) => {
		const n8n = await startN8n({
			simulator,
			port,
			env: {
				WEBHOOK_URL: `${PUBLIC_ORIGIN}/`,
				N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
				...env,
			},
		});
		simulator.media.route(new URL(PUBLIC_ORIGIN).hostname, n8n.url);
		return n8n;
	});
}

/** Serves photos from such an n8n, set up as the documentation says. */
export class PhotoStage {
	/** Of all that posts. */
	readonly workflowIds: string[] = [];

	private constructor(
		readonly connected: ConnectedN8n,
		/** Of the only node in the media workflow. */
		readonly webhookId: string,
		readonly mediaWorkflowId: string,
		/** The process of n8n's that answers TikTok. */
		private readonly servedBy: string,
	) {}

	static async open(env?: Record<string, string>): Promise<PhotoStage> {
		const connected = await openPublicN8n(env);
		return await PhotoStage.on(connected, connected.n8n.url);
	}

	/** Sets it up in an n8n of which a process at `servedBy` answers {@link PUBLIC_ORIGIN}. */
	static async on(connected: ConnectedN8n, servedBy: string): Promise<PhotoStage> {
		const webhookId = randomUUID();
		const prefix = `${PUBLIC_ORIGIN}/webhook/${webhookId}/`;
		const { fileName } = connected.simulator.urlProperties.offer(prefix);
		const mediaWorkflowId = await connected.importChain('Photos for TikTok', [
			mediaNode(connected.credentialId, webhookId, fileName),
		]);
		const stage = new PhotoStage(connected, webhookId, mediaWorkflowId, servedBy);
		await connected.n8n.rest.activateWorkflow(mediaWorkflowId);
		await stage.waitUntilServing();
		await connected.simulator.urlProperties.verify(prefix);
		await stage.savePhotoAddress(stage.photoAddress);
		return stage;
	}

	get simulator(): Simulator {
		return this.connected.simulator;
	}

	get n8n() {
		return this.connected.n8n;
	}

	/** The Production URL of TikTok Post Media. */
	get photoAddress(): string {
		return `${PUBLIC_ORIGIN}/webhook/${this.webhookId}`;
	}

	/** The newest post. */
	get post(): Post {
		const post = this.simulator.posts.at(-1);
		if (!post) throw new Error('Nothing was posted');
		return post;
	}

	/** Photo URLs of the newest post as TikTok got them. */
	get photoUrls(): string[] {
		return this.post.sourceInfo.photo_images as string[];
	}

	/** Waits until the address answers, also after a restart of n8n. */
	async waitUntilServing(): Promise<void> {
		const route = `/webhook/${this.webhookId}`;
		// n8n opens one route after the other.
		const isServing = async () => {
			const photos = await this.ask(`${route}/${this.webhookId}/none.jpg`);
			const isOpen = (await this.ask(route)).status === 200;
			return isOpen && photos.headers['tiktok-post-media'] === 'not-signed';
		};
		await waitUntil(isServing, 'TikTok Post Media answers');
	}

	/** Saves the credential with this Photo Address, as its form does. */
	async savePhotoAddress(photoAddress: string): Promise<void> {
		const { app } = this.simulator;
		const { credentialId, n8n } = this.connected;
		await n8n.rest.updateCredential(credentialId, CREDENTIAL_TYPE, 'TikTok account', {
			clientId: app.clientKey,
			clientSecret: app.clientSecret,
			appPlatform: 'desktop',
			requestedScopes: ['video.publish', 'video.upload'],
			photoAddress,
		});
	}

	/** Asks the process that serves, on loopback, for a path as it stands; `path` may be a URL of TikTok's. */
	async ask(path: string, options: AxiosRequestConfig = {}): Promise<Answer> {
		return await axios.request<Buffer>({
			url: this.servedBy + path.replace(PUBLIC_ORIGIN, ''),
			proxy: false,
			maxRedirects: 0,
			responseType: 'arraybuffer',
			validateStatus: () => true,
			...options,
		});
	}

	/** Executions of the media workflow, of which there must never be one. */
	async listMediaExecutions(): Promise<string[]> {
		return await this.n8n.rest.listExecutions(this.mediaWorkflowId);
	}

	/** Puts pictures where n8n may read them; returns what Read/Write Files from Disk finds them by. */
	async providePhotos(photos: readonly Buffer[], extension = 'jpg'): Promise<string> {
		const folder = `photos-${randomUUID().slice(0, 8)}-`;
		const names = photos.map((_, index) => `${folder}${String(index).padStart(2, '0')}`);
		await Promise.all(
			photos.map(async (photo, index) => {
				await writeFile(join(this.n8n.filesFolder, `${names[index]}.${extension}`), photo);
			}),
		);
		return join(this.n8n.filesFolder, `${folder}*.${extension}`);
	}

	/** Runs a workflow that reads these pictures as one item and posts them; returns the execution. */
	async run(name: string, photos: readonly Buffer[], post: FlowNode): Promise<Execution> {
		const files = readFileNode(await this.providePhotos(photos));
		const chain = [MANUAL_START, files, ONE_ITEM, post];
		const workflowId = await this.connected.importChain(name, chain);
		this.workflowIds.push(workflowId);
		return await this.n8n.rest.runWorkflow(workflowId);
	}

	/** Imports and publishes a chain; returns the workflow's id. */
	async publish(name: string, nodes: FlowNode[], settings?: IDataObject): Promise<string> {
		const workflowId = await this.connected.importChain(name, nodes, settings);
		this.workflowIds.push(workflowId);
		await this.n8n.rest.activateWorkflow(workflowId);
		return workflowId;
	}

	/** Node "Post": publishes all pictures of the item. */
	postNode(parameters: IDataObject = {}, rest: IDataObject = {}): FlowNode {
		return this.connected.postNode(
			{
				mediaType: 'photos',
				photoSource: 'binary',
				caption: undefined,
				binaryPropertyName: undefined,
				photoTitle: 'From files #sim',
				...parameters,
			},
			rest,
		);
	}

	/** Waits until TikTok knows of one more post than before, and the node waits for it. */
	async waitForInit(before: number): Promise<void> {
		const { posts } = this.simulator;
		await waitUntil(
			async () => posts.length > before && this.post.lastPollAt !== undefined,
			'the node waits for TikTok',
		);
	}

	async close(): Promise<void> {
		await this.connected.close();
	}
}

/** Node "TikTok Post Media". */
export function mediaNode(
	credentialId: string,
	webhookId: string,
	verificationFile: string,
): FlowNode {
	return {
		name: 'TikTok Post Media',
		type: 'n8n-nodes-tiktok-post.tikTokPostMedia',
		typeVersion: 1,
		webhookId,
		credentials: credentialReference(credentialId),
		parameters: { verificationFile },
	};
}

/** Node "One item": makes one item with all pictures of many. */
const ONE_ITEM: FlowNode = {
	name: 'One item',
	type: 'n8n-nodes-base.aggregate',
	typeVersion: 1,
	parameters: { aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
};
