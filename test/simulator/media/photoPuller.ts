/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test code is never shipped and may use Node and any library; the simulator knows no n8n errors */
import type { IncomingMessage } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { SimulatorState } from '../core/state';
import type { Post, PulledPhoto } from '../types';
import { detectPhoto } from '../upload/signature';
import type { UploadStore } from '../upload/store';
import type { MediaClient } from './mediaClient';
import { judgePhoto, measurePhoto } from './photoCheck';

const MS_PER_SECOND = 1000;

/** Downloads the photos of one post after another, as the switches say, and looks at what came. */
export class PhotoPuller {
	constructor(
		private readonly state: SimulatorState,
		private readonly uploads: UploadStore,
		private readonly client: MediaClient,
	) {}

	/**
	 * Puts the photos into the post, in their order. Rejects when one can't be had.
	 * @returns the `fail_reason` that processing will find, or undefined
	 */
	async pull(post: Post, urls: string[], signal: AbortSignal): Promise<string | undefined> {
		const photos: PulledPhoto[] = [];
		const left = urls.entries();
		const pullOnes = async (): Promise<void> => {
			for (const [index, url] of left) {
				photos[index] = await this.pullStubbornly(post, { index, url }, signal);
			}
		};
		await Promise.all(Array.from({ length: this.state.switches.photosAtOnce }, pullOnes));
		const [first] = photos;
		Object.assign(post, { photos, sha256: first?.sha256, filePath: first?.filePath });
		post.totalBytes = post.bytesReceived;
		return photos.map(judgePhoto).find((problem) => problem !== undefined);
	}

	private async pullStubbornly(
		post: Post,
		place: { index: number; url: string },
		signal: AbortSignal,
	): Promise<PulledPhoto> {
		for (let tries = 1; ; tries++) {
			try {
				if (this.state.switches.photoHead)
					(await this.client.ask('HEAD', place.url, signal)).resume();
				return await this.pullOne(post, place, signal);
			} catch (error) {
				if (signal.aborted || tries >= this.state.switches.photoTries) throw error;
			}
		}
	}

	private async pullOne(
		post: Post,
		{ index, url }: { index: number; url: string },
		signal: AbortSignal,
	): Promise<PulledPhoto> {
		const sink = this.uploads.openSink(post, `${index}.photo`);
		try {
			const answer = await this.client.ask('GET', url, signal);
			const taken = await sink.take(this.slowDown(answer), (count) => {
				post.bytesReceived += count;
			});
			if (!taken.complete) {
				post.bytesReceived -= taken.count;
				throw new Error('The download broke off');
			}
			sink.commit(taken);
			const { filePath } = sink;
			const photo = {
				bytes: taken.count,
				sha256: await sink.finish(),
				type: detectPhoto(sink.head),
				filePath,
			};
			if (filePath === undefined || photo.type === undefined) return photo;
			return { ...photo, ...(await measurePhoto(await readFile(filePath))) };
		} finally {
			await sink.close();
		}
	}

	/** Reads no faster than the switch allows, on the simulator's clock. */
	private async *slowDown(answer: IncomingMessage): AsyncGenerator<Buffer> {
		const { pullBytesPerSecond } = this.state.switches;
		for await (const piece of answer as AsyncIterable<Buffer>) {
			yield piece;
			if (pullBytesPerSecond === null) continue;
			await this.state.clock.passed((piece.length / pullBytesPerSecond) * MS_PER_SECOND);
		}
	}
}
