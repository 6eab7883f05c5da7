import { BINARY_ENCODING, type IExecuteFunctions } from 'n8n-workflow';
import { asError, type InputError } from '../../tiktok/api/errors';
import { redactMessage } from '../../tiktok/api/redact';
import type { Item } from '../api/item';
import { findBinaryFile, type FileParameter } from './binaryField';
import { ByteSections } from './byteSections';
import {
	readableFrom,
	unreadableMedia,
	type MediaSource,
	type N8nStream,
	type OpenMedia,
} from './mediaSource';

/** How much n8n's storage reads at a time: few calls, and small enough for memory to be used again at once. */
const READ_PIECE_BYTES = 262_144;

/** Browsers and services hand over a file in the item as a URL that holds it. */
const DATA_URL_HEAD = /^\s*data:[^,]{0,200};base64,/i;

/** About a second of reading from a disk; from a database or a remote storage everything is fetched again. */
const QUICK_DISK_BYTES = 1_000_000_000;
const QUICK_REMOTE_BYTES = 64_000_000;

/**
 * The file that a parameter means, in whatever way this n8n stores binary data.
 *
 * @param field a name, or the file itself
 * @throws InputError when there is no such file, or its length can't be read
 */
export async function findBinaryMedia(
	item: Item,
	field: string | object,
	parameter?: FileParameter,
): Promise<MediaSource> {
	const { file, id, label } = findBinaryFile(item, field, parameter);
	if (id === undefined) {
		const buffer = Buffer.from(file.data.replace(DATA_URL_HEAD, ''), BINARY_ENCODING);
		const { length } = buffer;
		const openAt = async (at = 0) => openBuffer(buffer.subarray(at));
		return { label, byteLength: length, id, quickSkipBytes: length, open: openAt };
	}
	const quickSkipBytes = id.startsWith('filesystem') ? QUICK_DISK_BYTES : QUICK_REMOTE_BYTES;
	const open = async (at = 0) => await openStored(item.n8n, id, label, at);
	return {
		label,
		byteLength: await readStoredSize(item.n8n, id, label),
		id,
		quickSkipBytes,
		open,
	};
}

/** No storage of n8n's reads from a byte on, so what comes before is skipped. */
async function openStored(
	n8n: IExecuteFunctions,
	id: string,
	label: string,
	at: number,
): Promise<OpenMedia> {
	let media: OpenMedia | undefined;
	try {
		media = openStream(await n8n.helpers.getBinaryStream(id, READ_PIECE_BYTES));
		await media.sections.skip(at);
		return media;
	} catch (error) {
		media?.close();
		throw explainStorage(n8n, label, error);
	}
}

function explainStorage(n8n: IExecuteFunctions, label: string, error: unknown): InputError {
	const { message } = asError(error);
	n8n.logger.warn(`TikTok Post: n8n's storage does not deliver a file: ${redactMessage(message)}`);
	return unreadableMedia(label, error);
}

async function readStoredSize(n8n: IExecuteFunctions, id: string, label: string): Promise<number> {
	try {
		return (await n8n.helpers.getBinaryMetadata(id)).fileSize;
	} catch (error) {
		throw explainStorage(n8n, label, error);
	}
}

function openBuffer(buffer: Buffer): OpenMedia {
	return {
		sections: new ByteSections(iterateOnce(buffer)),
		toBody: async (pieces) => await joinPieces(pieces),
		close: () => {},
	};
}

function openStream(stream: N8nStream): OpenMedia {
	return {
		sections: new ByteSections(stream),
		toBody: async (pieces) => readableFrom(stream, pieces),
		close: () => {
			stream.destroy();
		},
	};
}

async function* iterateOnce(buffer: Buffer): AsyncGenerator<Uint8Array> {
	yield buffer;
}

/** The pieces of a buffer are neighbouring views of it, so they join to one view without a copy. */
async function joinPieces(pieces: AsyncGenerator<Uint8Array>): Promise<Buffer> {
	let joined: Buffer | undefined;
	for await (const piece of pieces) {
		const start = joined ?? Buffer.from(piece.buffer, piece.byteOffset, 0);
		joined = Buffer.from(start.buffer, start.byteOffset, start.length + piece.length);
	}
	return joined ?? Buffer.alloc(0);
}
