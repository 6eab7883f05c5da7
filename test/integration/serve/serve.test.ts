/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests talk to sockets */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { signPhotoName } from '../../support/tested/tiktok';
import { openBinaryStorage, type TestBinaryStorage } from '../../support/node/binaryStorage';
import { captureLogs, type CapturedLogs } from '../../support/node/captureLogs';
import { findSecrets } from '../../support/node/findSecrets';
import { waitUntil } from '../../support/node/waitUntil';
import { MediaN8n, WEBHOOK_ID, type Answer } from '../../support/node/mediaN8n';

const SECRET = 'the client secret of the app 0123';
const PREFIX = `/webhook/${WEBHOOK_ID}/`;
const PHOTOS = `${PREFIX}${WEBHOOK_ID}/`;
const FILE = 'tiktokAbCdEfGhIjKlMnOpQrStUvWxYz123456.txt';
const PROOF = 'tiktok-developers-site-verification=AbCdEfGhIjKlMnOpQrStUvWxYz123456';
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(100_000, 7)]);

let storage: TestBinaryStorage;
let logs: CapturedLogs;
let n8n: MediaN8n;
let binaryId: string;

/** Seconds since the epoch, `seconds` from now. */
function inSeconds(seconds: number): number {
	return Math.floor(Date.now() / 1000) + seconds;
}

function nameOf(id = binaryId, secret = SECRET, expiry = inSeconds(60)): string {
	return signPhotoName({ binaryId: id, type: 'jpg' }, secret, expiry);
}

async function storePhoto(content: Buffer): Promise<string> {
	const { binary } = await storage.store(content);
	return binary?.data?.id ?? '';
}

beforeAll(async () => {
	logs = captureLogs();
	storage = await openBinaryStorage();
	binaryId = await storePhoto(JPEG);
});

beforeEach(async () => {
	n8n = await MediaN8n.open();
	n8n.credential = { saved: { clientId: 'key', clientSecret: ` ${SECRET}\n` } };
	n8n.verificationFile = FILE;
});

afterEach(async () => {
	await n8n.close();
	expect(n8n.started).toBe(0);
	expect(findSecrets(logs.entries, SECRET)).toEqual([]);
});

afterAll(async () => await storage.close());

const FIXED_HEADERS = {
	'cache-control': 'private, no-store',
	'content-security-policy': 'sandbox',
	'x-content-type-options': 'nosniff',
};

function expectNothing({ status, headers, body }: Answer): void {
	expect(status).toBe(404);
	expect(body).toHaveLength(0);
	expect(headers).toMatchObject(FIXED_HEADERS);
}

describe('a photo under its signed name', () => {
	it('is delivered byte for byte, as what it is and nothing else', async () => {
		const { status, headers, body } = await n8n.ask(PHOTOS + nameOf());
		expect(status).toBe(200);
		expect(body.equals(JPEG)).toBe(true);
		expect(headers).toMatchObject({
			...FIXED_HEADERS,
			'content-type': 'image/jpeg',
			'content-length': String(JPEG.length),
			'tiktok-post-media': 'photo',
		});
	});

	it('is WebP where it is', async () => {
		const name = signPhotoName({ binaryId, type: 'webp' }, SECRET, inSeconds(60));
		const { headers } = await n8n.ask(PHOTOS + name);
		expect(headers['content-type']).toBe('image/webp');
	});

	it('can be asked for with HEAD, and no file is opened', async () => {
		storage.forgetOpened();
		const { status, headers, body } = await n8n.ask(PHOTOS + nameOf(), 'HEAD');
		expect([status, headers['content-length'], body.length]).toEqual([200, String(JPEG.length), 0]);
		expect(storage.opened).toHaveLength(0);
	});

	it('is delivered to many at the same time', async () => {
		const answers = await Promise.all(
			Array.from({ length: 35 }, async () => await n8n.ask(PHOTOS + nameOf())),
		);
		expect(answers.every(({ status, body }) => status === 200 && body.equals(JPEG))).toBe(true);
	});

	it('is closed when the reader hangs up', async () => {
		const large = await storePhoto(Buffer.alloc(20_000_000, 1));
		storage.forgetOpened();
		const socket = connect(n8n.port, '127.0.0.1');
		socket.write(`GET ${PHOTOS}${nameOf(large)} HTTP/1.1\r\nHost: n8n\r\n\r\n`);
		await once(socket, 'data');
		socket.pause();
		expect(storage.opened.map(({ destroyed }) => destroyed)).toEqual([false]);
		socket.destroy();
		await waitUntil(() => storage.opened.every(({ destroyed }) => destroyed));
	});
});

