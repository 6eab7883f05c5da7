/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests listen on loopback; they are never shipped */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface ReceivedRequest {
	method: string;
	path: string;
	body: string;
}

/** What an inbox answers, always with HTTP 200. */
export interface InboxAnswer {
	contentType: string;
	text: string;
}

/** What an inbox answers: always the same, or something for each request. */
type Answer = InboxAnswer | ((request: ReceivedRequest) => InboxAnswer);

const OK: InboxAnswer = { contentType: 'application/json', text: '{"ok":true}' };

/** A server on loopback that takes whatever a workflow sends. */
export class HttpInbox {
	readonly received: ReceivedRequest[] = [];

	private constructor(
		private readonly server: Server,
		readonly origin: string,
	) {}

	static async open(answer: Answer = OK): Promise<HttpInbox> {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const inbox = new HttpInbox(server, `http://127.0.0.1:${port}`);
		server.on('request', (request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const body = Buffer.concat(chunks).toString('utf8');
				const received = { method: request.method ?? '', path: request.url ?? '', body };
				inbox.received.push(received);
				const { contentType, text } = typeof answer === 'function' ? answer(received) : answer;
				response.writeHead(200, { 'content-type': contentType });
				response.end(text);
			});
		});
		return inbox;
	}

	/** The bodies that came to a path, as JSON. */
	jsonAt(path: string): unknown[] {
		return this.received
			.filter((request) => request.path === path)
			.map(({ body }) => JSON.parse(body) as unknown);
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
