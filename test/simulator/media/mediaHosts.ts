/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { createReadStream, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MEDIA_HOST_PATTERN } from '../../support/routing/hosts';
import { readHost } from '../http/context';
import { resetConnection } from '../http/sockets';
import type { MediaFile, MediaLibrary } from './library';

const OK = 200;
const FOUND = 302;
const NOT_FOUND = 404;
const BAD_GATEWAY = 502;
const PIECE_BYTES = 65_536;

/** The hosts from which TikTok, n8n and anybody else can download test media. */
export function registerMediaHosts(app: FastifyInstance, library: MediaLibrary): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	app.all(
		'/*',
		// The router takes a pattern here; fastify's types only know text.
		{
			constraints: { host: MEDIA_HOST_PATTERN as unknown as string },
			config: { endpoint: 'media' },
		},
		async (request, reply) => {
			const host = readHost(request);
			const origin = library.routeOf(host);
			if (origin) return forward(origin, request, reply);
			const file = library.find(`https://${host}${request.raw.url ?? '/'}`);
			if (!file) return await reply.code(NOT_FOUND).send('');
			if (file.redirectTo) return await reply.redirect(file.redirectTo, file.status ?? FOUND);
			return sendFile(file, request, reply);
		},
	);
}

function sendFile(file: MediaFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const { content } = file;
	const length = Buffer.isBuffer(content) ? content.length : statSync(content.filePath).size;
	reply.hijack();
	reply.raw.writeHead(file.status ?? OK, {
		'content-type': file.contentType,
		...(file.withoutLength ? {} : { 'content-length': file.declaredLength ?? length }),
	});
	if (request.method === 'HEAD') {
		reply.raw.end();
		return reply;
	}
	const source = Readable.from(misbehave(openContent(content), file, request));
	source.once('error', () => resetConnection(request.raw.socket));
	source.pipe(reply.raw);
	reply.raw.once('close', () => source.destroy());
	return reply;
}

function openContent(content: MediaFile['content']): AsyncIterable<Buffer> | Iterable<Buffer> {
	if (!Buffer.isBuffer(content)) return createReadStream(content.filePath);
	return cut(content);
}

function* cut(content: Buffer): Generator<Buffer> {
	for (let at = 0; at < content.length; at += PIECE_BYTES) {
		yield content.subarray(at, at + PIECE_BYTES);
	}
}

/** Plays what the file's description asks for: a stall or a reset after so many bytes. */
async function* misbehave(
	pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
	file: MediaFile,
	request: FastifyRequest,
): AsyncGenerator<Buffer> {
	const limit = file.stallAfterBytes ?? file.resetAfterBytes ?? Number.POSITIVE_INFINITY;
	let sent = 0;
	for await (const piece of pieces) {
		if (sent + piece.length <= limit) {
			sent += piece.length;
			yield piece;
			continue;
		}
		yield piece.subarray(0, limit - sent);
		if (file.resetAfterBytes !== undefined) resetConnection(request.raw.socket);
		else await new Promise((resolve) => request.raw.socket.once('close', resolve));
		return;
	}
}

function forward(origin: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	reply.hijack();
	const target = new URL(request.raw.url ?? '/', origin);
	const { method, headers } = request;
	const outgoing = httpRequest(target, { method, headers }, (answer) => {
		reply.raw.writeHead(answer.statusCode ?? BAD_GATEWAY, answer.headers);
		// With everything that happens to it: a connection that breaks off there breaks off here.
		pipeline(answer, reply.raw, () => {});
	});
	outgoing.once('error', () => {
		if (!reply.raw.headersSent) reply.raw.writeHead(BAD_GATEWAY);
		reply.raw.end();
	});
	request.raw.pipe(outgoing);
	return reply;
}