describe('what is no valid name', () => {
	const shift = (text: string, at: number) =>
		text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
	const part = (name: string, index: number) => name.split('.')[index] ?? '';
	const FOREIGN_IDS = [
		'filesystem-v2:../../../../etc/passwd',
		'filesystem-v2:/etc/passwd',
		'ftp:x',
		'x',
	];

	it.each<[attack: string, path: (name: string) => string]>([
		['a forged signature', (name) => shift(name, part(name, 0).length + 1)],
		['another file under the same signature', (name) => shift(name, 30)],
		['a longer life', (name) => shift(name, 2)],
		['another ending', (name) => name.replace(/jpg$/, 'webp')],
		['an ending that is none', (name) => name.replace(/jpg$/, 'html')],
		['no ending', (name) => name.replace(/\.jpg$/, '')],
		['no signature', (name) => `${part(name, 0)}.jpg`],
		['an empty name', () => ''],
		['more behind it', (name) => `${name}.jpg`],
		['a folder behind it', (name) => `${name}/x.jpg`],
		['a way up', () => '..%2f..%2f..%2fetc%2fpasswd'],
		['a way up before it', (name) => `..%2f${name}`],
		['an escaped slash in it', (name) => name.replace('.', '%2f')],
		['a NUL in it', (name) => name.replace('.', '%00.')],
		['a line break behind it', (name) => `${name}%0a`],
		['14 kB', (name) => name.replace('.', `${'A'.repeat(14_000)}.`)],
		['the secret of another app', () => nameOf(binaryId, 'another secret')],
		['an empty secret', () => nameOf(binaryId, '')],
		['an age beyond its time', () => nameOf(binaryId, SECRET, inSeconds(-1))],
	])('%s gets nothing', async (_attack, attackOn) => {
		const name = nameOf();
		expectNothing(await n8n.ask(PHOTOS + attackOn(name)).then(orUnknownRoute));
		expect((await n8n.ask(PHOTOS + name)).status).toBe(200);
	});

	/** n8n answers by itself where it has no such route. */
	function orUnknownRoute(answer: Answer): Answer {
		const isRoute = answer.body.toString() !== '{"code":404}';
		return isRoute ? answer : { ...answer, body: Buffer.alloc(0), headers: FIXED_HEADERS };
	}

	it.each(['?file=x', '?file[]=a&file[b]=c', '?file='])('%s changes nothing', async (query) => {
		expect((await n8n.ask(PHOTOS + nameOf() + query)).status).toBe(200);
		expectNothing(await n8n.ask(`${PHOTOS}x.jpg${query}`));
	});

	it.each(FOREIGN_IDS)('%s, though rightly signed, gets nothing', async (id) => {
		const answer = await n8n.ask(PHOTOS + nameOf(id));
		expectNothing(answer);
		expect(answer.headers['tiktok-post-media']).toBe('no-file');
	});

	it('a file that is gone gets nothing, and whoever has its name is told so', async () => {
		const answer = await n8n.ask(PHOTOS + nameOf(binaryId.slice(0, -1)), 'HEAD');
		expectNothing(answer);
		expect(answer.headers['tiktok-post-media']).toBe('no-file');
		expect((await n8n.ask(`${PHOTOS}x.jpg`)).headers['tiktok-post-media']).toBe('not-signed');
	});

	it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s gets nothing', async (method) => {
		expect((await n8n.ask(PHOTOS + nameOf(), method)).status).toBe(404);
	});

	it('costs no look at the credential unless the name is well-formed and in time', async () => {
		const names = ['', 'x.jpg', FILE, nameOf(binaryId, SECRET, inSeconds(-1)), `${nameOf()}x`];
		for (const name of names) expect((await n8n.ask(PHOTOS + name)).status).toBe(404);
		expect(n8n.credentialReads).toBe(0);
		await n8n.ask(PHOTOS + nameOf(binaryId, 'another secret'));
		expect(n8n.credentialReads).toBe(1);
	});

	it('a signature of the bare secret, as TikTok makes them, gets nothing', async () => {
		const [body = ''] = nameOf().split('.');
		const mac = createHmac('sha256', SECRET).update(`${body}.jpg`).digest().subarray(0, 24);
		expectNothing(await n8n.ask(`${PHOTOS}${body}.${mac.toString('base64url')}.jpg`));
	});
});

