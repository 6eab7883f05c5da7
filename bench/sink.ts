/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
/**
 * The far end of the benchmarks: takes uploads as fast as it can and keeps nothing. It checks nothing either;
 * whether what arrives is right is the simulator's business. Runs as a process of its own, so that its CPU
 * and memory count for nobody. `sink.ts <cuts>` ends the connection in the middle of every
 * second long PUT, that often for each post.
 */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openCertificateAuthority, startConnectProxy } from '../test/support/routing';

const UPLOAD_URL = 'https://open-upload.tiktokapis.com/upload/?upload_id=1&upload_token=bench';
const CUTS_EACH = Number(process.argv[2] ?? 0);
/** A connection is cut after this many bytes of a chunk. */
const CUT_AFTER_BYTES = 30_000_000;

const ANSWERS: Readonly<Record<string, () => object>> = {
	'/v2/post/publish/creator_info/query/': () => ({
		creator_username: 'bench',
		creator_nickname: 'Bench',
		privacy_level_options: ['PUBLIC_TO_EVERYONE', 'SELF_ONLY'],
		comment_disabled: false,
		duet_disabled: false,
		stitch_disabled: false,
		max_video_post_duration_sec: 600,
	}),
	'/v2/post/publish/video/init/': () => {
		cutsLeft = CUTS_EACH;
		return { publish_id: `v_pub_file~v2-1.${++posts}`, upload_url: UPLOAD_URL };
	},
	'/v2/post/publish/status/fetch/': () => ({ status: 'PUBLISH_COMPLETE' }),
};

let posts = 1_000_000;
let cutsLeft = 0;
let wasCut = false;

async function main(): Promise<void> {
	const authority = await openCertificateAuthority();
	const server = createServer(
		{
			SNICallback: (host, done) => {
				authority.contextFor(host).then(
					(context) => done(null, context),
					(error: Error) => done(error),
				);
			},
		},
		answer,
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const proxy = await startConnectProxy(server);
	const address = { tlsPort: portOf(server), proxyUrl: proxy.url, caFile: authority.caFile };
	process.send?.(address);
	process.on('disconnect', () => process.exit(0));
}

function answer(request: IncomingMessage, response: ServerResponse): void {
	if (isToBeCut(request)) return void cut(request);
	request.resume();
	request.on('end', () => {
		if (request.method === 'PUT') {
			response.writeHead(isLastRange(request.headers['content-range']) ? 201 : 206).end();
			return;
		}
		const body = { data: ANSWERS[request.url ?? '']?.() ?? {}, error: { code: 'ok', message: '' } };
		response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
	});
}

/** The chunk after one that was cut is that one again, or the next. */
function isToBeCut({ method, headers }: IncomingMessage): boolean {
	if (method !== 'PUT' || Number(headers['content-length']) <= CUT_AFTER_BYTES) return false;
	wasCut = cutsLeft > 0 && !wasCut;
	if (wasCut) cutsLeft -= 1;
	return wasCut;
}

function cut(request: IncomingMessage): void {
	let bytes = 0;
	request.on('data', (piece: Buffer) => {
		bytes += piece.length;
		if (bytes > CUT_AFTER_BYTES) request.destroy();
	});
}

function isLastRange(header: string | undefined): boolean {
	const [, last, total] = /^bytes \d+-(\d+)\/(\d+)$/.exec(header ?? '') ?? [];
	return Number(last) + 1 === Number(total);
}

function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}

void main();
