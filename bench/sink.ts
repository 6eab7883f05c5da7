/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
/**
 * The far end of the benchmarks: takes uploads as fast as it can and keeps nothing. It checks nothing either;
 * whether what arrives is right is the simulator's business. Runs as a process of its own, so that its CPU
 * and memory count for nobody.
 */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openCertificateAuthority, startConnectProxy } from '../test/support/routing';

const UPLOAD_URL = 'https://open-upload.tiktokapis.com/upload/?upload_id=1&upload_token=bench';
const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';

const ANSWERS: Readonly<Record<string, object>> = {
	'/v2/post/publish/creator_info/query/': {
		creator_username: 'bench',
		creator_nickname: 'Bench',
		privacy_level_options: ['SELF_ONLY'],
		comment_disabled: false,
		duet_disabled: false,
		stitch_disabled: false,
		max_video_post_duration_sec: 600,
	},
	'/v2/post/publish/video/init/': { publish_id: PUBLISH_ID, upload_url: UPLOAD_URL },
	'/v2/post/publish/status/fetch/': { status: 'PUBLISH_COMPLETE' },
};

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
	request.resume();
	request.on('end', () => {
		if (request.method === 'PUT') {
			response.writeHead(isLastRange(request.headers['content-range']) ? 201 : 206).end();
			return;
		}
		const body = { data: ANSWERS[request.url ?? ''] ?? {}, error: { code: 'ok', message: '' } };
		response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
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
