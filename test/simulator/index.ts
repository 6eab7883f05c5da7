/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test code is never shipped and may use Node and any library; the simulator knows no n8n errors */
import type { AddressInfo } from 'node:net';
import { startConnectProxy, type ConnectProxy } from '../support/routing';
import { makeDefaultCreator } from './core/state';
import { Engine } from './engine';
import { trackConnections } from './http/sockets';
import { CONSENT_PATH } from './oauth/authorize';
import { ALL_SCOPES } from './oauth/scopes';
import { PORTAL_PATH } from './pages/portalPage';
import type { Simulator, SimulatorOptions } from './types';
import { signWebhook } from './webhooks/signature';

export type * from './types';
export type { Endpoint, Fault, FaultAction, FaultScript } from './core/faults';
export type { MediaFile } from './media/library';
export type { Switches } from './switches';
export { ALL_SCOPES } from './oauth/scopes';

const LOOPBACK = '127.0.0.1';
const MS_PER_SECOND = 1000;
/** Reason in the webhook `authorization.removed`. */
const REVOKED_BY_USER = 1;

/**
 * Starts a simulator: TikTok's hosts over TLS behind a CONNECT proxy, plain-http pages for people,
 * all on loopback. Many can run side by side; each has its own state, clock and ports.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const engine = await Engine.create(options);
	const connections = trackConnections(engine.tls.server);
	let proxy: ConnectProxy | undefined;
	const close = async (): Promise<void> => {
		connections.destroyAll();
		await Promise.all([proxy?.close(), engine.tls.close(), engine.loopback.close()]);
		await engine.close();
	};
	try {
		await engine.tls.listen({ host: LOOPBACK, port: options.port ?? 0 });
		await engine.loopback.listen({ host: LOOPBACK, port: options.loopbackPort ?? 0 });
		proxy = await startConnectProxy(engine.tls.server, options.proxyPort);
	} catch (error) {
		await close();
		throw error;
	}
	return makeSimulator(engine, proxy, close);
}

function makeSimulator(engine: Engine, proxy: ConnectProxy, close: () => Promise<void>): Simulator {
	const { state, grants, lifecycle, uploads, webhooks, authority } = engine;
	const loopbackUrl = `http://${LOOPBACK}:${portOf(engine.loopback.server.address())}`;
	const postOf = (publishId: string): Simulator['posts'][number] => {
		const post = state.findPost(publishId);
		if (!post) throw new Error(`No post ${publishId}`);
		return post;
	};
	return {
		clock: state.clock,
		switches: state.switches,
		app: state.app,
		creators: state.creators,
		addCreator: (creator) => {
			const added = { ...makeDefaultCreator(), ...creator };
			state.creators.push(added);
			return added;
		},
		tokens: {
			issue: (openId, scopes) => grants.issue(openId, scopes),
			lastIssued: (openId) => grants.lastIssued(openId),
			expireAccessTokens: () => grants.expireAccessTokens(),
			revoke: (openId) => engine.revoke(openId, REVOKED_BY_USER),
			requests: engine.tokenLog,
		},
		posts: state.posts,
		violations: state.violations,
		requests: state.requests,
		get isAtWork() {
			return state.requestsAtWork.size > 0;
		},
		faults: state.faults,
		finishPost: (publishId, reason) => lifecycle.finish(postOf(publishId), reason),
		publishDraft: (publishId, isPublic = false) =>
			lifecycle.publishDraft(postOf(publishId), isPublic),
		takeDown: (publishId) => lifecycle.takeDown(postOf(publishId)),
		media: engine.media,
		urlProperties: engine.urlProperties,
		webhooks: {
			deliveries: webhooks.deliveries,
			emit: (event, openId, content) => webhooks.emit(event, openId, content),
			redeliver: async (delivery) => await webhooks.redeliver(delivery),
			post: async (event, body, signature) => await webhooks.post(event, body, signature),
			sign: (body, atSec, secret) =>
				signWebhook(
					body,
					secret ?? state.app.clientSecret,
					atSec ?? Math.floor(state.clock.now() / MS_PER_SECOND),
				),
			settled: async () => await webhooks.settled(),
		},
		expireUpload: (publishId) => uploads.expire(publishId),
		reset: () => engine.reset(),
		expectClean: () => expectClean(engine),
		proxyUrl: proxy.url,
		caFile: authority.caFile,
		spkiHash: authority.spkiHash,
		tlsPort: portOf(engine.tls.server.address()),
		origin: (host) => `https://${host}`,
		loopbackUrl,
		authorizeUrl: loopbackUrl + CONSENT_PATH,
		connect: (openId) => grants.issue(openId ?? state.creators[0]?.openId ?? '', ALL_SCOPES),
		portalUrl: loopbackUrl + PORTAL_PATH,
		profileUrl: (username) => `${loopbackUrl}/@${username}`,
		refusedHosts: proxy.refused,
		close,
	};
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address ? address.port : 0;
}

function expectClean({ state }: Engine): void {
	const violations = state.violations.map(
		({ rule, detail, method, host, path }) => `${rule}: ${detail} (${method} ${host}${path})`,
	);
	const faults = state.faults
		.pending()
		.map((fault) => `never consumed: ${fault.do} on ${JSON.stringify(fault.on)}`);
	const problems = [...violations, ...faults];
	if (problems.length === 0) return;
	throw new Error(`The simulator is not clean:\n- ${problems.join('\n- ')}`);
}
