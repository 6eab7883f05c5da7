/* eslint-disable @n8n/community-nodes/require-node-api-error -- the simulator knows no n8n errors */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiRefusal } from '../core/errors';
import type { Endpoint } from '../core/faults';
import type { RequestPlace, SimulatorState } from '../core/state';
import { stringifyWithRawIntegers } from '../http/json';
import type { GrantStore } from '../oauth/grants';
import type { Scope } from '../oauth/scopes';
import { readJsonBody } from './jsonBody';
import type { RateLimiter } from './rateLimits';

const JSON_TYPE = 'application/json; charset=utf-8';
const OK = 200;

/** Who calls, with what. */
export interface ApiCall {
	openId: string;
	scopes: string[];
	body: Record<string, unknown>;
	query: URLSearchParams;
	place: RequestPlace;
	/** Answer with no `data` at all, as cancel does. */
	omitData?: boolean;
}

/** One endpoint of the API: its address, what it demands, and its rules. */
export interface ApiEndpoint {
	name: Endpoint;
	method: 'GET' | 'POST';
	path: string;
	/** Any one of these scopes is enough; empty: the endpoint judges it from the body. */
	scopes: readonly Scope[];
	/** Calls per sliding minute and user; undefined: TikTok states none. */
	perMinute?: number;
	/** Whether a body is demanded, allowed or absent. */
	body: 'required' | 'optional' | 'none';
	/** Query parameters TikTok documents; default none. */
	query?: readonly string[];
	/** Returns `data`, or throws an ApiRefusal. */
	handle(call: ApiCall): unknown;
}

/** What every endpoint needs. */
export interface ApiServices {
	state: SimulatorState;
	grants: GrantStore;
	limiter: RateLimiter;
	host: string;
}

/**
 * Registers one endpoint: token, scope, rate limit, body and rules are judged in this order, and
 * every answer is TikTok's envelope.
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
 */
export function registerApiEndpoint(
	app: FastifyInstance,
	services: ApiServices,
	endpoint: ApiEndpoint,
): void {
	app.route({
		method: endpoint.method,
		url: endpoint.path,
		constraints: { host: services.host },
		config: { endpoint: endpoint.name },
		handler: async (request, reply) => {
			try {
				const call = judgeCall(services, endpoint, request);
				const data = await endpoint.handle(call);
				return await sendEnvelope(services.state, reply, OK, call.omitData ? {} : { data });
			} catch (error) {
				if (!(error instanceof ApiRefusal)) throw error;
				return await sendRefusal(services.state, reply, error);
			}
		},
	});
}

function judgeCall(
	{ state, grants, limiter }: ApiServices,
	endpoint: ApiEndpoint,
	request: FastifyRequest,
): ApiCall {
	const { place } = request.simulated;
	const token = readBearer(request);
	const grant = grants.findAccess(token);
	if (!grant) {
		noteBadToken(state, place, token);
		throw new ApiRefusal('access_token_invalid');
	}
	const { openId, scopes } = grant;
	const hasScope = endpoint.scopes.some((scope) => scopes.includes(scope));
	if (endpoint.scopes.length > 0 && !hasScope) throw new ApiRefusal('scope_not_authorized');
	limiter.count(endpoint, openId, place);
	const rawUrl = request.raw.url ?? '';
	const query = new URLSearchParams(rawUrl.includes('?') ? rawUrl.slice(rawUrl.indexOf('?')) : '');
	for (const name of query.keys()) {
		if (endpoint.query?.includes(name)) continue;
		state.violate(place, 'api-query', `TikTok has no query parameter ${name} here`);
	}
	const body = readJsonBody(state, place, endpoint.body, {
		contentType: request.headers['content-type'],
		text: typeof request.body === 'string' ? request.body : '',
	});
	return { openId, scopes, body, query, place };
}

function readBearer(request: FastifyRequest): string {
	return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** An expired token is everyday life; none at all, or an app's own token, is a mistake. */
function noteBadToken(state: SimulatorState, place: RequestPlace, token: string): void {
	if (token === '') state.violate(place, 'api-authorization', 'No "Authorization: Bearer" header');
	else if (token.startsWith('clt.')) {
		state.violate(place, 'api-authorization', 'A client token is no user token');
	}
}

async function sendEnvelope(
	state: SimulatorState,
	reply: FastifyReply,
	status: number,
	content: { data?: unknown },
	code = 'ok',
	message = '',
): Promise<FastifyReply> {
	const error = { code, message, [state.switches.logIdName]: state.ids.nextLogId() };
	const text = stringifyWithRawIntegers({ ...content, error });
	return await reply.code(status).header('content-type', JSON_TYPE).send(text);
}

async function sendRefusal(
	state: SimulatorState,
	reply: FastifyReply,
	refusal: ApiRefusal,
): Promise<FastifyReply> {
	const { switches } = state;
	const code = refusal.code === 'invalid_params' ? switches.invalidParamName : refusal.code;
	const status = refusal.isPolicy && refusal.status !== OK ? switches.policyStatus : refusal.status;
	if (refusal.code === 'rate_limit_exceeded' && switches.retryAfter !== null) {
		void reply.header('retry-after', String(switches.retryAfter));
	}
	return await sendEnvelope(state, reply, status, { data: {} }, code, refusal.message);
}
