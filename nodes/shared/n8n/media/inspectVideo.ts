import { InputError } from '../../tiktok/api/errors';
import { adviseOnFile } from '../../tiktok/post/fileAdvice';
import { probeVideo } from '../../video/probeVideo';
import { sniffVideoType } from '../../video/sniffVideoType';
import type { BytePiece } from '../../video/sparseBytes';
import type { ByteRange, VideoProbe } from '../../video/videoProbeTypes';
import { FILE_HANDLED_AS_TEXT, wasHandledAsText } from '../../video/textDamage';
import type { MediaCursor } from './mediaCursor';
import type { MediaSource } from './mediaSource';

/** Enough to recognise a container, and usually to read an MP4 header that stands first. */
const HEAD_BYTES = 262_144;
/** A header that stands elsewhere is read up to this length, in at most so many further looks. */
const MAX_HEADER_BYTES = 4_194_304;
const MAX_FURTHER_LOOKS = 2;

/** What is known of a video before any of it is sent. */
export interface InspectedVideo {
	/** As TikTok's upload host wants it. */
	readonly mimeType: string;
	readonly probe: VideoProbe;
}

/**
 * Recognises a video by its content and reads its header, as far as that takes no long reading.
 *
 * @throws InputError when it is no video that TikTok takes
 * @throws InputError or TikTokError when the first bytes can't be read
 */
export async function inspectVideo(
	cursor: MediaCursor,
	source: MediaSource,
): Promise<InspectedVideo> {
	const head = await cursor.peek(HEAD_BYTES);
	const mimeType = recognizeVideo(head, source.label);
	return { mimeType, probe: await probeHeader(head, source) };
}

/**
 * The MIME type of a video, as TikTok's upload host wants it, by its first bytes.
 *
 * @param label what to call the file in messages
 * @throws InputError when it is no video that TikTok takes, saying what it looks like
 */
export function recognizeVideo(head: Uint8Array, label: string): string {
	const type = sniffVideoType(head);
	if (wasHandledAsText(head)) throw notAVideo(label, FILE_HANDLED_AS_TEXT);
	if (type.container === 'unknown') throw notAVideo(label, type.looksLike);
	return type.mimeType;
}

/** Cameras and phones write the header behind the pictures. */
async function probeHeader(head: Uint8Array, source: MediaSource): Promise<VideoProbe> {
	const pieces: BytePiece[] = [{ offset: 0, bytes: head }];
	let probe = probeVideo(pieces, source.byteLength);
	for (let looks = 0; looks < MAX_FURTHER_LOOKS && probe.missing !== undefined; looks++) {
		const bytes = await readRange(source, probe.missing);
		if (bytes === undefined) return probe;
		pieces.push({ offset: probe.missing.offset, bytes });
		probe = probeVideo(pieces, source.byteLength);
	}
	return probe;
}

/** `undefined` when it would take long, or can't be read: no reason to refuse a video. */
async function readRange(
	source: MediaSource,
	{ offset, bytes }: ByteRange,
): Promise<Uint8Array | undefined> {
	if (offset > source.quickSkipBytes) return undefined;
	try {
		const media = await source.open(offset);
		try {
			return await media.sections.peek(Math.min(bytes, MAX_HEADER_BYTES));
		} finally {
			media.close();
		}
	} catch {
		return undefined;
	}
}

function notAVideo(label: string, looksLike: string | undefined): InputError {
	const appearance = looksLike === undefined ? '' : `: it looks like ${looksLike}`;
	return new InputError(
		`The file in ${label} is not a video that TikTok takes${appearance}`,
		adviseOnFile(looksLike) ??
			'Send an MP4, MOV or WebM file. Only the content counts, not the file name.',
		'media',
	);
}