describe('a node whose credential is of no use', () => {
	it.each([
		['deleted', undefined],
		['without a secret', { saved: { clientId: 'key', clientSecret: ' ' } }],
		['of another app', { saved: { clientId: 'key', clientSecret: 'another' } }],
	])('%s serves nothing and starts nothing', async (_title, credential) => {
		n8n.credential = credential;
		expectNothing(await n8n.ask(PHOTOS + nameOf()));
		expectNothing(await n8n.ask(PHOTOS + nameOf(binaryId, '')));
	});
});

describe('the proof for TikTok', () => {
	it.each([FILE, PROOF, ` ${FILE}\n`, FILE.replace('.txt', '')])(
		'is there when %j was entered',
		async (entered) => {
			n8n.verificationFile = entered;
			for (const method of ['GET', 'HEAD']) {
				const { status, headers, body } = await n8n.ask(PREFIX + FILE, method);
				expect(status).toBe(200);
				expect(headers).toMatchObject({
					...FIXED_HEADERS,
					'content-type': 'text/plain; charset=utf-8',
				});
				expect(body.toString()).toBe(method === 'HEAD' ? '' : PROOF);
			}
			expect(n8n.credentialReads).toBe(0);
		},
	);

	it.each([
		'tiktokAbCdEfGhIjKlMnOpQrStUvWxYz123457.txt',
		FILE.toLowerCase(),
		`${FILE}.txt`,
		'tiktok-no-file.txt',
		'tiktok.txt',
	])('is not there for another file: %s', async (file) => {
		expect((await n8n.ask(PREFIX + file)).status).toBe(404);
		expect((await n8n.ask(PREFIX + FILE)).status).toBe(200);
	});

	it.each(['', 'google123.html', 'tiktok.txt', '../x.txt', 'tiktokshort.txt', `${FILE} x`])(
		'is nowhere when %j was entered',
		async (entered) => {
			n8n.verificationFile = entered;
			const paths = n8n.listRoutes().map(({ path }) => path);
			// A name that is empty would take the address that people see.
			expect(paths[1]).toBe(`${WEBHOOK_ID}/tiktok-no-file.txt`);
			expectNothing(await n8n.ask(`${PREFIX}tiktok-no-file.txt`));
			expect((await n8n.ask(PHOTOS + nameOf())).status).toBe(200);
		},
	);
});

describe('the address itself', () => {
	it.each(['', '/'])('says with "%s" at its end that it works', async (end) => {
		const { status, headers, body } = await n8n.ask(`/webhook/${WEBHOOK_ID}${end}`);
		expect(status).toBe(200);
		expect(headers).toMatchObject(FIXED_HEADERS);
		expect(body.toString()).toMatch(/^TikTok Post Media is active/);
	});

	it('is the only one that the editor shows', () => {
		const shown = n8n.listRoutes().filter(({ description }) => description.ndvHideUrl !== true);
		expect(shown.map(({ path, methods }) => [path, methods])).toEqual([[WEBHOOK_ID, ['GET']]]);
	});
});
