import { rangeFrom, type ChunkRange } from '../../tiktok/upload/chunkPlan';
import { countWholeChunks, readUploadedBytes } from '../../tiktok/upload/contentRange';
import { errorFromFailReason } from '../../tiktok/api/failReasons';
import { asError, TikTokError } from '../../tiktok/api/errors';
import { UPLOAD_URL_LIFETIME_MS } from '../../tiktok/limits';
import { phaseOf, type PublishStatus } from '../../tiktok/api/publishStatus';
import {
	backoffMs,
	judgePut,
	MAX_REWINDS,
	MAX_TRIES_PER_CHUNK,
} from '../../tiktok/api/retryPolicy';
import type { OpenUpload, UploadPosition } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';
import { settle } from '../api/settlePost';
import type { MediaCursor } from '../media/mediaCursor';
import { now, pause, throwIfStopped } from '../clock';
import { putChunk, type PutAnswer } from './putChunk';
import {
	uploadInterrupted,
	uploadRefused,
	type UploadEnd,
} from '../../tiktok/upload/uploadFailure';
import { UploadProgress } from './uploadProgress';

/** What an upload took. */
export interface UploadReport {
	readonly bytes: number;
	readonly chunks: number;
	readonly resentChunks: number;
	readonly milliseconds: number;
}

/**
 * A video's way to TikTok, chunk by chunk: where it stands and how often it failed in a row. It is over when
 * `isComplete`, which is when TikTok has all of it.
 *
 * A chunk that fails in a way that may pass is sent again, alone, after a growing pause. Where it is
 * unclear how much arrived, TikTok is asked; nothing is guessed.
 */
export class VideoUpload {
	/** Bytes TikTok has. */
	acceptedBytes: number;
	private resentChunks = 0;
	private readonly startedAt = now();
	private failuresInARow = 0;
	private rewinds = 0;
	/** The furthest byte that was handed to a connection. */
	private sentBytes: number;
	private readonly progress: UploadProgress;
	private readonly stopped: AbortSignal | undefined;

	constructor(
		private readonly item: Item,
		private readonly upload: OpenUpload,
		private readonly cursor: MediaCursor,
		{ acceptedBytes, isCommitted }: UploadPosition,
	) {
		this.acceptedBytes = acceptedBytes;
		this.sentBytes = isCommitted ? upload.plan.video_size : acceptedBytes;
		this.progress = new UploadProgress(item.n8n.logger, upload.plan, acceptedBytes);
		this.stopped = item.n8n.getExecutionCancelSignal();
	}

	get isComplete(): boolean {
		return this.acceptedBytes === this.upload.plan.video_size;
	}

	/** What it has taken so far. */
	get report(): UploadReport {
		const { video_size: bytes, total_chunk_count: chunks } = this.upload.plan;
		const { resentChunks, startedAt } = this;
		return { bytes, chunks, resentChunks, milliseconds: now() - startedAt };
	}

	/**
	 * Sends the chunk that is due, or what TikTok lacks of it, and moves on as far as the answer allows.
	 *
	 * @throws TikTokError `upload_interrupted` when it kept failing; a later try can go on with it
	 * @throws TikTokError `outcome_unknown` when it ended in a way that leaves open whether TikTok has it all
	 * @throws TikTokError marked `isNotPublished` when TikTok ended the upload; no post exists then
	 * @throws InputError when the source is not what it was declared to be
	 * @throws StoppedError when the user stopped the execution
	 */
	async sendNextChunk(): Promise<void> {
		throwIfStopped(this.stopped);
		const range = rangeFrom(this.upload.plan, this.acceptedBytes);
		const mayBeComplete = this.sentBytes === this.upload.plan.video_size;
		const { answer, sentBytes } = await this.send(range);
		const isWhole = sentBytes === range.byteLength;
		switch (judgePut(answer.status, range.isLast)) {
			case 'accepted':
			case 'complete':
				// What is answered before the whole chunk was sent can't be about all of it.
				return isWhole ? this.moveTo(range.last + 1) : await this.settle(answer);
			case 'unclear':
				return await this.settle(answer);
			case 'resend':
				// When every byte was on its way, only the answer may be lost.
				if (answer.status === undefined && isWhole) return await this.settle(answer);
				return await this.waitForNextTry(answer);
			case 'refused':
				if (mayBeComplete) return await this.settleRefusal(answer);
				throw uploadRefused(this.end(answer));
		}
	}

