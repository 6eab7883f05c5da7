import type { Simulator } from '../../simulator';

/** Environment that routes a Node process's https traffic to the simulator; nothing else changes. */
export function routingEnvironment(
	simulator: Pick<Simulator, 'proxyUrl' | 'caFile'>,
): Record<string, string> {
	return {
		HTTPS_PROXY: simulator.proxyUrl,
		https_proxy: simulator.proxyUrl,
		NODE_EXTRA_CA_CERTS: simulator.caFile,
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
	};
}
