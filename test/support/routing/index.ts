import type { Simulator } from '../../simulator';

export { openCertificateAuthority, type CertificateAuthority } from './certificates';
export { startConnectProxy, type ConnectProxy } from './connectProxy';
export { RoutedAgent } from './routedAgent';
export { API_HOST, isSimulatedHost, UPLOAD_HOSTS, WEB_HOST } from './hosts';

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

/** Chromium switches that resolve TikTok's hosts to the simulator and accept only its certificates. */
export function routingChromiumArguments(
	simulator: Pick<Simulator, 'tlsPort' | 'spkiHash'>,
): string[] {
	const port = simulator.tlsPort;
	return [
		`--host-resolver-rules=MAP *.tiktok.com 127.0.0.1:${port},MAP *.tiktokapis.com 127.0.0.1:${port},MAP *.example 127.0.0.1:${port}`,
		`--ignore-certificate-errors-spki-list=${simulator.spkiHash}`,
	];
}
