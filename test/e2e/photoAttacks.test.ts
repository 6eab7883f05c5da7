/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests open sockets and look into processes; they are never shipped */

import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';

import { readPhoto } from '../support/image/fixtures';
import { outputItems } from '../support/n8n';
import { signPhotoName } from '../support/tested/tiktok';
import { MANUAL_START, readFileNode, START_TIMEOUT_MS } from './support/connectedN8n';
import { PhotoStage, type Answer } from './support/photoStage';
import { waitUntil } from './support/waitUntil';

const PHOTO = readPhoto('sunset-1.jpg');
/** More than sockets hold for a reader who has stopped. */
const LARGE_PHOTO = Buffer.concat([PHOTO, Buffer.alloc(15_000_000)]);
const READERS = 40;
const HOUR_SEC = 3_600;

let stage: PhotoStage;
let binaryId: string;
let largeId: string;
/** Path of a picture under a name that is signed right. */
let path: string;

beforeAll(async () => {
	stage = await PhotoStage.open();
	const files = await stage.providePhotos([PHOTO, LARGE_PHOTO]);
	const workflowId = await stage.connected.importChain('Reads', [
		MANUAL_START,
		readFileNode(files),
	]);
	const execution = await stage.n8n.rest.runWorkflow(workflowId);
	const items = outputItems(execution, 'Read');
	const ids = new Map(items.map(({ binary }) => [binary?.data?.fileName, binary?.data?.id ?? '']));
	[binaryId = '', largeId = ''] = [...ids].sort().map(([, id]) => id);
	path = signed();
}, START_TIMEOUT_MS);

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

/** The path of a name signed as the node signs, with what is given changed. */
function signed(
	changes: { binaryId?: string; secret?: string; inSec?: number; type?: 'jpg' | 'webp' } = {},
): string {
	const { secret = stage.simulator.app.clientSecret, inSec = HOUR_SEC, type = 'jpg' } = changes;
	const expiry = Math.floor(Date.now() / 1_000) + inSec;
	const name = signPhotoName({ binaryId: changes.binaryId ?? binaryId, type }, secret, expiry);
	return `/webhook/${stage.webhookId}/${stage.webhookId}/${name}`;
}

/** Whatever was asked: the right name still works, and no execution was started. */
function expectUnmoved(): void {
	afterEach(async () => {
		const answer = await stage.ask(path);
		expect([answer.status, answer.data.equals(PHOTO)]).toEqual([200, true]);
		expect(await stage.listMediaExecutions()).toEqual([]);
	});
}

function expectNothing(answer: Answer): void {
	expect(answer.status).toBe(404);
	expect(answer.data.toString()).toBe('');
}

describe('a picture’s name', () => {
	expectUnmoved();

	it('that is signed right opens the picture, as what it is and not to be sniffed', async () => {
		const answer = await stage.ask(path);
		expect([answer.status, answer.data.equals(PHOTO)]).toEqual([200, true]);
		expect(answer.headers).toMatchObject({
			'content-type': 'image/jpeg',
			'content-length': `${PHOTO.length}`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': 'sandbox',
			'cache-control': 'private, no-store',
		});
	});

	it('can be asked for with HEAD, and by a robot', async () => {
		const head = await stage.ask(path, {
			method: 'HEAD',
			headers: { 'user-agent': 'SomeBot/1.0' },
		});
		expect([head.status, head.headers['content-length']]).toEqual([200, `${PHOTO.length}`]);
	});

	it.each<[string, () => string]>([
		['has expired', () => signed({ inSec: -1 })],
		['is signed with another secret', () => signed({ secret: 'another' })],
		['is signed for a picture of another kind', () => path.replace(/jpg$/, 'webp')],
		['has no signature', () => path.replace(/\.[^./]+\.jpg$/, '.jpg')],
		['has another signature', () => path.replace(/\.[^./]{32}\.jpg$/, `.${'A'.repeat(32)}.jpg`)],
		['says another file', () => path.replace(/\/([^/.]{20})([^/.]+)\./, '/$1AAAA$2.')],
		['is a query', () => `${path.replace(/[^/]+$/, '')}?file=${path.split('/').at(-1)}`],
		['has something behind it', () => `${path}/x`],
		['has a % in it', () => path.replace(/\.jpg$/, '%2ejpg%00')],
		['leads out, encoded', () => path.replace(/[^/]+$/, '..%2f..%2f..%2fetc%2fpasswd')],
		['is very long', () => path.replace(/[^/]+$/, `${'A'.repeat(14_000)}.jpg`)],
		['is none', () => path.replace(/[^/]+$/, '')],
		['is an object', () => path.replace(/[^/]+$/, '[object%20Object]')],
	])('that %s opens nothing', async (_title, makePath) => {
		const answer = await stage.ask(makePath());
		expect([404, 431]).toContain(answer.status);
		expect(answer.data.includes(PHOTO.subarray(0, 20))).toBe(false);
	});

	it.each([
		['filesystem-v2:../../../../../../etc/passwd'],
		['filesystem-v2:workflows/1/executions/1/binary_data/../../../../config'],
		['filesystem:../config'],
		['s3:anything'],
		['database:00000000-0000-4000-8000-000000000000'],
		[
			'filesystem-v2:workflows/1/executions/999999/binary_data/00000000-0000-4000-8000-000000000000',
		],
		['/etc/passwd'],
		[':'],
	])('signed right for %s opens nothing', async (id) => {
		expectNothing(await stage.ask(signed({ binaryId: id })));
	});

	it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('sent with %s opens nothing', async (method) => {
		const answer = await stage.ask(path, { method });
		expect(answer.status).toBe(404);
		expect(answer.data.includes(PHOTO.subarray(0, 20))).toBe(false);
	});

	it('as several parameters, or with a bad encoding, is refused without a stumble', async () => {
		for (const target of [`${path}?file[]=a&file[]=b`, `${path}?file[a]=b`]) {
			expect((await stage.ask(target)).status).toBe(200);
		}
		expect(await rawStatus(path.replace(/[^/]+$/, '%zz.jpg'))).toBe(400);
		expect([400, 404]).toContain(
			await rawStatus(`${path.replace(/[^/]+$/, '')}../../../rest/login`),
		);
	});
});

