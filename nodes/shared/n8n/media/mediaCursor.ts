import { asError, InputError, StoppedError, TikTokError } from '../../tiktok/api/errors';
import type { ChunkRange } from '../../tiktok/upload/chunkPlan';
import { MAX_PIECE_BYTES } from './byteSections';
import { unreadableMedia, type MediaSource, type OpenMedia, type RequestBody } from './mediaSource';

/** A request body for one chunk, and what is known about how far it got. */
export interface ChunkBody {
	readonly body: RequestBody;
	/** Bytes handed to the connection so far; not necessarily received by TikTok. */
	sentBytes(): number;
	/** Bytes that count as handed over while they still move: a piece of a stream, or all of a file in memory. */
	readonly unseenBytes: number;
	/** Why the body could not be delivered, if that was on this side: a source that is not as declared. */
	failure(): Error | undefined;
	/** Ends the body, also in the middle. Resolves when what is awaited before the last bytes is over, too. */
	discard(): Promise<void>;
}

/** One reading of the file from its start. */
interface Pass {
	readonly media: OpenMedia;
	/** The next byte; `undefined` while a chunk is being read and after one that was not read to its end. */
	position: number | undefined;
}

/**
 * Reads a file's chunks in order. The source is opened once as long as chunks follow each other; only
 * a chunk that has to be sent again opens it anew and skips to the chunk's first byte.
 */
export class MediaCursor {
	private constructor(
		readonly source: MediaSource,
		private pass: Pass,
		private readonly beforeLastBytes: () => Promise<void>,
	) {}

	/** @param beforeLastBytes awaited before the last bytes of the file are handed out */
	static async open(
		source: MediaSource,
		beforeLastBytes: () => Promise<void> = async () => {},
	): Promise<MediaCursor> {
		const pass = { media: await source.open(), position: 0 };
		return new MediaCursor(source, pass, beforeLastBytes);
	}

	/**
	 * The first bytes of the file. Only before the first chunk is read.
	 *
	 * @throws InputError or TikTokError when the source can't deliver them
	 */
	async peek(byteLength: number): Promise<Uint8Array> {
		try {
			return await this.pass.media.sections.peek(byteLength);
		} catch (error) {
			throw this.explain(error);
		}
	}

	/** The body for one chunk. The bodies of earlier chunks must be finished or discarded. */
	async readChunk(range: ChunkRange): Promise<ChunkBody> {
		if (this.pass.position !== range.first) await this.moveTo(range.first);
		const progress: ChunkProgress = { sentBytes: 0 };
		const body = await this.pass.media.toBody(this.pieces(this.pass, range, progress));
		const isStream = 'destroy' in body;
		return {
			body,
			sentBytes: () => progress.sentBytes,
			unseenBytes: isStream ? MAX_PIECE_BYTES : range.byteLength,
			failure: () => progress.failure,
			discard: async () => {
				if (isStream) body.destroy();
				await progress.finishing?.catch(() => {});
			},
		};
	}

	close(): void {
		this.pass.media.close();
	}

	private async moveTo(offset: number): Promise<void> {
		this.pass.media.close();
		this.pass = { media: await this.source.open(offset), position: offset };
	}

	private async *pieces(
		pass: Pass,
		range: ChunkRange,
		progress: ChunkProgress,
	): AsyncGenerator<Uint8Array, void, undefined> {
		pass.position = undefined;
		const source = pass.media.sections.take(range.byteLength);
		for (;;) {
			const piece = await this.nextPiece(pass, source, range, progress);
			if (piece === undefined) return;
			progress.sentBytes += piece.length;
			yield piece;
		}
	}

	/** What goes wrong in here is this side's fault, not the connection's, and is kept as such. */
	private async nextPiece(
		pass: Pass,
		source: AsyncGenerator<Uint8Array, void, undefined>,
		range: ChunkRange,
		progress: ChunkProgress,
	): Promise<Uint8Array | undefined> {
		try {
			const { value: piece } = await source.next();
			const bytes = progress.sentBytes + (piece?.length ?? 0);
			if (piece === undefined && bytes < range.byteLength) throw this.tooShort(range.first + bytes);
			if (piece !== undefined && bytes === range.byteLength) {
				await (progress.finishing = this.finishRange(pass, range));
			}
			return piece ?? undefined;
		} catch (error) {
			progress.failure = this.explain(error);
			throw asError(progress.failure);
		}
	}

	/** Before the last piece of a range is handed out. */
	private async finishRange(pass: Pass, range: ChunkRange): Promise<void> {
		if (range.isLast) {
			await this.assertEnded(pass.media);
			await this.beforeLastBytes();
		}
		pass.position = range.last + 1;
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

	/** Sources that know what happened say so; what n8n's storage throws is no help to anybody. */
	private explain(error: unknown): Error {
		const isOurs =
			error instanceof InputError || error instanceof TikTokError || error instanceof StoppedError;
		return isOurs ? error : unreadableMedia(this.source.label, error);
	}
}

interface ChunkProgress {
	sentBytes: number;
	/** What happens before the last piece is handed out. */
	finishing?: Promise<void>;
	failure?: Error;
}
