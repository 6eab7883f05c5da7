import { asError, InputError, TikTokError } from '../tiktok/errors';
import type { ChunkRange } from '../tiktok/chunkPlan';
import { unreadableMedia, type MediaSource, type OpenMedia, type RequestBody } from './mediaSource';

/** A request body for one chunk, and what is known about how far it got. */
export interface ChunkBody {
	readonly body: RequestBody;
	/** Bytes handed to the connection so far; not necessarily received by TikTok. */
	sentBytes(): number;
	/** Why the body could not be delivered, if that was on this side: a source that is not as declared. */
	failure(): Error | undefined;
	/** Ends the body, also in the middle. */
	discard(): void;
}

/**
 * Reads a file's chunks in order. The source is opened once as long as chunks follow each other; only
 * a chunk that has to be sent again opens it anew and skips to the chunk's first byte.
 */
export class MediaCursor {
	private position = 0;

	/** Awaited before the last bytes of the file are handed out. */
	beforeLastBytes: () => Promise<void> = async () => {};

	private constructor(
		private readonly source: MediaSource,
		private media: OpenMedia,
	) {}

	static async open(source: MediaSource): Promise<MediaCursor> {
		return new MediaCursor(source, await source.open());
	}

	/**
	 * The first bytes of the file. Only before the first chunk is read.
	 *
	 * @throws InputError when the storage can't deliver them
	 */
	async peek(byteLength: number): Promise<Uint8Array> {
		try {
			return await this.media.sections.peek(byteLength);
		} catch {
			throw this.unreadable();
		}
	}

	/** The body for one chunk. The bodies of earlier chunks must be finished or discarded. */
	async readChunk(range: ChunkRange): Promise<ChunkBody> {
		if (this.position !== range.first) await this.moveTo(range.first);
		const progress: ChunkProgress = { sentBytes: 0 };
		const pieces = this.pieces(this.media, range, progress);
		const body = await this.media.toBody(pieces);
		return {
			body,
			sentBytes: () => progress.sentBytes,
			failure: () => progress.failure,
			discard: () => {
				if ('destroy' in body) body.destroy();
			},
		};
	}

	close(): void {
		this.media.close();
	}

	private async moveTo(offset: number): Promise<void> {
		this.media.close();
		this.media = await this.source.open();
		this.position = await this.media.sections.skip(offset);
	}

	private async *pieces(
		media: OpenMedia,
		range: ChunkRange,
		progress: ChunkProgress,
	): AsyncGenerator<Uint8Array, void, undefined> {
		// Until the chunk has been read to its end the position is unknown, so that a resend opens anew.
		this.position = -1;
		try {
			for await (const piece of media.sections.take(range.byteLength)) {
				const isLastPiece = progress.sentBytes + piece.length === range.byteLength;
				if (isLastPiece && range.isLast) await this.prepareLastBytes(media);
				if (isLastPiece) this.position = range.last + 1;
				progress.sentBytes += piece.length;
				yield piece;
			}
			if (progress.sentBytes < range.byteLength)
				throw this.tooShort(range.first + progress.sentBytes);
		} catch (error) {
			const isOurs = error instanceof InputError || error instanceof TikTokError;
			progress.failure = isOurs ? error : this.unreadable();
			throw asError(progress.failure);
		}
	}

	private async prepareLastBytes(media: OpenMedia): Promise<void> {
		await this.assertEnded(media);
		await this.beforeLastBytes();
	}

	/** Checked before the last byte goes out: TikTok would publish a file that is cut off at the end. */
	private async assertEnded(media: OpenMedia): Promise<void> {
		if (await media.sections.isAtEnd()) return;
		throw new InputError(
			`The file in ${this.source.label} is longer than the ${this.source.byteLength} bytes n8n declares for it`,
			'The file changed while it was read. Run the workflow again, so that n8n stores it anew.',
			'media',
		);
	}

	private tooShort(readBytes: number): InputError {
		return new InputError(
			`The file in ${this.source.label} ended after ${readBytes} of ${this.source.byteLength} bytes`,
			'The file is incomplete. Run the workflow again, so that n8n stores it anew.',
			'media',
		);
	}

	private unreadable(): InputError {
		return unreadableMedia(this.source.label);
	}
}

interface ChunkProgress {
	sentBytes: number;
	failure?: Error;
}
