/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests send requests */
import { request as sendRequest } from 'node:http';
import type { Delivery } from './deliveries';

/** Sends a delivery as it is, bytes, doubled headers and all; returns the status. */
export async function send(url: string, { body, headers, query = '' }: Delivery): Promise<number> {
	return await new Promise((resolve, reject) => {
		const request = sendRequest(url + query, { method: 'POST' }, (response) => {
			response.resume().once('end', () => resolve(response.statusCode ?? 0));
		});
		for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
		request.setHeader('content-length', body.length);
		request.once('error', reject).end(body);
	});
}
