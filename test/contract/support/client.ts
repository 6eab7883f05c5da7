/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Simulator } from '../../simulator';

/** An outside client: axios over the proxy, real host names, the test CA, no redirects, raw text. */
export function makeClient(simulator: Simulator): AxiosInstance {
	const { port } = new URL(simulator.proxyUrl);
	return axios.create({
		proxy: { protocol: 'http', host: '127.0.0.1', port: Number(port) },
		httpsAgent: new Agent({ ca: readFileSync(simulator.caFile) }),
		maxRedirects: 0,
		maxBodyLength: Infinity,
		validateStatus: () => true,
		responseType: 'text',
		transformResponse: (text: unknown) => text,
	});
}

/** Status, headers and text of an answer, or the error code of a connection that broke. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	text: string;
	/** `ECONNRESET` and the like; empty if an answer came. */
	broken: string;
}

/** Awaits a request; a broken connection is a result, not an exception. */
export async function settle(request: Promise<AxiosResponse<string>>): Promise<Answer> {
	try {
		const { status, headers, data } = await request;
		return { status, headers: headers as Record<string, string>, text: data, broken: '' };
	} catch (error) {
		const broken = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
		return { status: 0, headers: {}, text: '', broken };
	}
}

/** The JSON of an answer. */
export function jsonOf(answer: Answer): Record<string, unknown> {
	return JSON.parse(answer.text) as Record<string, unknown>;
}
