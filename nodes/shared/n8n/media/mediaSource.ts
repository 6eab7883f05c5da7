import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../tiktok/api/errors';
import type { ByteSections } from './byteSections';

/** A request body that n8n's HTTP helper streams, or for files held in memory a view of the file. */
export type N8nStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;
export type RequestBody = N8nStream | Buffer;

/** A file that can be read from the start as often as needed. */
export interface MediaSource {
	/** What to call it in messages. */
	readonly label: string;
	/** Exact length in bytes, as the storage declares it. */
	readonly byteLength: number;
	/** n8n's id of the stored file; absent when n8n keeps files in memory. */
	readonly id: string | undefined;
	/** Bytes that a further pass may skip without much ado, for example to a header at the end. */
	readonly quickSkipBytes: number;
	/** @param at the byte that `sections` begins with; 0 if left out */
	open(at?: number): Promise<OpenMedia>;
}

/** One pass over a file. Always close it. */
export interface OpenMedia {
	readonly sections: ByteSections;
	/** Makes a request body of pieces that `sections` yields. */
	toBody(pieces: AsyncGenerator<Uint8Array>): Promise<RequestBody>;
	close(): void;
}

/**
 * n8n's storage does not deliver a file it should hold.
 *
 * @param error what it threw
 */
export function unreadableMedia(label: string, error: unknown): InputError {
	const isGone = Object(error).code === 'ENOENT';
	return new InputError(
		`The file in ${label} ${isGone ? 'is gone' : 'could not be read'}`,
		isGone
			? "n8n's storage for binary data does not have it any more. Run the workflow again from the node that delivers the file."
			: "n8n's storage for binary data failed. Check that the file still exists and run the workflow again.",
		'media',
	);
}

interface ReadableClass {
	from(source: AsyncIterable<Uint8Array>, options: { objectMode: false }): N8nStream;
}

/**
 * Node's `Readable.from`, reached through any stream that n8n gave us: community nodes may not import
 * `stream`. The class itself is looked for, because some of its subclasses have a `from` of their own.
 */
export function readableFrom(stream: N8nStream, pieces: AsyncGenerator<Uint8Array>): N8nStream {
	let type = stream.constructor as unknown as ReadableClass & { name: string };
	while (type.name !== 'Readable') type = Object.getPrototypeOf(type) as typeof type;
	return type.from(pieces, { objectMode: false });
}
