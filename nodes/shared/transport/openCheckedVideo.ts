import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../tiktok/errors';
import { checkVideoSize } from '../tiktok/postRules';
import { sniffVideoType } from '../tiktok/videoProbe';
import { MediaCursor } from './mediaCursor';
import { findBinaryMedia } from './mediaSource';

/** Enough to recognise a container, and usually to read an MP4 header that stands first. */
const HEAD_BYTES = 262_144;

/** A video that passed the checks, open at its first byte. Close the cursor. */
export interface CheckedVideo {
	readonly byteLength: number;
	readonly mimeType: string;
	readonly cursor: MediaCursor;
}

/**
 * Opens the video in a binary field and looks at its size and first bytes.
 *
 * @throws InputError when there is no such field, or the file is empty, too large or no video TikTok takes
 */
export async function openCheckedVideo(
	this: IExecuteFunctions,
	itemIndex: number,
	fieldName: string,
): Promise<CheckedVideo> {
	const source = await findBinaryMedia.call(this, itemIndex, fieldName);
	checkVideoSize(source.byteLength, fieldName);
	const cursor = await MediaCursor.open(source);
	try {
		const mimeType = recogniseVideo(await cursor.peek(HEAD_BYTES), fieldName);
		return { byteLength: source.byteLength, mimeType, cursor };
	} catch (error) {
		cursor.close();
		throw error instanceof InputError ? error : unreadable(fieldName);
	}
}

function recogniseVideo(head: Uint8Array, fieldName: string): string {
	const type = sniffVideoType(head);
	if (type.container !== 'unknown') return type.mimeType;
	const looksLike = type.looksLike === undefined ? '' : ` It looks like: ${type.looksLike}.`;
	throw new InputError(
		`The file in the binary field "${fieldName}" is not a video that TikTok takes.${looksLike}`,
		'Send an MP4, MOV or WebM file. Only the content counts, not the file name.',
		'media',
	);
}

function unreadable(fieldName: string): InputError {
	return new InputError(
		`The file in the binary field "${fieldName}" could not be read`,
		"n8n's storage for binary data failed. Check that the file still exists and run the workflow again.",
		'media',
	);
}
