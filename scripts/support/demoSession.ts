/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- commands print and start processes; they are never shipped */

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	executionError,
	outputItems,
	startN8n,
	type Execution,
	type RunningN8n,
} from '../../test/support/n8n';
import { startQueueStack, type QueueStack } from '../../test/support/n8n/queue';
import { DEMO_MP4_PATH, sha256OfFile } from '../../test/support/video';
import { startSimulator, type Simulator } from '../../test/simulator';
import { DemoPhotos } from './demoPhotos';
import { DemoQueue } from './demoQueue';
import type { DemoPlaces, DemoResult } from './demoResult';
import { buildDemoWorkflow, STATUS_NODE } from './demoWorkflow';
import { buildFirstPostWorkflow } from './firstPostWorkflow';

const CREDENTIAL_TYPE = 'tikTokOAuth2Api';
const CREDENTIAL_NAME = 'TikTok (simulator)';
/** Served by the simulator, to n8n and to the simulated TikTok alone. */
const VIDEO_URL = 'https://media.example.com/sunset.mp4';

/** Ports of the demo; 0 takes any free one. */
export interface DemoPorts {
	n8n: number;
	pages: number;
}

/** One demo: simulator, n8n, connected credential and workflow, all gone after `close()`. */
export class DemoSession {
	private simulator: Simulator | undefined;

	private n8n: RunningN8n | undefined;

	private queue: DemoQueue | undefined;

	private userFolder: string | undefined;

	private photos: DemoPhotos | undefined;

	private credentialId = '';

	private workflowId = '';

	private firstPostId = '';

	get places(): DemoPlaces {
		const { app, posts } = this.running(this.simulator);
		const n8nUrl = this.running(this.n8n).url;
		const { profile, control } = this.pages;
		const postId = posts.find(({ kind }) => kind === 'direct_video')?.postId;
		return {
			demoWorkflow: `${n8nUrl}/workflow/${this.workflowId}`,
			photoWorkflow: `${n8nUrl}/workflow/${this.running(this.photos).workflowId}`,
			firstPostWorkflow: `${n8nUrl}/workflow/${this.firstPostId}`,
			post: postId === undefined ? profile : `${profile}/video/${postId}`,
			profile,
			control,
			clientKey: app.clientKey,
			clientSecret: app.clientSecret,
			queue: this.queue?.places,
		};
	}

	private get pages(): { profile: string; control: string } {
		const { creators, loopbackUrl, profileUrl } = this.running(this.simulator);
		return {
			profile: profileUrl(creators[0]?.username ?? ''),
			control: `${loopbackUrl}/control`,
		};
	}

	async startSimulator(ports: DemoPorts): Promise<void> {
		this.simulator = await startSimulator({ loopbackPort: ports.pages });
		const content = { filePath: DEMO_MP4_PATH };
		this.simulator.media.serve(VIDEO_URL, { content, contentType: 'video/mp4' });
	}

	async startN8n(ports: DemoPorts, packageTarball: string, isQueue: boolean): Promise<void> {
		const simulator = this.running(this.simulator);
		this.userFolder = await mkdtemp(join(tmpdir(), 'n8n-tiktok-demo-'));
		const options = {
			simulator,
			packageTarball,
			userFolder: this.userFolder,
			port: ports.n8n === 0 ? undefined : ports.n8n,
			env: {
				// A person's browser does not know that TikTok's host names lead to the simulator here.
				CREDENTIALS_OVERWRITE_DATA: JSON.stringify({
					[CREDENTIAL_TYPE]: { authUrl: simulator.authorizeUrl },
				}),
			},
		};
		if (isQueue) this.n8n = this.useQueue(await startQueueStack(options), simulator);
		else this.n8n = await startN8n(options);
	}

	private useQueue(stack: QueueStack, simulator: Simulator): QueueStack {
		this.queue = new DemoQueue(stack, simulator);
		return stack;
	}

	/** Registers this n8n with the simulated app and goes through the consent page. */
	async connectAccount(): Promise<void> {
		const { app } = this.running(this.simulator);
		const n8n = this.running(this.n8n);
		app.platform = 'desktop';
		app.redirectUris = [`${n8n.url}/rest/oauth2-credential/callback`];
		const { rest } = n8n;
		const fields = this.credentialFields;
		this.credentialId = await rest.createCredential(CREDENTIAL_TYPE, CREDENTIAL_NAME, fields);
		await rest.connect(this.credentialId);
	}

