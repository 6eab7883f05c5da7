/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { readFileSync } from 'node:fs';
import { Agent, type AgentOptions } from 'node:https';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { isSimulatedHost } from './hosts';

/**
 * An https agent for clients inside a test process: real host names, certificates checked against
 * the test CA, connections straight to the simulator's TLS port. Other hosts are refused.
 */
export class RoutedAgent extends Agent {
	private readonly ca: string;

	constructor(
		private readonly target: { tlsPort: number; caFile: string },
		options: AgentOptions = {},
	) {
		super(options);
		this.ca = readFileSync(target.caFile, 'utf8');
	}

	/** Called by Node for every new connection; `options.host` is the real host name. */
	override createConnection(options: ConnectionOptions & { host?: string }): TLSSocket {
		const host = options.host ?? '';
		if (!isSimulatedHost(host)) throw new Error(`The test network has no host ${host}`);
		const socket = connect({
			...options,
			host: '127.0.0.1',
			port: this.target.tlsPort,
			servername: host,
			ca: this.ca,
		});
		// Otherwise the last bytes of a body wait for the system's delayed acknowledgement of those before.
		return socket.setNoDelay();
	}
}
