import { BYTES_PER_GB, BYTES_PER_MB } from '../values/units';

const SECONDS_PER_MINUTE = 60;

const CODEC_LABELS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		h264: 'H.264',
		h265: 'H.265',
		h266: 'H.266',
		vp8: 'VP8',
		vp9: 'VP9',
		av1: 'AV1',
		mpeg2: 'MPEG-2',
		mpeg4: 'MPEG-4 Part 2 (DivX, Xvid)',
		h263: 'H.263',
		prores: 'Apple ProRes',
		dnxhd: 'Avid DNxHD',
		cineform: 'GoPro CineForm',
		mjpeg: 'Motion JPEG',
		png: 'PNG',
		theora: 'Theora',
	}),
);

/** What to do about a file that is no video TikTok takes. */
export const EXPORT_ADVICE = 'Export the video as MP4 (H.264).';

/** "4,000,000,000": digits grouped the same way on every machine. */
export function describeNumber(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "2.5 GB (2,500,000,000 bytes)"; small files in bytes alone. */
export function describeBytes(bytes: number): string {
	const exact = `${describeNumber(bytes)} bytes`;
	if (bytes >= BYTES_PER_GB) return `${roundTo(bytes / BYTES_PER_GB, 2)} GB (${exact})`;
	return bytes >= BYTES_PER_MB ? `${roundTo(bytes / BYTES_PER_MB, 1)} MB (${exact})` : exact;
}

/** "12 min 5 s", "10 min", "59.5 s". */
export function describeDuration(seconds: number): string {
	const tenths = roundTo(seconds, 1);
	if (tenths < SECONDS_PER_MINUTE) return `${tenths} s`;
	const minutes = Math.floor(tenths / SECONDS_PER_MINUTE);
	const rest = roundTo(tenths - minutes * SECONDS_PER_MINUTE, 1);
	return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** "29.97": two decimals at most. */
export function describeFraction(value: number): string {
	return String(roundTo(value, 2));
}

/** A codec as people know it from export dialogs. */
export function describeCodec(codec: string): string {
	return CODEC_LABELS.get(codec) ?? `"${codec}"`;
}

function roundTo(value: number, decimals: number): number {
	const factor = 10 ** decimals;
	return Math.round(value * factor) / factor;
}