	private get credentialFields() {
		const { app } = this.running(this.simulator);
		return {
			clientId: app.clientKey,
			clientSecret: app.clientSecret,
			appPlatform: app.platform,
			requestedScopes: ['video.publish', 'video.upload'],
		};
	}

	/** The one that runs by itself, and the one in which a person makes a first post. */
	async importWorkflows(): Promise<void> {
		const n8n = this.running(this.n8n);
		const videoFile = join(n8n.filesFolder, 'video.mp4');
		await copyFile(DEMO_MP4_PATH, videoFile);
		this.workflowId = await n8n.rest.importWorkflow(
			buildDemoWorkflow({
				videoFile,
				credentialId: this.credentialId,
				credentialName: CREDENTIAL_NAME,
			}),
		);
		this.firstPostId = await n8n.rest.importWorkflow(
			buildFirstPostWorkflow({
				videoUrl: VIDEO_URL,
				credentialName: CREDENTIAL_NAME,
				profileUrl: this.pages.profile,
				controlUrl: this.pages.control,
			}),
		);
		const credential = { id: this.credentialId, name: CREDENTIAL_NAME };
		await this.queue?.importWorkflow(videoFile, credential);
	}

	/** In queue mode: delivers assets to both webhook processors at once, and adds to the result who ran what. */
	async deliverAssets(result: DemoResult): Promise<DemoResult> {
		if (!this.queue) return result;
		const executions = await this.queue.deliverAssets();
		const all = [...(result.executions ?? []), ...executions];
		const violations = this.running(this.simulator).violations.length;
		const ok = result.ok && this.queue.isEachPostedOnce && violations === 0;
		return { ...result, ok, executions: all, simulator_violations: violations };
	}

	/** Lets TikTok download from this n8n, and posts photos from files. */
	async postPhotos(result: DemoResult): Promise<DemoResult> {
		const simulator = this.running(this.simulator);
		this.photos = await DemoPhotos.setUp({
			simulator,
			n8n: this.running(this.n8n),
			credential: {
				id: this.credentialId,
				name: CREDENTIAL_NAME,
				type: CREDENTIAL_TYPE,
				fields: this.credentialFields,
			},
		});
		await this.photos.post();
		const violations = simulator.violations.length;
		const photos = simulator.posts.at(-1)?.photos?.length;
		return { ...result, photos, ok: violations === 0, simulator_violations: violations };
	}

	/** Makes TikTok refuse the next upload, to see what a failure looks like. */
	breakUpload(): void {
		this.running(this.simulator).faults.add({ on: { endpoint: 'upload' }, do: 'expire-url' });
	}

	async runWorkflow(): Promise<DemoResult> {
		const execution = await this.running(this.n8n).rest.runWorkflow(this.workflowId);
		const sent = await sha256OfFile(DEMO_MP4_PATH);
		const simulator = this.running(this.simulator);
		const post = simulator.posts.at(-1);
		const received = post?.filePath ? await sha256OfFile(post.filePath) : undefined;
		const item = outputItems(execution, STATUS_NODE)[0]?.json ?? {};
		const status = typeof item.status === 'string' ? item.status : undefined;
		const matches = received === sent;
		const violations = simulator.violations.length;
		return {
			ok: status === 'PUBLISH_COMPLETE' && matches && violations === 0,
			status,
			publish_id: textOf(item.publish_id) ?? post?.publishId,
			post_id: textOf(Array.isArray(item.post_ids) ? item.post_ids[0] : undefined),
			post_url: textOf(item.post_url),
			bytes: post?.bytesReceived,
			sha256: received,
			sha256_match: matches,
			simulator_violations: violations,
			executions: this.queue && [this.queue.describeManualRun(execution.id)],
			error: describeError(execution),
		};
	}

	/** Ends every process at once and removes every file of this demo. */
	async close(): Promise<void> {
		await this.n8n?.kill();
		await this.simulator?.close();
		if (this.userFolder) await rm(this.userFolder, { recursive: true, force: true });
	}

	private running<T>(part: T | undefined): T {
		if (!part) throw new Error('The demo has not been started yet');
		return part;
	}
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function describeError(execution: Execution): string | undefined {
	const error = executionError(execution);
	if (!error) return undefined;
	return [error.message, error.description].filter(Boolean).join('. ');
}
