import { createHmac } from 'node:crypto';
import { isPhotoNameGenuine, readPhotoName, signPhotoName } from '../../support/tested/tiktok';

const SECRET = 'client secret of the app';
const NOW = 1_800_000_000;
const EXPIRY = NOW + 4_200;
const BINARY_ID =
	'filesystem-v2:workflows/fGkDzHOYRhNuS0yZ/executions/231/binary_data/8f3e1f6c-2a9b-4c43-9a5e-0d1f7f6f2b11';
const PHOTO = { binaryId: BINARY_ID, type: 'jpg' } as const;
const NAME = signPhotoName(PHOTO, SECRET, EXPIRY);
const [BODY = '', MAC = ''] = NAME.split('.');

/** The id that the name opens, or `undefined` where it opens nothing. */
function open(name: unknown, secret: unknown = SECRET, nowSec = NOW): string | undefined {
	const read = readPhotoName(name, nowSec);
	return read && isPhotoNameGenuine(read, secret) ? `${read.binaryId} ${read.type}` : undefined;
}

function bodyOf(expirySec: number, id: string): string {
	const expiry = Buffer.alloc(4);
	expiry.writeUInt32BE(expirySec);
	return Buffer.concat([expiry, Buffer.from(id)]).toString('base64url');
}

/** Signed as the rule in the documentation says, by other code. */
function macOf(
	text: string,
	secret: string = SECRET,
	label = 'n8n-nodes-tiktok-post photo name 1',
) {
	const key = createHmac('sha256', secret).update(label).digest();
	return createHmac('sha256', key).update(text).digest().subarray(0, 24).toString('base64url');
}

describe('the name of a photo', () => {
	it.each(['jpg', 'webp'] as const)('opens it until it expires: %s', (type) => {
		const name = signPhotoName({ ...PHOTO, type }, SECRET, EXPIRY);
		expect(open(name)).toBe(`${BINARY_ID} ${type}`);
		expect(open(name, SECRET, EXPIRY - 1)).toBe(`${BINARY_ID} ${type}`);
		expect(open(name, SECRET, EXPIRY)).toBeUndefined();
		expect(open(name, SECRET, NaN)).toBeUndefined();
	});

	it('is made as it is documented', () => {
		const body = bodyOf(EXPIRY, BINARY_ID);
		expect(NAME).toBe(`${body}.${macOf(`${body}.jpg`)}.jpg`);
	});

	it('fits into a path: no character that has to be escaped, and not too long', () => {
		expect(NAME).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{32}\.jpg$/);
		expect(NAME.length).toBeLessThan(255);
	});

	it('is another for each photo, secret and moment', () => {
		const others = [
			signPhotoName({ ...PHOTO, binaryId: `${BINARY_ID}2` }, SECRET, EXPIRY),
			signPhotoName({ ...PHOTO, type: 'webp' }, SECRET, EXPIRY),
			signPhotoName(PHOTO, 'another', EXPIRY),
			signPhotoName(PHOTO, SECRET, EXPIRY + 1),
		];
		expect(new Set([NAME, ...others]).size).toBe(5);
		expect(signPhotoName(PHOTO, SECRET, EXPIRY)).toBe(NAME);
	});

	it('can not run out later than four bytes tell', () => {
		const name = signPhotoName(PHOTO, SECRET, 2 ** 33);
		expect(open(name, SECRET, 2 ** 32 - 2)).toBeDefined();
		expect(open(name, SECRET, 2 ** 32 - 1)).toBeUndefined();
	});

	it('keeps an id of any alphabet', () => {
		const binaryId = 'database:日本語 🎬/../';
		expect(open(signPhotoName({ ...PHOTO, binaryId }, SECRET, EXPIRY))).toBe(`${binaryId} jpg`);
	});
});

describe('a name that opens nothing', () => {
	it('comes from another app, or meets no secret', () => {
		for (const secret of ['another', '', ' ', undefined, null, 0, {}, [SECRET]]) {
			const read = readPhotoName(NAME, NOW);
			expect(read && isPhotoNameGenuine(read, secret)).toBe(false);
		}
		// Signed with an empty secret, as a deleted credential would have it.
		for (const secret of ['', ' ']) {
			expect(open(signPhotoName(PHOTO, secret, EXPIRY), secret)).toBeUndefined();
		}
	});

	it('has any of its characters changed, left out or doubled', () => {
		for (let at = 0; at < NAME.length; at++) {
			const [before, own, after] = [NAME.slice(0, at), NAME[at] ?? '', NAME.slice(at + 1)];
			for (const other of ['A', 'b', '0', '-', '.', '']) {
				if (other !== own) expect(open(before + other + after)).toBeUndefined();
			}
			expect(open(before + own + own + after)).toBeUndefined();
		}
	});

	it('is cut off anywhere', () => {
		for (let end = 0; end < NAME.length; end++) expect(open(NAME.slice(0, end))).toBeUndefined();
	});

	it.each<[string, string]>([
		['another ending', `${BODY}.${MAC}.webp`],
		['an ending nobody serves', `${BODY}.${macOf(`${BODY}.html`)}.html`],
		['capital letters', `${BODY}.${MAC}.JPG`],
		['something behind it', `${NAME}\n`],
		['something before it', `/${NAME}`],
		['padding', `${BODY}=.${MAC}.jpg`],
		['the signature of all of it', `${BODY}.${macOf(NAME)}.jpg`],
		[
			'the signature of another use of the secret',
			`${BODY}.${macOf(`${BODY}.jpg`, SECRET, 'x')}.jpg`,
		],
		['a later expiry and the old signature', `${bodyOf(EXPIRY + 1, BINARY_ID)}.${MAC}.jpg`],
		['no id', `${bodyOf(EXPIRY, '')}.${macOf(`${bodyOf(EXPIRY, '')}.jpg`)}.jpg`],
		['an expired name that is signed', signPhotoName(PHOTO, SECRET, NOW - 1)],
		['14 kB', `${'A'.repeat(14_000)}.${MAC}.jpg`],
		['nothing', ''],
	])('has %s', (_title, name) => {
		expect(open(name)).toBeUndefined();
	});

	it('is too long, even when it is signed', () => {
		const nameOf = (length: number) =>
			signPhotoName({ ...PHOTO, binaryId: 'x'.repeat(length) }, SECRET, EXPIRY);
		expect([nameOf(736).length, nameOf(737).length]).toEqual([1_024, 1_025]);
		expect(open(nameOf(736))).toBeDefined();
		expect(open(nameOf(737))).toBeUndefined();
	});

	it('is written in another way that means the same bytes', () => {
		const short = signPhotoName({ ...PHOTO, binaryId: 'ab:12' }, SECRET, EXPIRY);
		expect(open(short)).toBeDefined();
		const lengths = ['ab:1', 'ab:12', 'ab:123'].map((binaryId) => {
			const body = bodyOf(EXPIRY, binaryId);
			// The last character carries up to four bits that no byte needs.
			const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
			const twins = Array.from(last, (character) => body.slice(0, -1) + character).filter(
				(twin) =>
					twin !== body && Buffer.from(twin, 'base64url').equals(Buffer.from(body, 'base64url')),
			);
			twins.forEach((twin) => expect(open(`${twin}.${macOf(`${twin}.jpg`)}.jpg`)).toBeUndefined());
			return twins.length;
		});
		expect(lengths.filter((count) => count > 0).length).toBeGreaterThan(0);
	});

	it.each([undefined, null, 0, {}, [], [NAME], { toString: () => NAME }])(
		'is no text: %p',
		(name) => {
			expect(open(name)).toBeUndefined();
		},
	);
});
