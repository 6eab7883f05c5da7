/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import type { Server as HttpsServer } from 'node:https';
import type { Server as HttpServer } from 'node:http';
import { RequestError, Server } from 'proxy-chain';
import { isSimulatedHost } from './hosts';

const FORBIDDEN = 403;
const HTTPS_PORT = 443;

/** A running CONNECT proxy that knows the simulated hosts only. */
export interface ConnectProxy {
	/** `http://127.0.0.1:<port>`, for HTTPS_PROXY. */
	url: string;
	/** `host:port` of every tunnel that was refused, in order. */
	refused: string[];
	close(): Promise<void>;
}

/**
 * Starts a CONNECT proxy on loopback. A tunnel to a simulated host at port 443 is handed to
 * `tlsServer` in this process, socket and all, so no byte is copied and a reset stays a reset.
 * Any other target, and every plain-http request, is refused with 403.
 */
export async function startConnectProxy(tlsServer: HttpsServer, port = 0): Promise<ConnectProxy> {
	const refused: string[] = [];
	const proxy = new Server({
		host: '127.0.0.1',
		port,
		prepareRequestFunction: ({ hostname, port: targetPort, isHttp }) => {
			if (!isHttp && targetPort === HTTPS_PORT && isSimulatedHost(hostname)) {
				// The library types this as an http server; it only emits 'connection' on it.
				return { customConnectServer: tlsServer as unknown as HttpServer };
			}
			refused.push(`${hostname}:${targetPort}`);
			throw new RequestError(`The test network has no host ${hostname}`, FORBIDDEN);
		},
	});
	await proxy.listen();
	return {
		url: `http://127.0.0.1:${proxy.port}`,
		refused,
		close: async () => {
			await proxy.close(true);
		},
	};
}
