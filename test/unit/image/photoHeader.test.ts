import sharp from 'sharp';
import { planPicture, writePng } from '../../support/image';
import { convertPng, readPhotoHeader } from '../../support/tested/image';

const SIZE = { width: 1_201, height: 643 };
const opaque = () => sharp({ create: { ...SIZE, channels: 3, background: '#8040c0' } });
const clear = () => sharp({ create: { ...SIZE, channels: 4, background: '#8040c080' } });
const withNotes = { exif: { IFD0: { Copyright: 'somebody '.repeat(3_000) } } } as const;

/** In hexadecimal digits, up to the size of the part that has this name. */
function webpStart(part: string): string {
	return Buffer.from(`RIFF\0\0\0\0WEBP${part}\0\0\0\0`).toString('hex');
}

describe('the header of a photo tells format and size', () => {
	it.each([
		['a JPEG', 'JPEG', () => opaque().jpeg()],
		['a progressive JPEG', 'JPEG', () => opaque().jpeg({ progressive: true })],
		['a JPEG with long notes of a camera', 'JPEG', () => opaque().withMetadata(withNotes).jpeg()],
		['a WebP', 'WebP', () => opaque().webp()],
		['a WebP that lost nothing', 'WebP', () => opaque().webp({ lossless: true })],
		['a WebP with opacity', 'WebP', () => clear().webp()],
		['a WebP with notes', 'WebP', () => opaque().withMetadata(withNotes).webp()],
	])('of %s', async (_title, format, draw) => {
		expect(readPhotoHeader(await draw().toBuffer())).toEqual({ format, ...SIZE });
	});

	it('of what we make ourselves', async () => {
		const png = writePng(planPicture(2, 8));
		const { jpeg } = await convertPng(png, { shorter: 1_080, longer: 4_096 }, async () => {});
		expect(readPhotoHeader(jpeg)).toEqual({ format: 'JPEG', width: 37, height: 23 });
	});

	it('with bytes that only fill up before a marker', async () => {
		const jpeg = await opaque().jpeg().toBuffer();
		const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(9, 0xff), jpeg.subarray(2)]);
		expect(readPhotoHeader(filled)).toEqual({ format: 'JPEG', ...SIZE });
	});
});

describe('a header that no encoder at hand writes', () => {
	it.each([
		['behind a part of an unknown kind', 'ffd8ff0200040000ffc0001108011c023003', 'JPEG', 560, 284],
		['of the last kind of frame', 'ffd8ffcf001108011c023003', 'JPEG', 560, 284],
		[
			'of a WebP larger than any picture in it',
			`${webpStart('VP8X')} 00000000 6f1101 7f3801`,
			'WebP',
			70_000,
			80_000,
		],
		[
			'of a WebP to be shown larger',
			`${webpStart('VP8 ')} 000000 9d012a 3042 1c81`,
			'WebP',
			560,
			284,
		],
	] as const)('is read: %s', (_title, hex, format, width, height) => {
		const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
		expect(readPhotoHeader(bytes)).toEqual({ format, width, height });
	});
});

describe('no header is read', () => {
	it.each<[string, Uint8Array]>([
		['of a PNG', writePng(planPicture(2, 8))],
		['of a page', Buffer.from('<!doctype html><title>Not found</title>')],
		['of nothing', Buffer.alloc(0)],
		['of a sound', Buffer.from('RIFF\0\0\0\0WAVEfmt 0123456789012345')],
		['of another kind of WebP', Buffer.from('RIFF\0\0\0\0WEBPVP9 0123456789012345')],
		['of a sound in another order', Buffer.from('RIFF\0\0\0\0WAVEVP8 0123456789012345')],
		['of a part of a WebP', Buffer.from('LIST\0\0\0\0WEBPVP8 0123456789012345')],
		[
			'of a JPEG whose parts do not follow each other',
			Buffer.from('ffd800c0001108011c023003', 'hex'),
		],
		['of a JPEG without a frame', Buffer.from('ffd8ffe00004000000', 'hex')],
		['of a JPEG that has only tables', Buffer.from('ffd8ffc40003ffffcc0003ffffc80003ff', 'hex')],
	])('%s', (_title, bytes) => {
		expect(readPhotoHeader(bytes)).toBeUndefined();
	});

	it('of a photo that is cut off before its size', async () => {
		for (const photo of [await opaque().jpeg().toBuffer(), await opaque().webp().toBuffer()]) {
			const lengths = Array.from({ length: photo.length }, (_, length) => length);
			const first = lengths.find((length) => readPhotoHeader(photo.subarray(0, length)));
			expect(first).toBeGreaterThan(20);
			lengths.slice(first).forEach((length) => {
				expect(readPhotoHeader(photo.subarray(0, length))).toMatchObject(SIZE);
			});
		}
	});
});
