/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { once } from 'node:events';
import { Transform, type Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isProcessed, type Fault, type FaultTarget } from '../core/faults';
import type { SimulatorState } from '../core/state';
import { makeFaultAnswer } from './faultAnswers';
import { resetConnection } from './sockets';

/** Finds out which chunk of an upload a request is, for faults that name one. */
export type DescribeTarget = (request: FastifyRequest) => Omit<FaultTarget, 'endpoint'>;

const LOSES_ANSWER: ReadonlySet<Fault['do']> = new Set([
	'reset-after',
	'cut-answer',
	'stall',
	'status',
	'html',
	'truncated-json',
	'empty',
	'wrong-types',
	'rate-limit',
]);

/** Faults that are over, or left to the upload host, before an answer is sent. */
const LEAVES_ANSWER: ReadonlySet<Fault['do']> = new Set(['slow', 'forget', 'expire-url']);

/** Plays the scripted faults around the handlers, which know nothing of them. */
export function registerFaults(
	app: FastifyInstance,
	state: SimulatorState,
	describeTarget: DescribeTarget,
): void {
	app.addHook('onRequest', async (request, reply) => {
		const { endpoint } = request.routeOptions.config;
		if (!endpoint) return;
		const fault = state.faults.take({ endpoint, ...describeTarget(request) });
		if (!fault) return;
		request.simulated.fault = fault;
		request.simulated.answerGetsLost = isProcessed(fault) && LOSES_ANSWER.has(fault.do);
		await actBeforeBody(state, fault, request, reply);
	});
	app.addHook('preParsing', async (request, _reply, payload) => wrapBody(request, payload));
	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = request.simulated;
		if (!fault || !isProcessed(fault)) return payload;
		return await actBeforeAnswer(fault, request, reply, payload);
	});
}

async function actBeforeBody(
	state: SimulatorState,
	fault: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	if (fault.do === 'reset-before') return dropConnection(request, reply);
	if (fault.do === 'stall' && !isProcessed(fault)) return await stall(fault, request, reply);
	if (fault.do === 'early-status') return answerEarly(fault, request, reply);
	if (isProcessed(fault) || fault.do === 'reset-inside') return;
	noteInventedCount(state, fault, await readBody(request, Number.POSITIVE_INFINITY));
	request.simulated.record.outcome = 'fault';
	if (fault.do === 'reset-after') return dropConnection(request, reply);
	if (fault.do === 'cut-answer') return await cutAnswer(fault, request, reply);
	sendRaw(fault, reply, undefined);
}

async function actBeforeAnswer(
	fault: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): Promise<unknown> {
	if (LEAVES_ANSWER.has(fault.do)) return payload;
	if (fault.do === 'delay') {
		await Promise.race([sleep(fault.delayMs ?? 0), once(reply.raw, 'close')]);
		return payload;
	}
	request.simulated.record.outcome = 'fault';
	if (fault.do === 'reset-after') resetConnection(request.raw.socket);
	if (fault.do === 'cut-answer') await cutAnswer(fault, request, reply);
	if (fault.do === 'stall') await once(reply.raw, 'close');
	if (request.raw.socket.destroyed) return payload;
	const answer = makeFaultAnswer(fault, typeof payload === 'string' ? payload : undefined);
	for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
	reply.code(answer.status).headers(answer.headers);
	return answer.body;
}

function dropConnection(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.simulated.record.outcome = 'fault';
	resetConnection(request.raw.socket);
}

/** Sends the first bytes of an answer with this status, and ends the connection there. */
async function cutAnswer(
	fault: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	reply.hijack();
	const { socket } = request.raw;
	const head = `HTTP/1.1 ${fault.status ?? reply.statusCode} `;
	const answer = fault.cutIn === 'body' ? `${head}OK\r\ncontent-length: 100\r\n\r\n{` : head;
	const closed = once(reply.raw, 'close');
	socket.end(answer, () => socket.destroy());
	await closed;
}

