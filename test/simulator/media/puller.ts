/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { setMaxListeners } from 'node:events';
import type { SimulatorState } from '../core/state';
import { isFinal, type Lifecycle } from '../posting/lifecycle';
import type { Post } from '../types';
import type { UploadStore } from '../upload/store';
import { judgeVideo } from './judgeVideo';
import type { MediaClient } from './mediaClient';
import { PhotoPuller } from './photoPuller';

const HOUR_MS = 3_600_000;
const MAX_VIDEO_BYTES = { decimal: 4_000_000_000, mib: 4_294_967_296, kb: 4_000_000 };

/**
 * TikTok's side of PULL_FROM_URL: really downloads, over TLS, from the test media hosts.
 * No redirects, status 200 only, at most one hour.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export class Puller {
	private readonly running = new Map<string, AbortController>();
	private readonly photos: PhotoPuller;

	constructor(
		private readonly state: SimulatorState,
		private readonly lifecycle: Lifecycle,
		private readonly uploads: UploadStore,
		private readonly client: MediaClient,
	) {
		this.photos = new PhotoPuller(state, uploads, client);
	}

	/** Starts the download of a post; its outcome shows in the post. */
	start(post: Post, urls: string[]): void {
		const controller = new AbortController();
		// Photos may be pulled side by side.
		setMaxListeners(0, controller.signal);
		this.running.set(post.publishId, controller);
		this.state.clock.schedule(HOUR_MS, () => controller.abort());
		void this.run(post, urls, controller.signal).finally(() => {
			this.running.delete(post.publishId);
		});
	}

	/** Stops the download of a post, if it still runs. */
	stop(publishId: string): void {
		this.running.get(publishId)?.abort();
	}

	/** Stops everything. */
	clear(): void {
		for (const controller of this.running.values()) controller.abort();
	}

	private async run(post: Post, urls: string[], signal: AbortSignal): Promise<void> {
		const isPhoto = post.kind.endsWith('photo');
		const { clock, switches } = this.state;
		try {
			if (switches.pullDelayMs > 0) await clock.passed(switches.pullDelayMs);
			const problem = isPhoto
				? await this.photos.pull(post, urls, signal)
				: await this.pullVideo(post, urls[0] ?? '', signal);
			if (!isFinal(post)) this.lifecycle.startProcessing(post, problem);
		} catch {
			this.lifecycle.finish(post, isPhoto ? 'photo_pull_failed' : 'video_pull_failed');
		}
	}

	private async pullVideo(
		post: Post,
		url: string,
		signal: AbortSignal,
	): Promise<string | undefined> {
		const sink = this.uploads.openSink(post);
		try {
			const answer = await this.client.ask('GET', url, signal);
			post.totalBytes = Number(answer.headers['content-length'] ?? 0);
			const taken = await sink.take(answer, (count) => {
				post.bytesReceived += count;
			});
			if (!taken.complete) throw new Error('The download broke off');
			sink.commit(taken);
			post.totalBytes = taken.count;
			post.sha256 = await sink.finish();
			post.filePath = sink.filePath;
			if (taken.count > MAX_VIDEO_BYTES[this.state.switches.units])
				return 'file_format_check_failed';
			return await judgeVideo(this.state, post, sink.head);
		} finally {
			await sink.close();
		}
	}
}
