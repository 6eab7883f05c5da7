import type { FastifyInstance } from 'fastify';
import type { FaultScript } from './core/faults';
import type { Switches } from './switches';
import type { Creator, RegisteredApp, Simulator } from './types';

const CONFLICT = 409;
const BAD_REQUEST = 400;
const REQUESTS_SHOWN = 200;

/**
 * The JSON control API of a simulator that runs as a process of its own. Loopback only: it shows
 * every token. GET /state and /clean; POST /switches, /app, /creators, /faults, /advance, /expire,
 * /revoke, /finish, /connect, /offer-prefix, /verify-prefix and /reset.
 */
export function registerControl(app: FastifyInstance, simulator: Simulator): void {
	app.get('/state', () => describeState(simulator));
	app.get('/clean', async (_request, reply) => {
		try {
			simulator.expectClean();
			return { clean: true };
		} catch (error) {
			return await reply.code(CONFLICT).send({ clean: false, reason: (error as Error).message });
		}
	});
	app.post<{ Body: Partial<Switches> }>('/switches', async (request, reply) => {
		const unknown = Object.keys(request.body).filter((name) => !(name in simulator.switches));
		if (unknown.length > 0) return await reply.code(BAD_REQUEST).send({ unknown });
		return Object.assign(simulator.switches, request.body);
	});
	app.post<{ Body: Partial<RegisteredApp> }>('/app', (request) =>
		Object.assign(simulator.app, request.body),
	);
	app.post<{ Body: Creator }>('/creators', (request) => simulator.addCreator(request.body));
	app.post<{ Body: FaultScript }>('/faults', (request) => {
		simulator.faults.add(request.body);
		return simulator.faults.pending();
	});
	app.post<{ Body: { ms: number } }>('/advance', (request) => {
		simulator.clock.advance(request.body.ms);
		return { now: simulator.clock.now() };
	});
	registerActions(app, simulator);
}

function registerActions(app: FastifyInstance, simulator: Simulator): void {
	app.post<{ Body: { publishId?: string } | null }>('/expire', (request) => {
		const publishId = request.body?.publishId;
		if (publishId === undefined) simulator.tokens.expireAccessTokens();
		else simulator.expireUpload(publishId);
		return { expired: publishId ?? 'access tokens' };
	});
	app.post<{ Body: { openId: string } }>('/revoke', (request) => {
		simulator.tokens.revoke(request.body.openId);
		return { revoked: request.body.openId };
	});
	app.post<{ Body: { publishId: string; failReason?: string } }>('/finish', (request) => {
		simulator.finishPost(request.body.publishId, request.body.failReason);
		return simulator.posts.find((post) => post.publishId === request.body.publishId);
	});
	app.post<{ Body: { openId?: string } | null }>('/connect', (request) =>
		simulator.connect(request.body?.openId),
	);
	app.post<{ Body: { prefix: string } }>('/offer-prefix', (request) =>
		simulator.urlProperties.offer(request.body.prefix),
	);
	app.post<{ Body: { prefix: string } }>('/verify-prefix', async (request, reply) => {
		try {
			await simulator.urlProperties.verify(request.body.prefix);
			return { verified: true };
		} catch (error) {
			const { message: reason } = error as Error;
			return await reply.code(CONFLICT).send({ verified: false, reason });
		}
	});
	app.post('/reset', () => {
		simulator.reset();
		return { reset: true };
	});
}

function describeState(simulator: Simulator): Record<string, unknown> {
	const { app, switches, creators, posts, violations, tokens, requests } = simulator;
	return {
		now: simulator.clock.now(),
		app,
		switches,
		creators,
		posts,
		violations,
		faults: simulator.faults.pending(),
		tokenRequests: tokens.requests,
		lastIssued: creators.map((creator) => tokens.lastIssued(creator.openId) ?? null),
		requests: requests.slice(-REQUESTS_SHOWN),
		refusedHosts: simulator.refusedHosts,
	};
}
