/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests listen on loopback; they are never shipped */

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import type { Simulator } from '../../simulator';

const ACCESS_TOKEN = 'a-token-of-the-service-account';
const HOSTS = ['www.googleapis.com', 'oauth2.googleapis.com', 'sheets.googleapis.com'];

/** A file in Google Drive, as far as n8n's nodes look at it. */
export interface DriveFile {
	id: string;
	name: string;
	mimeType: string;
	description?: string;
	parents: string[];
	createdTime: string;
	content: Buffer;
}

type Cell = string | number;

/** Google Drive and Google Sheets, as far as n8n's own nodes call them. */
export class GoogleStandIn {
	readonly files = new Map<string, DriveFile>();

	/** The one sheet, from its header on. */
	rows: Cell[][] = [];

	/** How often a folder was listed. */
	listings = 0;

	private constructor(private readonly server: Server) {}

	/** Starts it, and leads Google's host names there. */
	static async open(simulator: Simulator): Promise<GoogleStandIn> {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const google = new GoogleStandIn(server);
		const { port } = server.address() as AddressInfo;
		for (const host of HOSTS) simulator.media.route(host, `http://127.0.0.1:${port}`);
		server.on('request', (request, response) => void google.answer(request, response));
		return google;
	}

	/** Fields of a credential of type `googleApi`: a service account with a key of its own. */
	static credential(): IDataObject {
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		return { email: 'n8n@project.example', privateKey: pem };
	}

	/** Puts a file into a folder now. */
	upload(folder: string, file: Omit<DriveFile, 'parents' | 'createdTime'>): void {
		const createdTime = new Date().toISOString();
		this.files.set(file.id, { ...file, parents: [folder], createdTime });
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://google');
		const body = await readText(request);
		const send = (value: unknown, status = 200) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(value));
		};
		if (url.pathname === '/token') {
			send({ access_token: ACCESS_TOKEN, token_type: 'Bearer', expires_in: 3600 });
		} else if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) {
			send({ error: { code: 401, message: 'Invalid Credentials' } }, 401);
		} else if (url.pathname.startsWith('/v4/spreadsheets/')) {
			send(this.answerSheets(url.pathname, body));
		} else if (url.searchParams.get('alt') === 'media') {
			const file = this.findFile(url);
			response.writeHead(200, { 'content-type': file.mimeType });
			response.end(file.content);
		} else {
			send(this.answerDrive(request.method ?? '', url));
		}
	}

	private answerDrive(method: string, url: URL): unknown {
		if (url.pathname === '/drive/v3/files') return { files: this.list(url) };
		const file = this.findFile(url);
		if (method === 'PATCH') {
			const removed = url.searchParams.get('removeParents')?.split(',') ?? [];
			const kept = file.parents.filter((parent) => !removed.includes(parent));
			file.parents = [...kept, url.searchParams.get('addParents') ?? ''];
		}
		return describeFile(file);
	}

	private list(url: URL): unknown[] {
		this.listings += 1;
		const query = url.searchParams.get('q') ?? '';
		const folder = /'([^']+)' in parents/.exec(query)?.[1] ?? '';
		const since = Date.parse(/createdTime > '([^']+)'/.exec(query)?.[1] ?? '');
		return [...this.files.values()]
			.filter((file) => file.parents.includes(folder) && Date.parse(file.createdTime) > since)
			.map(describeFile);
	}

	private findFile({ pathname }: URL): DriveFile {
		const file = this.files.get(pathname.split('/').at(-1) ?? '');
		if (file === undefined) throw new Error(`Google Drive has no ${pathname}`);
		return file;
	}

	private answerSheets(path: string, body: string): unknown {
		if (path.endsWith('/values:batchUpdate')) {
			const { data } = JSON.parse(body) as { data: Array<{ range: string; values: Cell[][] }> };
			for (const { range, values } of data) this.write(range, values[0]?.[0] ?? '');
			return {};
		}
		if (path.includes('/values/')) return { values: this.rows };
		return { sheets: [{ properties: { sheetId: 0, title: 'Calendar' } }] };
	}

	/** One cell: `Calendar!C2`. */
	private write(range: string, value: Cell): void {
		const [, column = '', row = ''] = /!([A-Z])(\d+)$/.exec(range) ?? [];
		const cells = this.rows[Number(row) - 1];
		if (cells === undefined) throw new Error(`The sheet has no ${range}`);
		cells[column.charCodeAt(0) - 'A'.charCodeAt(0)] = value;
	}
}

function describeFile(file: DriveFile): Omit<DriveFile, 'content'> {
	const { id, name, mimeType, description, parents, createdTime } = file;
	return { id, name, mimeType, description, parents, createdTime };
}

async function readText(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
