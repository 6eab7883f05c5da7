import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SimulatorState } from '../core/state';
import { renderAuthorizeErrorPage, renderConsentPage } from '../pages/consentPage';
import {
	checkAuthorizeRequest,
	findUnknownParameters,
	type AuthorizeRequest,
} from './authorizeRules';
import type { GrantStore } from './grants';

/** Path of the consent page. */
export const CONSENT_PATH = '/v2/auth/authorize/';

const BAD_REQUEST = 400;
const SESSION_COOKIE = 'sim_session';

/**
 * The consent page: GET shows it, POST of its form (`decision` allow or deny, `open_id`, `scopes`
 * repeated or comma-separated) decides; both keep the query. The answer redirects to the app.
 * @see https://developers.tiktok.com/doc/login-kit-web
 */
export function registerAuthorize(
	app: FastifyInstance,
	state: SimulatorState,
	grants: GrantStore,
	constraints: { host?: string },
): void {
	const config = { endpoint: 'authorize' as const };
	app.get(CONSENT_PATH, { constraints, config }, async (request, reply) => {
		const asked = judge(state, request, reply);
		if (!asked) return reply;
		const openId = asked.alwaysAsk ? undefined : readSession(state, request, asked);
		if (openId) return redirectWithCode(grants, reply, asked, openId, asked.scopes);
		const action = CONSENT_PATH + readQuery(request);
		return reply.type('text/html').send(renderConsentPage(action, state.creators, asked.scopes));
	});
	app.post(CONSENT_PATH, { constraints, config }, async (request, reply) => {
		const asked = judge(state, request, reply);
		if (!asked) return reply;
		const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
		if (form.get('decision') !== 'allow') return redirectWithDenial(reply, asked);
		const openId = form.get('open_id') ?? state.creators[0]?.openId ?? '';
		if (!state.findCreator(openId)) return await reply.code(BAD_REQUEST).send('No such account');
		return redirectWithCode(grants, reply, asked, openId, chooseScopes(form, asked.scopes));
	});
}

function readQuery(request: FastifyRequest): string {
	const url = request.raw.url ?? '';
	return url.includes('?') ? url.slice(url.indexOf('?')) : '';
}

function judge(
	state: SimulatorState,
	request: FastifyRequest,
	reply: FastifyReply,
): AuthorizeRequest | undefined {
	const query = new URLSearchParams(readQuery(request));
	const { place } = request.simulated;
	for (const name of findUnknownParameters(query)) {
		state.violate(place, 'authorize-unknown-parameter', `TikTok has no parameter ${name}`);
	}
	const judged = checkAuthorizeRequest(state, query);
	if (!('parameter' in judged)) return judged;
	state.violate(place, 'authorize-parameter', `${judged.parameter} ${judged.detail}`);
	const page = renderAuthorizeErrorPage(judged.parameter, judged.detail);
	void reply.code(BAD_REQUEST).type('text/html').send(page);
	return undefined;
}

/** Nothing ticked in the form means everything that was asked for; the basic profile always stays. */
function chooseScopes(form: URLSearchParams, asked: string[]): string[] {
	const ticked = form.getAll('scopes').flatMap((entry) => entry.split(','));
	if (ticked.length === 0) return asked;
	return asked.filter((scope) => scope === 'user.info.basic' || ticked.includes(scope));
}

/** `disable_auto_auth=0`: someone who is logged in and consented to as much before is not asked. */
function readSession(
	state: SimulatorState,
	request: FastifyRequest,
	asked: AuthorizeRequest,
): string | undefined {
	const cookie = request.headers.cookie ?? '';
	const value = new RegExp(`(?:^|; )${SESSION_COOKIE}=([^;]*)`).exec(cookie)?.[1];
	const [openId, scopes = ''] = decodeURIComponent(value ?? '').split('|');
	if (!openId || !state.findCreator(openId)) return undefined;
	const granted = scopes.split(',');
	return asked.scopes.every((scope) => granted.includes(scope)) ? openId : undefined;
}

function redirectWithCode(
	grants: GrantStore,
	reply: FastifyReply,
	asked: AuthorizeRequest,
	openId: string,
	scopes: string[],
): FastifyReply {
	const { redirectUri, challenge } = asked;
	const code = grants.issueCode({ openId, scopes, redirectUri, challenge });
	const session = encodeURIComponent(`${openId}|${scopes.join(',')}`);
	void reply.header('set-cookie', `${SESSION_COOKIE}=${session}; Path=/; HttpOnly`);
	return redirect(reply, redirectUri, {
		code,
		scopes: scopes.join(','),
		state: asked.stateParameter,
	});
}

function redirectWithDenial(reply: FastifyReply, asked: AuthorizeRequest): FastifyReply {
	return redirect(reply, asked.redirectUri, {
		error: 'access_denied',
		error_description: 'User cancelled the authorization.',
		state: asked.stateParameter,
	});
}

/** Percent-encodes everything, as `*` and `!` in a code must arrive encoded. */
function redirect(
	reply: FastifyReply,
	uri: string,
	parameters: Record<string, string>,
): FastifyReply {
	const query = Object.entries(parameters).map(
		([name, value]) => `${name}=${encodeURIComponent(value).replace(/[!*]/g, escapeCharacter)}`,
	);
	const FOUND = 302;
	return reply.redirect(`${uri}?${query.join('&')}`, FOUND);
}

function escapeCharacter(character: string): string {
	const HEX = 16;
	return `%${character.charCodeAt(0).toString(HEX).toUpperCase()}`;
}
