import { InputError } from '../tiktok/errors';
import { probeVideo, sniffVideoType, type VideoProbe } from '../tiktok/videoProbe';
import type { MediaCursor } from './mediaCursor';
import type { MediaSource } from './mediaSource';

/** Enough to recognise a container, and usually to read an MP4 header that stands first. */
const HEAD_BYTES = 262_144;

/** What the first bytes of a video tell. */
export interface InspectedVideo {
	/** As TikTok's upload host wants it. */
	readonly mimeType: string;
	readonly probe: VideoProbe;
}

/**
 * Recognises a video by its content and reads what of its header is at hand.
 *
 * @throws InputError when it is no video that TikTok takes
 */
export async function inspectVideo(
	cursor: MediaCursor,
	{ label, byteLength }: MediaSource,
): Promise<InspectedVideo> {
	const head = await cursor.peek(HEAD_BYTES);
	const type = sniffVideoType(head);
	if (type.container === 'unknown') throw notAVideo(label, type.looksLike);
	return { mimeType: type.mimeType, probe: probeVideo(head, byteLength) };
}

function notAVideo(label: string, looksLike: string | undefined): InputError {
	const appearance = looksLike === undefined ? '' : `: it looks like ${looksLike}`;
	return new InputError(
		`The file in ${label} is not a video that TikTok takes${appearance}`,
		'Send an MP4, MOV or WebM file. Only the content counts, not the file name.',
		'media',
	);
}