describe('the proof', () => {
	expectUnmoved();

	const find = () => {
		const prefix = stage.simulator.app.verifiedProperties.find((it) =>
			it.includes(stage.webhookId),
		);
		return stage.simulator.urlProperties.offer(prefix ?? '');
	};

	it('is the file that was entered, as text', async () => {
		const { fileName, content } = find();
		const answer = await stage.ask(`/webhook/${stage.webhookId}/${fileName}`);
		expect([answer.status, answer.data.toString()]).toEqual([200, content]);
		expect(answer.headers).toMatchObject({
			'content-type': expect.stringMatching(/^text\/plain/),
			'x-content-type-options': 'nosniff',
		});
	});

	it.each([
		['another one of TikTok’s', () => `tiktok${'A'.repeat(32)}.txt`],
		['that of nothing entered', () => 'tiktok-no-file.txt'],
		['in other letters', () => find().fileName.toUpperCase()],
		['a folder deeper', () => `${stage.webhookId}/${find().fileName}`],
	])('is not %s', async (_title, makeName) => {
		expect((await stage.ask(`/webhook/${stage.webhookId}/${makeName()}`)).status).toBe(404);
	});
});

describe('whoever stops reading and leaves', () => {
	expectUnmoved();

	// Linux tells which files a process has open.
	(process.platform === 'linux' ? it : it.skip)('leaves no open file', async () => {
		const stalled = await Promise.all(
			Array.from({ length: READERS }, async () => await stall(signed({ binaryId: largeId }))),
		);
		await waitUntil(async () => listOpenFiles().length === READERS, 'all of them are served');
		for (const request of stalled) request.destroy();
		await waitUntil(async () => listOpenFiles().length === 0, 'nothing is open any more');
		// Node.js closes forgotten files, too, some time or other, and then says so.
		expect(stage.n8n.logs()).not.toContain('garbage collection');
	});
});

// The last one, because it stays gone.
describe('when the credential is gone', () => {
	it('a name opens nothing, and starts no execution', async () => {
		await stage.n8n.rest.deleteCredential(stage.connected.credentialId);
		expectNothing(await stage.ask(path));
		expect((await stage.ask(`/webhook/${stage.webhookId}`)).status).toBe(200);
		expect(await stage.listMediaExecutions()).toEqual([]);
	});
});

/** Sends a path as it stands, which HTTP libraries would tidy up first. */
async function rawStatus(target: string): Promise<number | undefined> {
	const { hostname, port } = new URL(stage.n8n.url);
	return await new Promise((resolve, reject) => {
		const sent = request({ hostname, port, path: target }, (answer) => {
			answer.resume();
			resolve(answer.statusCode);
		});
		sent.once('error', reject);
		sent.end();
	});
}

/** A request that is answered and whose answer nobody reads. */
async function stall(target: string): Promise<ClientRequest> {
	const { hostname, port } = new URL(stage.n8n.url);
	return await new Promise((resolve, reject) => {
		const sent = request({ hostname, port, path: target }, () => resolve(sent));
		sent.on('error', reject);
		sent.end();
	});
}

/** Files of n8n's storage that n8n has open right now. */
function listOpenFiles(): string[] {
	const folder = `/proc/${stage.n8n.pid}/fd`;
	return readdirSync(folder).flatMap((name) => {
		const target = existsSync(`${folder}/${name}`) ? readlinkSync(`${folder}/${name}`) : '';
		return target.includes('binary_data') ? [target] : [];
	});
}
