/* eslint-disable @n8n/community-nodes/require-node-api-error -- the simulator knows no n8n errors */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OAuthRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { TokenRequestLog } from '../types';
import type { GrantStore } from './grants';
import { checkExtraFields, readTokenForm } from './tokenForm';
import { checkClient, GRANT_FIELDS, grantTokens } from './tokenRules';

const REVOKE_FIELDS = ['client_key', 'client_secret', 'token'];
const OK = 200;

/** What the token endpoints share. */
export interface TokenEndpointOptions {
	state: SimulatorState;
	grants: GrantStore;
	log: TokenRequestLog[];
	/** Called when the app itself disconnects an account. */
	onRevoked: (openId: string) => void;
	host: string;
}

/**
 * `POST /v2/oauth/token/` and `POST /v2/oauth/revoke/`.
 * @see https://developers.tiktok.com/docs/en/oauth-user-access-token-management
 */
export function registerTokenEndpoints(app: FastifyInstance, options: TokenEndpointOptions): void {
	const constraints = { host: options.host };
	app.post(
		'/v2/oauth/token/',
		{ constraints, config: { endpoint: 'token' } },
		async (request, reply) => await answerLogged(options, request, reply, answerToken),
	);
	app.post(
		'/v2/oauth/revoke/',
		{ constraints, config: { endpoint: 'revoke' } },
		async (request, reply) => await answerLogged(options, request, reply, answerRevoke),
	);
}

type Answer = (
	options: TokenEndpointOptions,
	request: FastifyRequest,
	entry: TokenRequestLog,
) => unknown;

async function answerLogged(
	options: TokenEndpointOptions,
	request: FastifyRequest,
	reply: FastifyReply,
	answer: Answer,
): Promise<FastifyReply> {
	const { state, log } = options;
	const entry: TokenRequestLog = {
		at: state.clock.now(),
		grantType: '',
		accepted: true,
		status: OK,
		extraFields: {},
	};
	log.push(entry);
	try {
		return await reply.send(answer(options, request, entry));
	} catch (error) {
		if (!(error instanceof OAuthRefusal)) throw error;
		entry.accepted = false;
		entry.error = error.code;
		entry.status = state.switches.oauthErrorStatus;
		return await reply.code(entry.status).send({
			error: error.code,
			error_description: error.message,
			[state.switches.logIdName]: state.ids.nextLogId(),
		});
	}
}

function readForm(state: SimulatorState, request: FastifyRequest): Map<string, string> {
	const url = request.raw.url ?? '';
	return readTokenForm(state, {
		contentType: request.headers['content-type'],
		body: request.body,
		query: url.includes('?') ? url.slice(url.indexOf('?')) : '',
		place: request.simulated.place,
	});
}

function noteExtras(
	state: SimulatorState,
	request: FastifyRequest,
	entry: TokenRequestLog,
	form: Map<string, string>,
	known: readonly string[],
): void {
	const extras = [...form].filter(([name]) => !known.includes(name));
	entry.extraFields = Object.fromEntries(extras);
	checkExtraFields(state, request.simulated.place, Object.keys(entry.extraFields));
}

const answerToken: Answer = ({ state, grants }, request, entry) => {
	const form = readForm(state, request);
	entry.grantType = form.get('grant_type') ?? '';
	const { place } = request.simulated;
	noteExtras(state, request, entry, form, GRANT_FIELDS[entry.grantType] ?? [...form.keys()]);
	const used = grants.findRefresh(form.get('refresh_token') ?? '');
	if (used && !grants.isUsable(used) && used.rotatedAt !== undefined && !used.successorLost) {
		state.violate(place, 'token-refresh-reused', 'This refresh token was rotated away before');
	}
	const { answer, openId, rotated } = grantTokens(state, grants, form);
	entry.openId = openId;
	if (rotated) rotated.successorLost = request.simulated.answerGetsLost;
	return answer;
};

const answerRevoke: Answer = ({ state, grants, onRevoked }, request, entry) => {
	const form = readForm(state, request);
	entry.grantType = 'revoke';
	noteExtras(state, request, entry, form, REVOKE_FIELDS);
	checkClient(state, form);
	const token = grants.findAnyAccess(form.get('token') ?? '');
	if (!token) throw new OAuthRefusal('invalid_request', 'The access token is invalid.');
	entry.openId = token.openId;
	grants.revoke(token.openId);
	onRevoked(token.openId);
	return '';
};
