/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests serve files from loopback */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StageInUse } from '../../../support/node/useStage';

export interface MediaServer {
	/** Serves a host of the test network by a handler of the test's own. Returns the URL of a file there. */
	serve(host: string, handler: RequestListener): Promise<string>;
}

/** A server for each test of the file or group that calls this, closed after it. */
export function useMediaServer(use: StageInUse): MediaServer {
	let server: Server | undefined;

	afterEach(async () => {
		server?.closeAllConnections();
		await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
		server = undefined;
	});

	return {
		serve: async (host, handler) => {
			server = createServer(handler);
			await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
			const { port } = server.address() as AddressInfo;
			use.stage.simulator.media.route(host, `http://127.0.0.1:${port}`);
			return `https://${host}/run.mp4`;
		},
	};
}
