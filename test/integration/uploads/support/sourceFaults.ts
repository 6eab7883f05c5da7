/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests stand in for n8n's storage */
import { Readable } from 'node:stream';
import { inPieces, type Delivery, type StorageMode } from '../../../support/node/binaryStorage';
import type { SourceFault } from './faultRow';

/** How many more bytes than declared a file has that goes on. */
const SURPLUS_BYTES = 1_000;

/** In what pieces n8n's storages deliver a file. */
const PIECE_BYTES: Record<StorageMode, number> = {
	filesystem: 262_144,
	memory: Number.POSITIVE_INFINITY,
	'one-piece': Number.POSITIVE_INFINITY,
	'small-pieces': 65_536,
};

/**
 * A storage that delivers another file than it declared, or none.
 *
 * @param failAt where the file ends or breaks
 */
export function deliverBadly(fault: SourceFault, mode: StorageMode, failAt: number): Delivery {
	const deliver: Delivery = (file) => inPieces(Math.min(PIECE_BYTES[mode], file.length))(file);
	switch (fault) {
		case 'ends early':
			return (file) => deliver(file.subarray(0, failAt));
		case 'goes on':
			return (file) => deliver(Buffer.concat([file, Buffer.alloc(SURPLUS_BYTES)]));
		case 'breaks':
			return (file) =>
				Readable.from(breakAfter(deliver(file.subarray(0, failAt))), { objectMode: false });
	}
}

async function* breakAfter(pieces: Readable): AsyncGenerator<Buffer> {
	yield* pieces as AsyncIterable<Buffer>;
	throw new Error('EIO: i/o error, read');
}
