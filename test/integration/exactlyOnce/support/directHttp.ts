import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { sleep, type IHttpRequestOptions, type IN8nHttpFullResponse } from 'n8n-workflow';
import { asError } from '../../../support/tested/tiktok';
import type { Simulator } from '../../../simulator';
import { RoutedAgent } from '../../../support/routing/routedAgent';

/**
 * Real time after which a call without an answer is given up, as n8n's helper gives it up: minutes of the
 * histories' own time pass only while nobody waits for the network.
 */
const TIMEOUT_MS = 20_000;
/** Real time after which bytes that have not arrived never will. */
const ARRIVAL_MS = 10_000;

/**
 * n8n's request helpers for a node, made of real sockets that stay open between calls, so that thousands
 * of histories are affordable. They promise what n8n's promise: an answer of any status is a result,
 * network trouble is an AxiosError, the signal ends a call.
 */
export class DirectHttp {
	private readonly pending = new Set<Promise<unknown>>();
	private readonly http: AxiosInstance;
	private readonly agent: RoutedAgent;

	constructor(private readonly simulator: Simulator) {
		this.agent = new RoutedAgent(simulator, { keepAlive: true });
		this.http = axios.create({
			httpsAgent: this.agent,
			proxy: false,
			maxRedirects: 0,
			maxBodyLength: Infinity,
			timeout: TIMEOUT_MS,
			validateStatus: () => true,
			responseType: 'text',
			transformResponse: (text: unknown) => text,
		});
	}

	async request(options: IHttpRequestOptions, token?: string): Promise<IN8nHttpFullResponse> {
		const answer = this.send(options, token);
		this.pending.add(answer);
		try {
			return await answer;
		} finally {
			this.pending.delete(answer);
		}
	}

	/** Until no call is under way, those of processes that died included. */
	async settled(): Promise<void> {
		await Promise.allSettled(this.pending);
	}

	close(): void {
		this.agent.destroy();
	}

	private async send(
		options: IHttpRequestOptions,
		token: string | undefined,
	): Promise<IN8nHttpFullResponse> {
		try {
			return await this.ask(options, token);
		} catch (error) {
			await this.bytesToArrive();
			throw asError(error);
		}
	}

	/**
	 * What was sent before a call broke off arrives all the same. TikTok has it within seconds; here, where
	 * minutes take no time, nothing may happen in between.
	 */
	private async bytesToArrive(): Promise<void> {
		const end = Date.now() + ARRIVAL_MS;
		for (let calm = 0; calm < 2 && Date.now() < end; ) {
			await sleep(1);
			calm = this.simulator.isAtWork ? 0 : calm + 1;
		}
	}

	private async ask(
		options: IHttpRequestOptions,
		token: string | undefined,
	): Promise<IN8nHttpFullResponse> {
		const { status, headers, data } = await this.http.request<string>({
			method: options.method,
			url: options.url,
			headers: {
				...(options.headers as Record<string, string>),
				...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
			},
			data: options.body,
			signal: options.abortSignal,
		});
		return { statusCode: status, headers: plain(headers), body: data };
	}
}

function plain(headers: AxiosResponse['headers']): IN8nHttpFullResponse['headers'] {
	return Object.fromEntries(Object.entries(headers)) as IN8nHttpFullResponse['headers'];
}
