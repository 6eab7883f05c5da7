/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultTarget } from '../core/faults';
import type { SimulatorState } from '../core/state';
import { readHost } from '../http/context';
import { judgeVideo } from '../media/judgeVideo';
import type { Lifecycle } from '../posting/lifecycle';
import { judgePut, type PutVerdict } from './putRules';
import { chunkIndexAt, type Upload, type UploadStore } from './store';

const CREATED = 201;
const PARTIAL_CONTENT = 206;
const NOT_FOUND = 404;
const RANGE_NOT_SATISFIABLE = 416;
/** How long a connection that the client closed may take to be noticed as closed. */
const GIVE_UP_NOTICE_MS = 1000;

/** What the upload hosts need. */
export interface UploadServices {
	state: SimulatorState;
	uploads: UploadStore;
	lifecycle: Lifecycle;
}

/**
 * The upload hosts: `PUT <upload_url>` and nothing else.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export function registerUploadHost(
	app: FastifyInstance,
	services: UploadServices,
	host: string,
): void {
	app.removeAllContentTypeParsers();
	// Bodies stay streams: a chunk is never in memory as a whole.
	app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	app.all(
		'/*',
		{ constraints: { host }, config: { endpoint: 'upload' } },
		async (request, reply) => await answerPut(services, request, reply),
	);
}

/** Says which chunk a PUT claims to be, for faults that name one. */
export function describeUpload(
	uploads: UploadStore,
	request: FastifyRequest,
): Omit<FaultTarget, 'endpoint'> {
	const upload = findUpload(uploads, request);
	const first = /^bytes (\d+)-/.exec(request.headers['content-range'] ?? '')?.[1];
	if (!upload || first === undefined) return {};
	const chunk = chunkIndexAt(upload.plan, Number(first));
	return { chunk, isLastChunk: chunk === upload.plan.count - 1 };
}

function findUpload(uploads: UploadStore, request: FastifyRequest): Upload | undefined {
	return uploads.find(readHost(request), queryOf(request));
}

function queryOf(request: FastifyRequest): URLSearchParams {
	const url = request.raw.url ?? '';
	return new URLSearchParams(url.slice(url.indexOf('?')));
}

async function answerPut(
	{ state, uploads, lifecycle }: UploadServices,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	if (uploads.isStale(queryOf(request))) {
		request.simulated.isStale = true;
		return await reply.code(NOT_FOUND).send('');
	}
	const upload = findUpload(uploads, request);
	const { fault } = request.simulated;
	if (fault?.do === 'expire-url' && upload) upload.expiresAt = 0;
	await waitForEarlierPut(state, request, upload);
	const verdict = judgePut(state, request.simulated.place, upload, request.headers);
	if (verdict.kind === 'accept' && upload) {
		if (fault?.do === 'forget') {
			return await forgetChunk(upload, verdict.last, request, reply);
		}
		return await receiveChunk({ state, lifecycle }, upload, verdict, request, reply);
	}
	if (!fault?.early) await drain(request);
	if (fault?.closes) void reply.header('connection', 'close');
	if (verdict.kind === 'refuse' && verdict.status !== RANGE_NOT_SATISFIABLE) {
		return await reply.code(verdict.status).send('');
	}
	if (upload) addRangeHeader(state, upload, reply);
	const isAccepted = verdict.kind === 'repeated' && verdict.isWhole;
	const isWelcome = isAccepted && state.switches.rePut === PARTIAL_CONTENT;
	return await reply.code(isWelcome ? PARTIAL_CONTENT : RANGE_NOT_SATISFIABLE).send('');
}

/** The fault `forget`: confirmed, but not kept. */
async function forgetChunk(
	upload: Upload,
	last: number,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	await drain(request);
	upload.forgot = true;
	const isLast = last === upload.plan.videoSize - 1;
	return await reply.code(isLast ? CREATED : PARTIAL_CONTENT).send('');
}

