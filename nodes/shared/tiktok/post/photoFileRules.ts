/**
 * What TikTok asks of a photo, checked before it can fetch it: one that is refused fails the whole post, and TikTok
 * doesn't say which.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
import { InputError } from '../api/errors';
import { MAX_PHOTO_BYTES, PHOTO_SIDES } from '../limits';
import { BYTES_PER_MB } from '../values/units';
import { adviseOnFile } from './fileAdvice';

/** Largest PNG that is read to be converted. */
const MAX_PNG_BYTES = 64_000_000;

/** Before a file is read. @throws InputError for one that is empty, or larger than any that can be sent */
export function checkPhotoFileSize(byteLength: number, label: string): void {
	if (byteLength === 0)
		throw badPhoto(`${label} is empty`, 'Check the node that delivers the file.');
	if (byteLength > MAX_PNG_BYTES) throw tooManyBytes(byteLength, label);
}

/** @throws InputError for a photo that is larger than TikTok takes, in bytes or pixels */
export function checkPhoto(
	{ format, width, height }: { format: string; width: number; height: number },
	byteLength: number,
	label: string,
): void {
	if (byteLength > MAX_PHOTO_BYTES) throw tooManyBytes(byteLength, label);
	const { shorter, longer } = PHOTO_SIDES;
	if (Math.min(width, height) <= shorter && Math.max(width, height) <= longer) return;
	throw badPhoto(
		`${label} has ${width} × ${height} pixels, and TikTok takes up to ${shorter} on the shorter and ${longer} on the longer side`,
		`Export it smaller, or put n8n's node Edit Image before this one. This node shrinks PNG only, not ${format}.`,
	);
}

/** @param kind what its first bytes look like */
export function noPhoto(label: string, kind: string | undefined): InputError {
	if (kind === 'PNG') {
		return badPhoto(
			`${label} is a PNG, and TikTok takes JPEG and WebP only`,
			'Turn Options → Convert PNG on: this node then makes a JPEG of it. Or export it as JPEG.',
		);
	}
	const what = kind === undefined ? '' : `: it looks like ${kind}`;
	return badPhoto(
		`${label} is no JPEG, WebP or PNG${what}`,
		adviseOnFile(kind) ??
			'TikTok takes JPEG and WebP only, and this node makes JPEG of PNG. Export the picture as JPEG, and check the node that delivers it.',
	);
}

/** What the file is, as far as it goes, but no more can be read of it. */
export function damagedPhoto(label: string, kind: string): InputError {
	return badPhoto(
		`${label} is a damaged ${kind}: its size in pixels can't be read`,
		'Export the picture again, and check the node that delivers it.',
	);
}

function tooManyBytes(byteLength: number, label: string): InputError {
	const megabytes = (byteLength / BYTES_PER_MB).toFixed(1);
	return badPhoto(
		`${label} has ${megabytes} MB, and TikTok takes photos up to ${MAX_PHOTO_BYTES / BYTES_PER_MB} MB`,
		'Export it smaller, or with less quality.',
	);
}

function badPhoto(message: string, fix: string): InputError {
	return new InputError(message, fix, 'media');
}
