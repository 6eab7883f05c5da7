/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- benchmarks run in plain Node */
/** The ways to bring one stored file to TikTok that the benchmarks compare. */
import { createReadStream } from 'node:fs';
import { Agent, request } from 'node:https';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { planFastChunks, type ChunkRange } from '../nodes/shared/tiktok/upload/chunkPlan';
import { formatContentRange } from '../nodes/shared/tiktok/upload/contentRange';
import { CREATOR_INFO_PATH, STATUS_PATH, VIDEO_INIT_PATH } from '../nodes/shared/tiktok/api/wire';
import { executeNode, openExecuteContext } from '../test/support/node/executeNode';
import { connectedCredential } from '../test/support/node/testCredential';
import type { Simulator } from '../test/simulator';
import { listChunkRanges } from '../test/support/chunkRanges';

const API_HOST = 'open.tiktokapis.com';
const UPLOAD_HOST = 'open-upload.tiktokapis.com';
const UPLOAD_URL = `https://${UPLOAD_HOST}/upload/?upload_id=1&upload_token=bench`;
/** The calls every client has to make before it may send anything. */
const CALLS_BEFORE = [CREATOR_INFO_PATH, VIDEO_INIT_PATH];
const SAFE_CHUNK_MB = 10;
const PIECE_BYTES = 262_144;

/** The app and the account of all runs. */
export const APP = { app: { clientKey: 'bench', clientSecret: 'bench' } } as Simulator;
export const TOKENS = {
	access_token: 'act.bench',
	refresh_token: 'rft.bench',
	expires_in: 86_400,
	open_id: 'bench',
	scope: 'video.publish',
};

export type StrategyName =
	| 'node'
	| 'node-safe'
	| 'raw'
	| 'raw-one-put'
	| 'raw-with-look'
	| 'http-request'
	| 'in-memory';

/** Sends the file of an item; `tlsPort` is where the sink, or the link before it, listens. */
export type Strategy = (item: INodeExecutionData, tlsPort: number) => Promise<void>;

export const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
	/** TikTok Post: Create as it is. */
	node: async (item) => await runNode(item, {}),
	/** TikTok Post: Create with TikTok's example chunk size. */
	'node-safe': async (item) => await runNode(item, { chunkSizeMb: SAFE_CHUNK_MB }),
	/** Plain Node with the same calls and PUTs, the PUTs over one kept connection: what the machine can do. */
	raw: async (item, tlsPort) => {
		await sendRaw(item, tlsPort);
	},
	/** The same, and one look at the status. */
	'raw-with-look': async (item, tlsPort) => {
		await sendRaw(item, tlsPort);
		await callApi(tlsPort, [STATUS_PATH]);
	},
	/** Plain Node with one PUT for the whole file, which TikTok does not allow. */
	'raw-one-put': async (item, tlsPort) => {
		await callApi(tlsPort, CALLS_BEFORE);
		const file = await findFile(item);
		const { size } = file;
		const whole = { index: 0, first: 0, last: size - 1, byteLength: size, isLast: true };
		await putRaw(file, [whole], tlsPort);
	},
	/** What n8n's HTTP Request node does with a binary body: a stream in one PUT, redirects followed. */
	'http-request': async (item) => {
		const { size, open, context } = await findFile(item);
		await context.helpers.request({
			method: 'PUT',
			uri: UPLOAD_URL,
			headers: putHeaders(0, size - 1, size),
			body: await open(),
			followAllRedirects: true,
			useStream: true,
			resolveWithFullResponse: true,
		});
	},
	/** What TikTok nodes do that load the file first. */
	'in-memory': async (item) => {
		const context = openExecuteContext({ parameters: {}, items: [item] });
		const body = await context.helpers.getBinaryDataBuffer(0, 'data');
		const headers = putHeaders(0, body.length - 1, body.length);
		await context.helpers.httpRequest({ method: 'PUT', url: UPLOAD_URL, headers, body });
	},
};

async function sendRaw(item: INodeExecutionData, tlsPort: number): Promise<void> {
	await callApi(tlsPort, CALLS_BEFORE);
	const file = await findFile(item);
	await putRaw(file, listChunkRanges(planFastChunks(file.size)), tlsPort);
}

async function runNode(item: INodeExecutionData, options: IDataObject): Promise<void> {
	await executeNode({
		parameters: {
			resource: 'post',
			operation: 'create',
			binaryPropertyName: 'data',
			caption: '',
			privacyLevel: 'SELF_ONLY',
			allowUsersTo: [],
			waitUntilFinished: false,
			options,
		},
		items: [item],
		credential: connectedCredential(APP, TOKENS),
	});
}

interface StoredFile {
	readonly size: number;
	readonly path: string;
	readonly context: IExecuteFunctions;
	open(): ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>;
}

async function findFile(item: INodeExecutionData): Promise<StoredFile> {
	const context = openExecuteContext({ parameters: {}, items: [item] });
	const id = item.binary?.data?.id ?? '';
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	return {
		size: fileSize,
		path: context.helpers.getBinaryPath(id),
		context,
		open: async () => await context.helpers.getBinaryStream(id, PIECE_BYTES),
	};
}

async function callApi(tlsPort: number, paths: readonly string[]): Promise<void> {
	for (const path of paths) {
		await new Promise<void>((resolve, reject) => {
			const headers = { Host: API_HOST, 'Content-Type': 'application/json; charset=UTF-8' };
			const target = { host: '127.0.0.1', port: tlsPort, servername: API_HOST, path };
			request({ ...target, method: 'POST', headers, agent: false }, (response) => {
				response.resume().on('end', resolve);
			})
				.on('error', reject)
				.end('{}');
		});
	}
}

async function putRaw(
	file: StoredFile,
	ranges: readonly ChunkRange[],
	tlsPort: number,
): Promise<void> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	for (const { first, last } of ranges) {
		const put = request({
			host: '127.0.0.1',
			port: tlsPort,
			servername: UPLOAD_HOST,
			path: '/upload/',
			method: 'PUT',
			agent,
			headers: { Host: UPLOAD_HOST, ...putHeaders(first, last, file.size) },
		});
		const answered = new Promise<void>((resolve, reject) => {
			put.on('error', reject);
			put.on('response', (response) => response.resume().on('end', resolve));
		});
		const part = { start: first, end: last, highWaterMark: PIECE_BYTES };
		createReadStream(file.path, part)
			.on('error', (error) => put.destroy(error))
			.pipe(put);
		await answered;
	}
	agent.destroy();
}

function putHeaders(first: number, last: number, size: number): Record<string, string> {
	const range = { index: 0, first, last, byteLength: last - first + 1, isLast: last + 1 === size };
	return {
		'Content-Type': 'video/mp4',
		'Content-Length': String(range.byteLength),
		'Content-Range': formatContentRange(range, size),
	};
}
