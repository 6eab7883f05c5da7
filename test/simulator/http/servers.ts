/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import type { Server as HttpsServer } from 'node:https';
import Fastify, { type FastifyInstance } from 'fastify';
import type { CertificateAuthority } from '../../support/routing';
import type { SimulatorState } from '../core/state';
import { registerFaults, type DescribeTarget } from './faultHooks';
import { registerRecording } from './recording';

const NOT_FOUND = 404;

/** The TLS server: one certificate per host name, picked by SNI. */
export function makeTlsApp(authority: CertificateAuthority): FastifyInstance<HttpsServer> {
	const app = Fastify({
		https: {
			SNICallback: (host, done) => {
				authority.contextFor(host).then(
					(context) => done(null, context),
					(error: unknown) => done(error as Error),
				);
			},
		},
		exposeHeadRoutes: false,
		forceCloseConnections: false,
	});
	// Whoever closes the simulator ends its connections; Node's own way trips over some that were reset.
	app.server.closeIdleConnections = () => {};
	return app;
}

/** The plain-http server on loopback, for people's browsers. */
export function makeLoopbackApp(): FastifyInstance {
	return Fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
}

/** What both servers have in common: recording, faults, text bodies, a 404 for everything unknown. */
export function prepareApp(
	app: FastifyInstance,
	state: SimulatorState,
	describeTarget: DescribeTarget,
): void {
	registerRecording(app, state);
	registerFaults(app, state, describeTarget);
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	app.setNotFoundHandler(async (request, reply) => {
		const { place } = request.simulated;
		state.violate(place, 'unknown-endpoint', 'TikTok documents no such endpoint and method');
		return await reply.code(NOT_FOUND).send('');
	});
}
