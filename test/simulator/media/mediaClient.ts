/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { RoutedAgent } from '../../support/routing/routedAgent';
import type { SimulatorState } from '../core/state';

const OK = 200;

/** Where the test media hosts are, and whose certificates they have. */
export interface MediaTarget {
	tlsPort: number;
	caFile: string;
}

/** TikTok as a client of other people's web servers: over TLS, without redirects, status 200 only. */
export class MediaClient {
	constructor(
		private readonly state: SimulatorState,
		private readonly findTarget: () => MediaTarget,
	) {}

	/** The answer, its body still to be read; rejects when there is none or it isn't 200. */
	async ask(method: 'GET' | 'HEAD', url: string, signal?: AbortSignal): Promise<IncomingMessage> {
		const { pullUserAgent: agentName } = this.state.switches;
		const headers = agentName === null ? {} : { 'user-agent': agentName };
		return await new Promise((resolve, reject) => {
			const agent = new RoutedAgent(this.findTarget());
			const request = httpsRequest(url, { method, agent, signal, headers }, (answer) => {
				if (answer.statusCode === OK) return resolve(answer);
				answer.destroy();
				reject(new Error(`${new URL(url).host} answered ${answer.statusCode}`));
			});
			request.once('error', reject);
			request.end();
		});
	}
}
