/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { SIGNATURE_BYTES } from './signature';

/** Receives one video: hashes it, keeps its first bytes and, with a path, the whole file. */
export class VideoSink {
	/** First bytes of the file, for the format check. */
	head: Buffer = Buffer.alloc(0);
	private hash = createHash('sha256');
	private file: Promise<FileHandle> | undefined;
	private isClosed = false;

	constructor(
		readonly filePath: string | undefined,
		private committed = 0,
	) {}

	/**
	 * Takes a piece of the video from `stream`, at most one piece of it in memory at a time.
	 * @returns how many bytes came; `complete` is false if the stream broke off. Nothing counts
	 * until commit() is called.
	 */
	async take(stream: AsyncIterable<Buffer>, onBytes: (count: number) => void): Promise<TakenBytes> {
		const hash = this.hash.copy();
		const head: Buffer[] = [this.head];
		let count = 0;
		try {
			for await (const piece of stream) {
				hash.update(piece);
				if (this.committed + count < SIGNATURE_BYTES) head.push(Buffer.from(piece));
				await this.write(piece, this.committed + count);
				count += piece.length;
				onBytes(piece.length);
			}
		} catch {
			return { count, complete: false, hash, head: Buffer.concat(head) };
		}
		return { count, complete: true, hash, head: Buffer.concat(head) };
	}

	/** Makes what take() returned part of the video. */
	commit(taken: TakenBytes): void {
		this.hash = taken.hash;
		this.head = taken.head.subarray(0, SIGNATURE_BYTES);
		this.committed += taken.count;
	}

	/** Closes the file and gives the hex SHA-256 of all that was committed. */
	async finish(): Promise<string> {
		await this.close();
		return this.hash.copy().digest('hex');
	}

	async close(): Promise<void> {
		const file = this.file;
		this.file = undefined;
		this.isClosed = true;
		await (await file)?.close();
	}

	private async write(piece: Buffer, position: number): Promise<void> {
		if (this.filePath === undefined || this.isClosed) return;
		this.file ??= open(this.filePath, 'w');
		await (await this.file).write(piece, 0, piece.length, position);
	}
}

/** What one stream brought. */
export interface TakenBytes {
	count: number;
	complete: boolean;
	hash: Hash;
	head: Buffer;
}
