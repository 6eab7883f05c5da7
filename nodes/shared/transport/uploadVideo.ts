import type { IExecuteFunctions } from 'n8n-workflow';
import { listChunkRanges, type ChunkPlan, type ChunkRange } from '../tiktok/chunkPlan';
import { findChunkEnd, readUploadedBytes } from '../tiktok/contentRange';
import { errorFromFailReason } from '../tiktok/errorCatalog';
import { TikTokError } from '../tiktok/errors';
import { UPLOAD_URL_LIFETIME_MS } from '../tiktok/limits';
import { phaseOf } from '../tiktok/publishStatus';
import { backoffMs, judgePut, MAX_REWINDS, MAX_TRIES_PER_CHUNK } from '../tiktok/retryPolicy';
import { pollPublishStatus } from './fetchPublishStatus';
import type { MediaCursor } from './mediaCursor';
import { now, pause, throwIfStopped } from './pause';
import { putChunk, type PutAnswer } from './putChunk';

/** An upload that TikTok has opened with an init call. */
export interface OpenUpload {
	readonly publishId: string;
	/** A write credential: lives in memory only. */
	readonly uploadUrl: string;
	readonly mimeType: string;
	readonly plan: ChunkPlan;
	/** When the init was answered; the URL lives an hour from then. */
	readonly openedAt: number;
}

/** What an upload took. */
export interface UploadReport {
	readonly bytes: number;
	readonly chunks: number;
	readonly resentChunks: number;
	readonly milliseconds: number;
}

/**
 * Sends a video to TikTok, chunk by chunk, and returns once TikTok has all of it.
 *
 * A chunk that fails in a way that may pass is sent again, alone, after a growing pause. Where it is
 * unclear how much arrived, TikTok is asked; nothing is guessed.
 *
 * @param startAt bytes TikTok already has, the end of a chunk
 * @param onProgress called with the bytes TikTok has after each chunk
 * @throws TikTokError when TikTok refuses the upload or it can't be finished; no post exists then
 * @throws InputError when the source is not what it was declared to be
 * @throws StoppedError when the user stopped the execution
 */
export async function uploadVideo(
	this: IExecuteFunctions,
	upload: OpenUpload,
	cursor: MediaCursor,
	startAt = 0,
	onProgress: (acceptedBytes: number) => void = () => {},
): Promise<UploadReport> {
	const run = new UploadRun(this, upload, cursor, startAt);
	const startedAt = now();
	while (!run.isComplete) {
		await run.sendNextChunk();
		onProgress(run.acceptedBytes);
	}
	return {
		bytes: upload.plan.video_size,
		chunks: upload.plan.total_chunk_count,
		resentChunks: run.resentChunks,
		milliseconds: now() - startedAt,
	};
}