/** The socket stays open and silent until the client gives up. */
async function stall(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<void> {
	reply.hijack();
	request.simulated.record.outcome = 'fault';
	await readBody(request, fault.afterBytes ?? 0);
	request.raw.pause();
	// From a connection that is not read, nobody learns that the client has left.
	request.simulated.conclude();
}

function answerEarly(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
	request.simulated.record.outcome = 'fault';
	if (fault.closes) reply.raw.shouldKeepAlive = false;
	sendRaw(fault, reply, undefined);
	if (!fault.closes) request.raw.resume();
}

function sendRaw(fault: Fault, reply: FastifyReply, original: string | undefined): void {
	reply.hijack();
	const answer = makeFaultAnswer(fault, original);
	reply.raw.writeHead(answer.status, answer.headers);
	reply.raw.end(answer.body);
}

/** Whoever is told a made-up count of a post's bytes may believe that fewer are here than TikTok confirmed. */
function noteInventedCount(state: SimulatorState, fault: Fault, body: string): void {
	const answer = fault.body as { data?: { uploaded_bytes?: number } } | undefined;
	const told = answer?.data?.uploaded_bytes;
	if (told === undefined) return;
	const [, publishId = ''] = /"publish_id":"([^"]+)"/.exec(body) ?? [];
	const post = state.findPost(publishId);
	if (post !== undefined && told < post.bytesReceived) post.wasToldLess = true;
}

/** Reads up to `limit` bytes of the body, and keeps of them the first piece. */
async function readBody(request: FastifyRequest, limit: number): Promise<string> {
	if (limit <= 0) return '';
	const { raw, simulated } = request;
	let head = '';
	await new Promise<void>((resolve) => {
		raw.on('data', (piece: Buffer) => {
			head ||= piece.toString();
			simulated.record.requestBytes += piece.length;
			if (simulated.record.requestBytes < limit) return;
			raw.pause();
			resolve();
		});
		raw.once('end', resolve);
		raw.once('close', resolve);
	});
	return head;
}

/** Body faults sit between the socket and the parser, so that handlers see what a real server would. */
function wrapBody(request: FastifyRequest, payload: Readable): Readable {
	const { fault } = request.simulated;
	if (fault?.do === 'reset-inside') return cutBody(request, payload, fault);
	if (fault?.do === 'slow') return slowBody(payload, fault.bytesPerSecond ?? 64_000);
	return payload;
}

/** Lets `afterBytes` through, then ends: what got through is handled before the reset. */
function cutBody(request: FastifyRequest, payload: Readable, fault: Fault): Readable {
	const declared = Number(request.headers['content-length'] ?? 0);
	const limit = Math.min(fault.afterBytes ?? Math.floor(declared / 2), declared - 1);
	request.simulated.record.outcome = 'fault';
	let seen = 0;
	const cut = new Transform({
		transform(piece: Buffer, _encoding, callback) {
			const rest = limit - seen;
			seen += piece.length;
			if (seen < limit) return callback(null, piece);
			if (rest > 0) this.push(piece.subarray(0, rest));
			this.push(null);
			payload.unpipe(this);
		},
	});
	cut.once('end', () => resetConnection(request.raw.socket));
	request.raw.once('close', () => cut.destroy());
	return payload.pipe(cut);
}

function slowBody(payload: Readable, bytesPerSecond: number): Readable {
	const MS_PER_SECOND = 1000;
	const startedAt = Date.now();
	let bytes = 0;
	let timer: NodeJS.Timeout | undefined;
	const slow = new Transform({
		transform(piece: Buffer, _encoding, callback) {
			bytes += piece.length;
			// By what is due in all: pieces are small, and timers late.
			const waitMs = startedAt + (bytes / bytesPerSecond) * MS_PER_SECOND - Date.now();
			if (waitMs < 1) return callback(null, piece);
			timer = setTimeout(() => callback(null, piece), waitMs);
		},
		destroy(error, callback) {
			clearTimeout(timer);
			callback(error);
		},
	});
	payload.once('close', () => {
		if (!payload.readableEnded) slow.destroy();
	});
	return payload.pipe(slow);
}
