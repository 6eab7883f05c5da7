import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { asError, isPassing, TikTokError } from '../../../tiktok/api/errors';
import { backoffMs } from '../../../tiktok/api/retryPolicy';
import { now, pause, throwIfStopped } from '../../clock';
import { startDownload, type Download, type DownloadTarget } from './download';
import { STALLED } from '../../api/requestFailure';
import { brokenDownload, changedFile, compressedFile, wronglyMarkedFile } from './downloadFailure';
import { findFirstByte, makeRange, type FileVersion } from './fileVersion';

/** How often in a row a download may break off without a single byte in between. */
const MAX_FAILURES = 4;
/** A connection that delivers nothing for this long, while something is wanted, is given up. */
const STALL_MS = 60_000;
const WATCH_INTERVAL_MS = 250;
/** In place of what a connection says that was given up. */
const STALL = { code: STALLED };

/** How the codes begin that Node gives when something can't be unpacked. */
const UNPACKING_CODES = /^(?:Z_|ERR_(?:BROTLI_|ZSTD_|_ERROR_)|ZSTD_)/;

/** A connection that delivers a file from a byte on. */
export interface OpenedFile extends Download {
	readonly startsAt: number;
}

/**
 * Downloads a file once more, from a byte on. Servers that know ranges send the rest alone; of the others
 * the beginning has to be skipped.
 *
 * @throws InputError when it is not the same file any more
 * @throws TikTokError `media_unavailable` when the server does not deliver
 */
export async function openFileAt(
	n8n: IExecuteFunctions,
	target: DownloadTarget,
	version: FileVersion,
	at: number,
): Promise<OpenedFile> {
	const download = await startDownload(n8n, target, makeRange(version, at));
	const startsAt = findFirstByte(download.status, download.headers, version, at);
	if (startsAt !== undefined) return { ...download, startsAt };
	download.close();
	throw changedFile(target.label);
}

/**
 * One pass over a file, in pieces of any size. Where the connection breaks off, the rest comes over a new
 * one. Always close it.
 */
export class FilePieces {
	private readonly stopped: AbortSignal | undefined;
	private connection: AsyncIterator<Uint8Array>;
	/** The byte that the connection delivers next. */
	private position: number;
	private failures = 0;
	private lastTrouble: unknown;
	private isClosed = false;
	private standsStill = false;
	private waitingSince: number | undefined;

	/** @param at the byte to begin with, at or after the one that `opened` begins with */
	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly target: DownloadTarget,
		private readonly version: FileVersion,
		private opened: OpenedFile,
		private readonly at: number,
	) {
		this.stopped = n8n.getExecutionCancelSignal();
		this.position = opened.startsAt;
		this.connection = iterate(opened);
	}

	/**
	 * n8n unpacks a compressed answer, and what comes then is not as long as the server said. That is the only
	 * way to more bytes, and to fewer without a connection that broke off.
	 *
	 * @throws InputError when the file changed, or is compressed
	 * @throws TikTokError `media_unavailable` when it kept breaking off
	 * @throws StoppedError when the user stopped the execution
	 */
	async *read(): AsyncGenerator<Uint8Array, void, undefined> {
		void this.giveUpWhenStalled();
		let next = this.at;
		while (next < this.version.byteLength) {
			const piece = await this.takePiece();
			if (piece === undefined) {
				await this.reconnect(next);
				continue;
			}
			const fresh = piece.subarray(Math.max(0, next - this.position));
			this.position += piece.length;
			next += fresh.length;
			if (next > this.version.byteLength) throw compressedFile(this.target.label);
			if (fresh.length === 0) continue;
			this.failures = 0;
			yield fresh;
		}
		if ((await this.takePiece()) !== undefined) throw compressedFile(this.target.label);
	}

	close(): void {
		this.isClosed = true;
		this.opened.close();
	}

	/** The next piece, or `undefined` when the connection has no more. */
	private async takePiece(): Promise<Uint8Array | undefined> {
		this.waitingSince = now();
		try {
			const { done, value } = await this.connection.next();
			if (done !== true) return value;
			this.lastTrouble = this.standsStill ? STALL : undefined;
			return undefined;
		} catch (error) {
			throwIfStopped(this.stopped);
			this.lastTrouble = this.standsStill ? STALL : error;
			return undefined;
		} finally {
			this.waitingSince = undefined;
		}
	}

	/** Only a connection that broke off is worth another one. */
	private assertBrokenOff(): void {
		if (this.lastTrouble === undefined) throw compressedFile(this.target.label);
		const { code } = this.lastTrouble as { code?: unknown };
		if (typeof code === 'string' && UNPACKING_CODES.test(code)) {
			throw wronglyMarkedFile(this.target.label);
		}
	}

	private async reconnect(next: number): Promise<void> {
		this.assertBrokenOff();
		this.opened.close();
		let opened: OpenedFile | undefined;
		while (opened === undefined) {
			this.failures += 1;
			if (this.failures >= MAX_FAILURES) {
				const progress = `${next} of ${this.version.byteLength} bytes`;
				throw brokenDownload(this.target.label, this.lastTrouble, progress);
			}
			await pause(backoffMs(this.failures, Math.random()), this.stopped);
			opened = await this.openAgain(next);
		}
		this.use(opened);
	}

	/** `undefined` where the next try may go better. */
	private async openAgain(next: number): Promise<OpenedFile | undefined> {
		try {
			return await openFileAt(this.n8n, this.target, this.version, next);
		} catch (error) {
			if (error instanceof TikTokError && isPassing(error)) return undefined;
			throw asError(error);
		}
	}

	private use(opened: OpenedFile): void {
		this.opened = opened;
		this.standsStill = false;
		this.position = opened.startsAt;
		this.connection = iterate(opened);
		if (this.isClosed) opened.close();
	}

	private async giveUpWhenStalled(): Promise<void> {
		while (!this.isClosed) {
			await sleep(WATCH_INTERVAL_MS);
			const waitedMs = this.waitingSince === undefined ? 0 : now() - this.waitingSince;
			if (waitedMs <= STALL_MS) continue;
			this.standsStill = true;
			this.opened.close();
		}
	}
}

function iterate({ stream }: OpenedFile): AsyncIterator<Uint8Array> {
	return (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
}
