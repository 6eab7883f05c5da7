import { InputError } from '../tiktok/errors';
import { sniffVideoType } from '../tiktok/videoProbe';
import type { MediaCursor } from './mediaCursor';

/** Enough to recognise a container, and usually to read an MP4 header that stands first. */
const HEAD_BYTES = 262_144;

/**
 * The MIME type TikTok's upload host wants, by the content of the file.
 *
 * @param label what to call the file in messages
 * @throws InputError when it is no video that TikTok takes
 */
export async function recogniseVideo(cursor: MediaCursor, label: string): Promise<string> {
	const type = sniffVideoType(await cursor.peek(HEAD_BYTES));
	if (type.container !== 'unknown') return type.mimeType;
	const looksLike = type.looksLike === undefined ? '' : `: it looks like ${type.looksLike}`;
	throw new InputError(
		`The file in ${label} is not a video that TikTok takes${looksLike}`,
		'Send an MP4, MOV or WebM file. Only the content counts, not the file name.',
		'media',
	);
}
