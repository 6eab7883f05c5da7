import { analyzeMedia } from './mediaInfo';
import type { PulledPhoto } from '../types';

const MAX_BYTES = 20_000_000;
const MAX_SHORTER_SIDE_PIXELS = 1080;
const MAX_SIDE_PIXELS = 4096;

/**
 * What processing will find wrong with a photo. One of them fails the whole post, and TikTok does not say which.
 * A picture whose size nobody can read passes: TikTok's word on damaged files is unknown.
 * @returns the `fail_reason` TikTok would give, or undefined
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export function judgePhoto({ type, bytes, width, height }: PulledPhoto): string | undefined {
	if (type === undefined || bytes > MAX_BYTES) return 'file_format_check_failed';
	if (width === undefined || height === undefined) return undefined;
	const isTooLarge =
		Math.min(width, height) > MAX_SHORTER_SIDE_PIXELS || Math.max(width, height) > MAX_SIDE_PIXELS;
	return isTooLarge ? 'picture_size_check_failed' : undefined;
}

/** Width and height by MediaInfo, independently of the code under test; nothing where it finds none. */
export async function measurePhoto(content: Buffer): Promise<{ width?: number; height?: number }> {
	const { media } = await analyzeMedia(content.length, (length, offset) =>
		content.subarray(offset, offset + length),
	);
	const image = media?.track.find((track) => track['@type'] === 'Image');
	if (image?.['@type'] !== 'Image') return {};
	return { width: image.Width, height: image.Height };
}
