/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- tests route this process's https traffic to the simulator */

import { readFileSync } from 'node:fs';
import tls from 'node:tls';

import type { Simulator } from '../../simulator';
import { routingEnvironment } from './routingEnvironment';

interface SecureContext extends tls.SecureContext {
	context: { addCACert(pem: string): void };
}

/**
 * Routes the https requests of this very process to the simulator. Node reads NODE_EXTRA_CA_CERTS
 * only when it starts, so the test's certificate authority is added to each connection instead.
 * Returns a function that undoes it.
 */
export function routeInProcess(simulator: Pick<Simulator, 'proxyUrl' | 'caFile'>): () => void {
	const environment = routingEnvironment(simulator);
	const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, environment);
	const certificate = readFileSync(simulator.caFile, 'utf8');
	const createSecureContext = tls.createSecureContext;
	tls.createSecureContext = (options) => {
		const created = createSecureContext(options) as SecureContext;
		created.context.addCACert(certificate);
		return created;
	};
	return () => {
		tls.createSecureContext = createSecureContext;
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
}
