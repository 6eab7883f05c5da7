/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { open } from 'node:fs/promises';
import type { MediaInfoResult } from 'mediainfo.js';
import { analyzeMedia } from './mediaInfo';

/** The limits for videos. */
const CONTAINERS = new Set(['MPEG-4', 'WebM']);
const CODECS = new Set(['AVC', 'HEVC', 'VP8', 'VP9']);
const MIN_SIDE_PIXELS = 360;
const MAX_SIDE_PIXELS = 4096;
const MIN_FRAMES_PER_SECOND = 23;
const MAX_FRAMES_PER_SECOND = 60;

/**
 * Looks into a whole video file, independently of the code under test: container, codec, picture
 * size, frame rate, length.
 * @returns the `fail_reason` TikTok would give, or undefined
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export async function checkVideoFile(
	filePath: string,
	maxDurationSec: number,
): Promise<string | undefined> {
	const { media } = await analyze(filePath);
	const general = media?.track.find((track) => track['@type'] === 'General');
	const video = media?.track.find((track) => track['@type'] === 'Video');
	if (video?.['@type'] !== 'Video' || !CONTAINERS.has(general?.Format ?? '')) {
		return 'file_format_check_failed';
	}
	if (!CODECS.has(video.Format ?? '')) return 'file_format_check_failed';
	const sides = [video.Width ?? 0, video.Height ?? 0];
	if (Math.min(...sides) < MIN_SIDE_PIXELS || Math.max(...sides) > MAX_SIDE_PIXELS) {
		return 'picture_size_check_failed';
	}
	const rate = video.FrameRate;
	if (rate !== undefined && (rate < MIN_FRAMES_PER_SECOND || rate > MAX_FRAMES_PER_SECOND)) {
		return 'frame_rate_check_failed';
	}
	const duration = video.Duration ?? 0;
	return duration > maxDurationSec ? 'duration_check_failed' : undefined;
}

async function analyze(filePath: string): Promise<MediaInfoResult> {
	const file = await open(filePath, 'r');
	try {
		const { size } = await file.stat();
		return await analyzeMedia(size, async (length, offset) => {
			const piece = new Uint8Array(length);
			const { bytesRead } = await file.read(piece, 0, length, offset);
			return piece.subarray(0, bytesRead);
		});
	} finally {
		await file.close();
	}
}