	private async send(range: ChunkRange): Promise<{ answer: PutAnswer; sentBytes: number }> {
		const { uploadUrl, mimeType, plan } = this.upload;
		const target = { uploadUrl, mimeType, videoSize: plan.video_size };
		const chunk = await this.cursor.readChunk(range);
		if (range.first < this.sentBytes) this.resentChunks += 1;
		const answer = await putChunk(this.item.n8n, target, range, chunk, (bytes) =>
			this.progress.note(range.first + bytes),
		);
		const sentBytes = chunk.sentBytes();
		this.sentBytes = Math.max(this.sentBytes, range.first + sentBytes);
		return { answer, sentBytes };
	}

	/** Goes on from where TikTok says it is; without a word from TikTok the chunk counts as failed. */
	private async settle(answer: PutAnswer): Promise<void> {
		const bytes = await this.askPosition(answer);
		if (bytes !== undefined && bytes > this.acceptedBytes) return this.moveTo(bytes);
		await this.waitForNextTry(answer);
		// Only where TikTok refuses the range there is a reason to go back, and its count may lag.
		if (answer.status === 416 && bytes !== undefined && bytes < this.acceptedBytes) {
			await this.rewind(answer);
		}
	}

	private async rewind(answer: PutAnswer): Promise<void> {
		const bytes = (await this.askPosition(answer)) ?? this.acceptedBytes;
		if (bytes >= this.acceptedBytes) return this.moveTo(bytes);
		this.rewinds += 1;
		if (this.rewinds > MAX_REWINDS) throw this.interrupted(answer);
		this.acceptedBytes = bytes;
	}

	/** Once all bytes were sent, a refusal may only mean that TikTok has everything already. */
	private async settleRefusal(answer: PutAnswer): Promise<void> {
		const { publishId, plan } = this.upload;
		const { verdict, status } = await settle(this.item, { publishId, videoSize: plan.video_size });
		if (verdict === 'received') return this.moveTo(plan.video_size);
		if (status !== undefined && phaseOf(status) === 'failed') {
			throw errorFromFailReason(status.fail_reason, publishId);
		}
		throw uploadRefused(this.end(answer));
	}

	/** How many bytes TikTok has, by its own word; `undefined` when it says nothing that can be used. */
	private async askPosition(answer: PutAnswer): Promise<number | undefined> {
		const { plan, publishId } = this.upload;
		const fromHeader = readUploadedBytes(answer.headers['content-range'], plan);
		const status = await this.askStatus();
		if (status === undefined) return fromHeader;
		switch (phaseOf(status)) {
			case 'finished':
				return plan.video_size;
			case 'failed':
				throw errorFromFailReason(status.fail_reason, publishId);
			case 'processing':
				return this.readPosition(status.uploaded_bytes, answer.status === 416) ?? fromHeader;
		}
	}

	/** The start of a chunk counts only where TikTok refuses to take that chunk anew. */
	private readPosition(bytes: number | undefined, isRefused: boolean): number | undefined {
		const { plan } = this.upload;
		if (bytes === undefined || bytes > plan.video_size) return undefined;
		return isRefused ? bytes : countWholeChunks(bytes, plan);
	}

	private async askStatus(): Promise<PublishStatus | undefined> {
		try {
			return await this.item.tiktok.status(this.upload.publishId, 'upload');
		} catch (error) {
			if (error instanceof TikTokError) return undefined;
			throw asError(error);
		}
	}

	private moveTo(bytes: number): void {
		if (bytes > this.acceptedBytes) this.failuresInARow = 0;
		this.acceptedBytes = bytes;
	}

	private async waitForNextTry(answer: PutAnswer): Promise<void> {
		this.failuresInARow += 1;
		const delay = backoffMs(this.failuresInARow, Math.random(), answer.retryAfterSeconds);
		const urlEnds = this.upload.openedAt + UPLOAD_URL_LIFETIME_MS;
		if (this.failuresInARow >= MAX_TRIES_PER_CHUNK || now() + delay >= urlEnds) {
			throw this.interrupted(answer);
		}
		const reason = answer.trouble ?? `HTTP ${answer.status}`;
		this.progress.noteFailure(this.acceptedBytes, reason, delay);
		await pause(delay, this.stopped);
	}

	private interrupted(answer: PutAnswer): TikTokError {
		return uploadInterrupted(this.end(answer));
	}

	private end({ status, trouble }: PutAnswer): UploadEnd {
		const { publishId, plan } = this.upload;
		const { acceptedBytes } = this;
		return { publishId, videoSize: plan.video_size, acceptedBytes, httpStatus: status, trouble };
	}
}
