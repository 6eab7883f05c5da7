import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readPhotoHeader } from '../../image/photoHeader';
import { PictureError } from '../../image/pictureError';
import { convertPng, type ConvertedPicture } from '../../image/pngToJpeg';
import { asError, InputError } from '../../tiktok/api/errors';
import { PHOTO_SIDES } from '../../tiktok/limits';
import {
	checkPhoto,
	checkPhotoFileSize,
	damagedPhoto,
	noPhoto,
} from '../../tiktok/post/photoFileRules';
import type { PhotoType, SignedPhoto } from '../../tiktok/post/photoName';
import { nameEncodedPhoto } from '../../video/encodedPhoto';
import { RECOGNITION_BYTES, sniffVideoType } from '../../video/sniffVideoType';
import { FILE_HANDLED_AS_TEXT, wasHandledAsText } from '../../video/textDamage';
import { giveWay } from '../clock';
import { unreadableMedia, type MediaSource } from './mediaSource';

/** A photo that nothing speaks against. */
export interface CheckedPhoto {
	readonly type: PhotoType;
	readonly bytes: Uint8Array;
	/** What the user should know of a file that is not sent as it was. */
	readonly conversion: IDataObject | undefined;
}

/** Of files that came with a request: n8n renames them when the execution ends. */
const PASSING_ID = '/temp/';
/** Far enough to reach into the picture. */
const DAMAGE_BYTES = 65_536;

/**
 * Reads a photo, and makes a JPEG of a PNG where that is wanted.
 *
 * @throws InputError for what TikTok would refuse, naming the photo
 * @throws StoppedError when the user stopped the execution
 */
export async function readPhotoFile(
	n8n: IExecuteFunctions,
	file: MediaSource,
	convertsPng: boolean,
): Promise<CheckedPhoto> {
	const { label } = file;
	checkPhotoFileSize(file.byteLength, label);
	const bytes = await readWhole(file);
	const kind = recognize(bytes);
	if (kind === FILE_HANDLED_AS_TEXT) throw noPhoto(label, kind);
	if (kind === 'PNG' && convertsPng) return await convert(n8n, bytes, label);
	const header = readPhotoHeader(bytes);
	if (header === undefined) {
		const isPhoto = kind === 'JPEG' || kind === 'WebP';
		throw isPhoto ? damagedPhoto(label, kind) : noPhoto(label, kind);
	}
	checkPhoto(header, bytes.length, label);
	return { type: header.format === 'WebP' ? 'webp' : 'jpg', bytes, conversion: undefined };
}

/**
 * Where n8n has the photo for as long as this execution is there: a copy that belongs to it where the file was changed,
 * has no id, or one that passes.
 *
 * @throws InputError where n8n keeps files in memory, from where nobody can fetch them
 */
export async function storePhoto(
	n8n: IExecuteFunctions,
	{ id, label }: MediaSource,
	{ type, bytes, conversion }: CheckedPhoto,
): Promise<SignedPhoto> {
	if (id !== undefined && !id.includes(PASSING_ID) && conversion === undefined) {
		return { binaryId: id, type };
	}
	const mimeType = type === 'webp' ? 'image/webp' : 'image/jpeg';
	const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const copy = await n8n.helpers.prepareBinaryData(content, `photo.${type}`, mimeType);
	if (copy.id === undefined) {
		throw new InputError(
			`${label} can't be served: this n8n keeps files in memory`,
			"Set n8n's N8N_DEFAULT_BINARY_DATA_MODE to filesystem (with several workers to database or s3) and start it again. Or set Photo Source to URLs.",
			'media',
		);
	}
	return { binaryId: copy.id, type };
}

/** What a file looks like, in words for the user. */
function recognize(bytes: Uint8Array): string | undefined {
	const type = sniffVideoType(bytes.subarray(0, RECOGNITION_BYTES));
	// Its first bytes outlive no such step, and what it holds may be all alike where it is not packed.
	const isPng = type.container === 'unknown' && type.looksLike === 'PNG';
	if (!isPng && wasHandledAsText(bytes.subarray(0, DAMAGE_BYTES))) return FILE_HANDLED_AS_TEXT;
	return type.container === 'unknown' ? (nameEncodedPhoto(bytes) ?? type.looksLike) : 'a video';
}

async function readWhole(file: MediaSource): Promise<Uint8Array> {
	const media = await file.open();
	try {
		const pieces: Uint8Array[] = [];
		for await (const piece of media.sections.take(file.byteLength)) pieces.push(piece);
		return Buffer.concat(pieces);
	} catch (error) {
		throw unreadableMedia(file.label, error);
	} finally {
		media.close();
	}
}

async function convert(
	n8n: IExecuteFunctions,
	png: Uint8Array,
	label: string,
): Promise<CheckedPhoto> {
	const stopped = n8n.getExecutionCancelSignal();
	try {
		const picture = await convertPng(png, PHOTO_SIDES, async () => await giveWay(stopped));
		return { type: 'jpg', bytes: picture.jpeg, conversion: describe(picture, label) };
	} catch (error) {
		throw error instanceof PictureError ? explain(error, label) : asError(error);
	}
}

function explain({ message, fix }: PictureError, label: string): InputError {
	return new InputError(`${label} ${message}`, fix, 'media');
}

function describe({ original, width, height, jpeg }: ConvertedPicture, label: string): IDataObject {
	return {
		photo: label,
		from: `PNG, ${original.width} × ${original.height}`,
		to: `JPEG, ${width} × ${height}`,
		bytes: jpeg.length,
	};
}
