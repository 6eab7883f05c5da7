/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import path from 'node:path';
import { makeSecret } from '../core/ids';
import type { SimulatorState } from '../core/state';
import { chunkRange, type DeclaredPlan } from '../posting/chunkRules';
import type { Post } from '../types';
import { VideoSink } from './sink';

const MS_PER_SECOND = 1000;

/** One open upload: the task behind an upload URL. */
export interface Upload {
	post: Post;
	plan: DeclaredPlan;
	host: string;
	token: string;
	expiresAt: number;
	sink: VideoSink;
	/** Chunks whose acceptance the client never heard of: sending them again is legitimate. */
	lostAnswers: Set<number>;
	/** True once a chunk broke off half-way. */
	brokeOff: boolean;
	/** True once a chunk was confirmed and thrown away (fault `forget`). */
	forgot: boolean;
	/** The PUT that is being received. */
	active: { done: Promise<void>; isSlow: boolean; cancel: () => void } | undefined;
}

/** The uploads of one simulator. */
export class UploadStore {
	private readonly uploads = new Map<string, Upload>();
	/** Of uploads before a reset, whose last PUTs may still be on their way. */
	private readonly staleTokens = new Set<string>();

	constructor(
		private readonly state: SimulatorState,
		/** Folder for the videos; undefined keeps hashes only. */
		private readonly videoFolder: () => string | undefined,
	) {}

	/** Opens the upload of a new post and returns its URL, which lives one hour (`uploadTtl`). */
	open(post: Post, plan: DeclaredPlan): string {
		const { switches, clock } = this.state;
		const id = post.publishId.slice(post.publishId.lastIndexOf('.') + 1);
		const token = makeSecret('');
		this.uploads.set(id, {
			post,
			plan,
			host: switches.uploadHost,
			token,
			expiresAt: clock.now() + switches.uploadTtl * MS_PER_SECOND,
			sink: this.openSink(post),
			lostAnswers: new Set(),
			brokeOff: false,
			forgot: false,
			active: undefined,
		});
		return `https://${switches.uploadHost}/upload/?upload_id=${id}&upload_token=${token}`;
	}

	/** A sink for the video of this post, or for one of its photos; pulls use it too. */
	openSink(post: Post, ending = 'video'): VideoSink {
		const folder = this.videoFolder();
		return new VideoSink(folder && path.join(folder, `${post.publishId}.${ending}`));
	}

	/** The upload that a URL of this host and query stands for. */
	find(host: string, query: URLSearchParams): Upload | undefined {
		const upload = this.uploads.get(query.get('upload_id') ?? '');
		const isSame = upload?.host === host && upload.token === query.get('upload_token');
		return isSame ? upload : undefined;
	}

	/** Whether a query is that of an upload before a reset. */
	isStale(query: URLSearchParams): boolean {
		return this.staleTokens.has(query.get('upload_token') ?? '');
	}

	/** Lets the URL of a post expire now. */
	expire(publishId: string): void {
		const upload = [...this.uploads.values()].find((entry) => entry.post.publishId === publishId);
		if (!upload) throw new Error(`No upload for ${publishId}`);
		upload.expiresAt = 0;
	}

	async clear(): Promise<void> {
		const open = [...this.uploads.values()];
		for (const { token } of open) this.staleTokens.add(token);
		this.uploads.clear();
		await Promise.all(open.map(async (upload) => await upload.sink.close()));
	}
}

/** Index of the chunk that starts at or contains `offset`. */
export function chunkIndexAt(plan: DeclaredPlan, offset: number): number {
	return Math.min(plan.count - 1, Math.floor(offset / plan.chunkSize));
}

/** The range that must come next: the rest of the chunk at which the upload stands. */
export function nextRange(upload: Upload): { first: number; last: number; index: number } {
	const first = upload.post.bytesReceived;
	const index = chunkIndexAt(upload.plan, first);
	return { first, last: chunkRange(upload.plan, index).last, index };
}
