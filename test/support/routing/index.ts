import type { Simulator } from '../../simulator';

export { openCertificateAuthority, type CertificateAuthority } from './certificates';
export { startConnectProxy, type ConnectProxy } from './connectProxy';
export { RoutedAgent } from './routedAgent';
export { routeInProcess } from './routeInProcess';
export { routingEnvironment } from './routingEnvironment';
export { API_HOST, isSimulatedHost, UPLOAD_HOSTS, WEB_HOST } from './hosts';

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