/** A PUT that the client gave up may still be ending; two living ones at once are a violation. */
async function waitForEarlierPut(
	state: SimulatorState,
	request: FastifyRequest,
	upload: Upload | undefined,
): Promise<void> {
	if (!upload?.active) return;
	const { done, isSlow, cancel } = upload.active;
	// What a client left behind in a slow connection would take long to read: it is dropped.
	if (isSlow) cancel();
	const ended = await Promise.race([done.then(() => true), sleep(GIVE_UP_NOTICE_MS, false)]);
	if (ended) return;
	state.violate(request.simulated.place, 'upload-parallel', 'Chunks are sent one after another');
	await done;
}

async function receiveChunk(
	services: Pick<UploadServices, 'state' | 'lifecycle'>,
	upload: Upload,
	verdict: PutVerdict & { kind: 'accept' },
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { state } = services;
	const { post, sink } = upload;
	let free = (): void => undefined;
	const done = new Promise<void>((resolve) => (free = resolve));
	upload.active = {
		done,
		isSlow: request.simulated.fault?.do === 'slow',
		cancel: () => request.raw.socket.destroy(),
	};
	try {
		const first = post.bytesReceived;
		const taken = await sink.take(bodyOf(request), (count) => {
			request.simulated.record.requestBytes += count;
		});
		const isWhole = taken.complete && taken.count === verdict.last - first + 1;
		if (!isWhole) upload.brokeOff = true;
		const { partialChunks } = state.switches;
		post.strayBytes = !isWhole && partialChunks === 'count' ? taken.count : 0;
		if (!isWhole && partialChunks !== 'keep') return reply.hijack();
		sink.commit(taken);
		post.bytesReceived += taken.count;
		if (!isWhole) return reply.hijack();
		noteChunk(state, upload, verdict, first, request, reply);
	} finally {
		upload.active = undefined;
		free();
	}
	return await confirmChunk(services, upload, reply);
}

function noteChunk(
	state: SimulatorState,
	upload: Upload,
	{ index, last, contentType }: PutVerdict & { kind: 'accept' },
	first: number,
	request: FastifyRequest,
	reply: FastifyReply,
): void {
	upload.post.chunks.push({ first, last, contentType, at: state.clock.now() });
	upload.brokeOff = false;
	// A client that has gone already hears nothing either.
	const isLost = request.simulated.answerGetsLost || reply.raw.destroyed;
	if (isLost) upload.lostAnswers.add(index);
	reply.raw.once('close', () => {
		if (!reply.raw.writableFinished) upload.lostAnswers.add(index);
	});
}

async function confirmChunk(
	{ state, lifecycle }: Pick<UploadServices, 'state' | 'lifecycle'>,
	upload: Upload,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { post, sink } = upload;
	addRangeHeader(state, upload, reply);
	if (post.bytesReceived < upload.plan.videoSize) return await reply.code(PARTIAL_CONTENT).send('');
	post.sha256 = await sink.finish();
	post.filePath = sink.filePath;
	lifecycle.startProcessing(post, await judgeVideo(state, post, sink.head));
	return await reply.code(CREATED).send('');
}

/** D13: how many bytes are here, as a count, as the last index, or not at all. */
function addRangeHeader(state: SimulatorState, upload: Upload, reply: FastifyReply): void {
	const { putRange } = state.switches;
	if (putRange === 'none') return;
	const count = upload.post.bytesReceived;
	const end = putRange === 'last' ? Math.max(0, count - 1) : count;
	void reply.header('content-range', `bytes 0-${end}/${upload.plan.videoSize}`);
}

async function drain(request: FastifyRequest): Promise<void> {
	try {
		for await (const piece of bodyOf(request)) {
			request.simulated.record.requestBytes += piece.length;
		}
	} catch {
		// The client went away; there is nobody left to answer.
	}
}

async function* bodyOf(request: FastifyRequest): AsyncGenerator<Buffer> {
	const body = request.body as Readable | undefined;
	if (body) yield* body as AsyncIterable<Buffer>;
}
