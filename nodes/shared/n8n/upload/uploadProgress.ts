import type { ChunkPlan } from '../../tiktok/api/wire';
import type { IExecuteFunctions } from 'n8n-workflow';
import { now } from '../clock';
import { BYTES_PER_MB } from '../../tiktok/values/units';

/** A line in n8n's log this often; uploads that take less leave none. */
const LOG_INTERVAL_MS = 10_000;

/** Tells in n8n's log how a long upload is getting on. The upload URL is never part of it. */
export class UploadProgress {
	private lastLogAt = now();
	private lastBytes: number;

	/** @param startAt bytes TikTok has already */
	constructor(
		private readonly logger: IExecuteFunctions['logger'],
		private readonly plan: ChunkPlan,
		startAt: number,
	) {
		this.lastBytes = startAt;
	}

	/**
	 * To be called as often as convenient.
	 *
	 * @param bytes how far into the file the upload is
	 */
	note(bytes: number): void {
		const milliseconds = now() - this.lastLogAt;
		if (milliseconds < LOG_INTERVAL_MS) return;
		const perSecond = Math.max(0, bytes - this.lastBytes) / (milliseconds / 1_000);
		this.logger.info(`TikTok upload: ${this.describe(bytes)}, ${megabytes(perSecond)} MB/s`);
		this.lastLogAt = now();
		this.lastBytes = bytes;
	}

	/** A part failed and is sent again after a pause. */
	noteFailure(bytes: number, reason: string, delayMs: number): void {
		const pause = `next try in ${(delayMs / 1_000).toFixed(1)} s`;
		this.logger.info(`TikTok upload: ${this.describe(bytes)}, interrupted (${reason}), ${pause}`);
	}

	/** For example "45 % (225.0 of 500.0 MB), part 4 of 8". */
	private describe(bytes: number): string {
		const { video_size, chunk_size, total_chunk_count } = this.plan;
		const percent = Math.floor((100 * bytes) / video_size);
		const part = Math.min(total_chunk_count, Math.floor(bytes / chunk_size) + 1);
		const size = `${megabytes(bytes)} of ${megabytes(video_size)} MB`;
		return `${percent} % (${size}), part ${part} of ${total_chunk_count}`;
	}
}

function megabytes(bytes: number): string {
	return (bytes / BYTES_PER_MB).toFixed(1);
}
