import { readPhoto } from '../../support/image/fixtures';
import { nameEncodedPhoto } from '../../support/tested/video';

const JPEG = Buffer.from(readPhoto('sunset-1.jpg')).subarray(0, 600);
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000010000000100802', 'hex');
const WEBP = Buffer.from('RIFF\0\0\0\0WEBPVP8 and something behind it', 'latin1');

function nameText(text: string): string | undefined {
	return nameEncodedPhoto(Buffer.from(text));
}

describe('a photo as text', () => {
	it.each([
		['base64', JPEG.toString('base64')],
		['a data URL', `data:image/png;base64,${PNG.toString('base64')}`],
		[
			'the answer of a service that makes pictures',
			JSON.stringify({ data: [{ b64_json: PNG.toString('base64') }] }),
		],
		['WebP', WEBP.toString('base64')],
		['more of it than is looked at', JPEG.toString('base64').repeat(20)],
	])('is the base64 text of a photo: %s', (_title, text) => {
		expect(nameText(text)).toBe('the base64 text of a photo');
	});

	it('is its hexadecimal text, or a list of its bytes', () => {
		expect(nameText(JPEG.toString('hex'))).toBe('the hexadecimal text of a photo');
		expect(nameText(JSON.stringify(JPEG))).toBe('a JSON list of the bytes of a photo');
	});

	it.each([
		[
			'a page with a picture in it',
			`<html><img src="data:image/png;base64,${PNG.toString('base64')}">`,
		],
		[
			'a drawing with one',
			`<svg><image href="data:image/png;base64,${PNG.toString('base64')}"/></svg>`,
		],
		['another file', Buffer.alloc(300, 7).toString('base64')],
		['a text', 'a'.repeat(300)],
	])('is not %s', (_title, text) => {
		expect(nameText(text)).toBeUndefined();
	});

	it('is no photo', () => {
		expect(nameEncodedPhoto(JPEG)).toBeUndefined();
	});
});
