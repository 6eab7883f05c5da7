import {
	checkPhoto,
	checkPhotoFileSize,
	noPhoto,
	readPhotoAddress,
	readVerification,
	toPhotoUrl,
	verificationFileExpression,
} from '../../support/tested/tiktok';
import * as limits from '../../support/tested/limits';

const SIZE = { format: 'JPEG', width: 1_080, height: 4_096 };

describe('a photo', () => {
	it('may have all that TikTok takes', () => {
		expect(() => checkPhoto(SIZE, limits.MAX_PHOTO_BYTES, 'Photo 1')).not.toThrow();
		expect(() => checkPhoto({ ...SIZE, width: 4_096, height: 1_080 }, 1, 'Photo 1')).not.toThrow();
	});

	it.each([
		[{ width: 1_081, height: 1_081 }, 1],
		[{ width: 1_080, height: 4_097 }, 1],
		[{}, limits.MAX_PHOTO_BYTES + 1],
	])('of %j and %d bytes is refused', (changes, bytes) => {
		expect(() => checkPhoto({ ...SIZE, ...changes }, bytes, 'Photo 1')).toThrow(/^Photo 1 has /);
	});

	it('is read if it can be, to be converted', () => {
		expect(() => checkPhotoFileSize(64_000_000, 'Photo 1')).not.toThrow();
		expect(() => checkPhotoFileSize(64_000_001, 'Photo 1')).toThrow(/has 64\.0 MB/);
		expect(() => checkPhotoFileSize(0, 'Photo 1')).toThrow('Photo 1 is empty');
	});

	it('of no known kind is said to be none', () => {
		expect(noPhoto('Photo 1', undefined).message).toBe('Photo 1 is no JPEG, WebP or PNG');
	});
});

describe('the address of photos', () => {
	const PREFIX = 'https://n8n.example.com/webhook/id/';

	it.each([PREFIX, PREFIX.slice(0, -1), ` ${PREFIX}//\u200b`, `${PREFIX}?a=1#b`])(
		'%j has the node’s id at its end',
		(text) => {
			const address = readPhotoAddress(text);
			expect(address).toEqual({ prefix: PREFIX, webhookId: 'id' });
			expect(toPhotoUrl(address, 'x.jpg')).toBe(`${PREFIX}id/x.jpg`);
		},
	);

	it('may lie deeper, where n8n has a path of its own', () => {
		const { prefix } = readPhotoAddress('https://example.com/n8n/webhook/id');
		expect(prefix).toBe('https://example.com/n8n/webhook/id/');
	});

	it.each([undefined, 7, {}, ' '])('is missing where the credential has %j', (value) => {
		expect(() => readPhotoAddress(value)).toThrow(/has no Photo Address/);
	});
});

describe('the file that TikTok verifies', () => {
	const LETTERS = 'AbCdEfGhIjKlMnOpQrStUvWxYz123456';

	it('is known by its name or its text, and named by n8n as it is read', () => {
		const entered = [`tiktok${LETTERS}.txt`, `tiktok-developers-site-verification=${LETTERS}`];
		for (const text of entered) {
			expect(readVerification(`\ufeff${text}\n`)).toBe(entered[1]);
		}
		expect(readVerification('')).toBeUndefined();
		expect(readVerification('<p>tiktok</p>')).toBeUndefined();
		expect(verificationFileExpression('"x"')).toMatch(/^=\{\{.*\}\}$/s);
	});
});
