import { BASE64_VIDEO, HEX_VIDEO, JSON_VIDEO } from '../../video/encodedVideo';
import { FILE_HANDLED_AS_TEXT } from '../../video/textDamage';
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

const LOOK_INTO_ANSWER =
	'It is most likely the answer of a service: the video is not ready yet, something went wrong, or it says where the file is. Look into it, and check the URL.';
const UNPACK =
	'Unpack it first, for example with the Compression node, or store the video as it is: packing hardly makes videos smaller.';

/** What to do about files that are something else than a video in a foreign format. */
const ADVICE_BY_FORMAT: ReadonlyMap<string, string> = new Map([
	[
		'HTML',
		'Its URL leads to a page (to share or preview the video, to sign in, or saying that something went wrong) instead of the file. Give the address of the file itself, and check that it works without signing in.',
	],
	['JSON', LOOK_INTO_ANSWER],
	['XML', LOOK_INTO_ANSWER],
	['GZIP', UNPACK],
	['Zstandard', UNPACK],
	['ZIP', UNPACK],
	['RAR', UNPACK],
	['7-Zip', UNPACK],
	[
		BASE64_VIDEO,
		'Put the node Convert to File with the operation "Move Base64 String to File" before this one: it turns the text into the video. Leave out a beginning such as "data:video/mp4;base64,". If the text is a file already, put Extract from File before that.',
	],
	[
		HEX_VIDEO,
		'Turn it into the video in a Code node, with this.helpers.prepareBinaryData(Buffer.from(text, "hex")). Leave out a "\\x" at its beginning.',
	],
	[
		JSON_VIDEO,
		'Return the file as binary data in the Code node before, with this.helpers.prepareBinaryData(buffer), not as JSON.',
	],
	[
		FILE_HANDLED_AS_TEXT,
		'Set Response Format to File in HTTP Request; in a Code node, pass the binary data on without toString(). Text cannot hold a video, and what got lost does not come back.',
	],
]);

/** What to do about a file that is no video TikTok takes. */
export const EXPORT_ADVICE = 'Export the video as MP4 (H.264).';

/** What to do about a file that looks like `format`; undefined where it has to be converted. */
export function adviseOnFormat(format: string | undefined): string | undefined {
	return format === undefined ? undefined : ADVICE_BY_FORMAT.get(format);
}

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