/** One upload's way through its chunks: where it stands and how often it failed in a row. */
class UploadRun {
	acceptedBytes: number;
	resentChunks = 0;
	private failuresInARow = 0;
	private rewinds = 0;
	private readonly ranges: ChunkRange[];
	private readonly stopped: AbortSignal | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly upload: OpenUpload,
		private readonly cursor: MediaCursor,
		startAt: number,
	) {
		this.acceptedBytes = startAt;
		this.ranges = listChunkRanges(upload.plan);
		this.stopped = context.getExecutionCancelSignal();
	}

	get isComplete(): boolean {
		return this.acceptedBytes === this.upload.plan.video_size;
	}

	/** Sends the chunk that is due and moves on as far as TikTok's answer allows. */
	async sendNextChunk(): Promise<void> {
		throwIfStopped(this.stopped);
		const range = this.rangeAt(this.acceptedBytes);
		const chunk = await this.cursor.readChunk(range);
		const answer = await putChunk.call(this.context, this.target, range, chunk);
		const sentAll = chunk.sentBytes() === range.byteLength;
		switch (judgePut(answer.status, range.isLast)) {
			case 'accepted':
			case 'complete':
				return this.moveTo(range.last + 1);
			case 'refused':
				throw this.refused(answer);
			case 'unclear':
				return await this.settle(answer);
			case 'resend':
				// When every byte was on its way, only the answer may be lost.
				if (answer.status === undefined && sentAll) return await this.settle(answer);
				return await this.waitForNextTry(answer);
		}
	}

	/** Goes on from where TikTok says it is; without a word from TikTok the chunk counts as failed. */
	private async settle(answer: PutAnswer): Promise<void> {
		const bytes = await this.askUploadedBytes(answer);
		if (bytes !== undefined && bytes > this.acceptedBytes) return this.moveTo(bytes);
		await this.waitForNextTry(answer);
		if (bytes !== undefined && bytes < this.acceptedBytes) this.rewindTo(bytes, answer);
	}

	private async askUploadedBytes(answer: PutAnswer): Promise<number | undefined> {
		const { plan, publishId } = this.upload;
		const status = await pollPublishStatus.call(this.context, publishId, 'upload');
		const fromHeader = readUploadedBytes(answer.headers['content-range'], plan);
		if (status instanceof TikTokError) return fromHeader;
		switch (phaseOf(status)) {
			case 'finished':
				return plan.video_size;
			case 'failed':
				throw errorFromFailReason(status.fail_reason, publishId);
			case 'processing':
				return findChunkEnd(status.uploaded_bytes, plan) ?? fromHeader;
		}
	}

	private rewindTo(bytes: number, answer: PutAnswer): void {
		this.rewinds += 1;
		if (this.rewinds > MAX_REWINDS) throw this.gaveUp(answer);
		this.acceptedBytes = bytes;
	}

	private moveTo(bytes: number): void {
		this.acceptedBytes = bytes;
		this.failuresInARow = 0;
	}

	private async waitForNextTry(answer: PutAnswer): Promise<void> {
		this.failuresInARow += 1;
		const delay = backoffMs(this.failuresInARow, Math.random(), answer.retryAfterSeconds);
		const urlEnds = this.upload.openedAt + UPLOAD_URL_LIFETIME_MS;
		if (this.failuresInARow >= MAX_TRIES_PER_CHUNK || now() + delay >= urlEnds) {
			throw this.gaveUp(answer);
		}
		await pause(delay, this.stopped);
		this.resentChunks += 1;
	}

	private rangeAt(first: number): ChunkRange {
		const range = this.ranges.find((candidate) => candidate.first === first);
		if (range === undefined) throw new RangeError(`No chunk begins at byte ${first}`);
		return range;
	}

	private get target() {
		const { uploadUrl, mimeType, plan } = this.upload;
		return { uploadUrl, mimeType, videoSize: plan.video_size };
	}

	private refused(answer: PutAnswer): TikTokError {
		const isGone = answer.status === 403 || answer.status === 404;
		return new TikTokError({
			code: isGone ? 'upload_expired' : 'upload_refused',
			message: `TikTok refused the upload (HTTP ${answer.status}) after ${this.progress}`,
			advice: isGone
				? 'TikTok gives an upload one hour. Nothing was posted: run the node again.'
				: 'Nothing was posted. Check that no proxy changes requests to TikTok, then run the node again.',
			retry: 'soon',
			stage: 'upload',
			httpStatus: answer.status,
			publishId: this.upload.publishId,
		});
	}

	private gaveUp(answer: PutAnswer): TikTokError {
		return new TikTokError({
			code: 'upload_interrupted',
			message: `The upload to TikTok kept failing after ${this.progress}`,
			advice:
				'Check the connection of this n8n, then run the node again. Before it uploads anew it asks TikTok what became of this upload.',
			retry: 'soon',
			stage: 'upload',
			httpStatus: answer.status,
			publishId: this.upload.publishId,
		});
	}

	private get progress(): string {
		return `${this.acceptedBytes} of ${this.upload.plan.video_size} bytes`;
	}
}
