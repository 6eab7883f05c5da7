import type { Switches } from '../simulator';
import { jsonOf, type Answer } from './support/client';
import {
	callToken,
	CHALLENGE,
	decide,
	obtainCode,
	REDIRECT_URI,
	rfc7636Challenge,
	VERIFIER,
	type TokenCall,
} from './support/oauth';
import { useWorld } from './support/useWorld';
import type { World } from './support/world';

const world = useWorld();
const OPEN_ID = 'sim-open-id-0001';
const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };

interface Row {
	title: string;
	switches?: Partial<Switches>;
	/** Makes the call; `code` and `refresh_token` are fresh and good. */
	call: (world: World) => Promise<TokenCall> | TokenCall;
	/** TikTok's `error`; default: tokens. */
	error?: string;
	description?: string;
	violations?: string[];
	extraFields?: Record<string, string>;
}

async function exchange(
	w: World,
	fields: TokenCall['fields'] = {},
	query = {},
): Promise<TokenCall> {
	const code = await obtainCode(w, query);
	return {
		fields: { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...fields },
	};
}

function refresh(w: World, fields: TokenCall['fields'] = {}): TokenCall {
	const { refresh_token } = w.token;
	return { fields: { grant_type: 'refresh_token', refresh_token, ...fields } };
}

const BAD_REFRESH = {
	error: 'invalid_grant',
	description: 'Refresh token is invalid or expired.',
};
const BAD_VERIFIER = {
	error: 'invalid_request',
	description: 'Code verifier or code challenge is invalid.',
};

const ROWS: Row[] = [
	{ title: 'code exchange', call: (w) => exchange(w) },
	{ title: 'refresh', call: (w) => refresh(w) },
	{ title: 'client credentials', call: () => ({ fields: { grant_type: 'client_credentials' } }) },
	{
		title: 'no client_key',
		call: (w) => refresh(w, { client_key: undefined }),
		error: 'invalid_request',
	},
	{
		title: 'client_id instead of client_key, as n8n refreshes',
		call: (w) => refresh(w, { client_key: undefined, client_id: 'simkey0123456789' }),
		error: 'invalid_request',
		extraFields: { client_id: 'simkey0123456789' },
	},
	{
		title: 'a wrong client_key',
		call: (w) => refresh(w, { client_key: 'x' }),
		error: 'invalid_client',
	},
	{
		title: 'a wrong client_secret',
		call: (w) => exchange(w, { client_secret: 'x' }),
		error: 'invalid_client',
	},
	{
		title: 'no client_secret',
		call: (w) => refresh(w, { client_secret: undefined }),
		error: 'invalid_request',
	},
	{
		title: 'an unknown grant_type',
		call: () => ({ fields: { grant_type: 'password' } }),
		error: 'unsupported_grant_type',
	},
	{ title: 'no grant_type', call: () => ({}), error: 'unsupported_grant_type' },
	{
		title: 'a code nobody issued',
		call: (w) => exchange(w, { code: 'x' }),
		error: 'invalid_grant',
	},
	{
		title: 'a code that was used before',
		call: async (w) => {
			const call = await exchange(w);
			await callToken(w, call);
			return call;
		},
		error: 'invalid_grant',
	},
	{
		title: 'a code that is too old',
		call: async (w) => {
			const call = await exchange(w);
			w.simulator.clock.advance(600_000);
			return call;
		},
		error: 'invalid_grant',
	},
	{
		title: 'a code that was not URL-decoded',
		call: async (w) => {
			const { fields } = await exchange(w);
			return {
				fields: { ...fields, code: encodeURIComponent(fields?.code ?? '').replace('*', '%2A') },
			};
		},
		error: 'invalid_grant',
	},
	{
		title: 'another redirect_uri',
		call: (w) => exchange(w, { redirect_uri: 'https://n8n.example/' }),
		error: 'invalid_request',
	},
	{
		title: 'no redirect_uri',
		call: (w) => exchange(w, { redirect_uri: undefined }),
		error: 'invalid_request',
	},
	{
		title: 'D5: the verifier of the challenge',
		call: (w) => exchange(w, { code_verifier: VERIFIER }, PKCE),
	},
	{ title: 'D5: no verifier for a challenge', call: (w) => exchange(w, {}, PKCE), ...BAD_VERIFIER },
	{
		title: 'D5: a verifier without a challenge',
		call: (w) => exchange(w, { code_verifier: VERIFIER }),
		...BAD_VERIFIER,
	},
	{
		title: 'D5: another verifier',
		call: (w) => exchange(w, { code_verifier: `${VERIFIER}x` }, PKCE),
		...BAD_VERIFIER,
	},
	{
		title: 'D5: a verifier that is too short',
		call: (w) => exchange(w, { code_verifier: 'short' }, PKCE),
		...BAD_VERIFIER,
	},
	{
		title: 'D5: any verifier while PKCE is off',
		switches: { pkce: 'off' },
		call: (w) =>
			exchange(w, { code_verifier: 'x' }, { code_challenge: rfc7636Challenge(VERIFIER) }),
	},
	{
		title: 'a refresh token nobody issued',
		call: (w) => refresh(w, { refresh_token: 'rft.x' }),
		...BAD_REFRESH,
	},
	{
		title: 'an access token as refresh token',
		call: (w) => refresh(w, { refresh_token: w.token.access_token }),
		...BAD_REFRESH,
	},
	{
		title: 'a refresh token that was rotated away',
		call: async (w) => {
			await callToken(w, refresh(w));
			return refresh(w);
		},
		...BAD_REFRESH,
		violations: ['token-refresh-reused'],
	},
	{
		title: 'a rotated refresh token whose successor was lost: refused, but nobody is to blame',
		call: async (w) => {
			w.simulator.faults.add({ on: { endpoint: 'token' }, do: 'reset-after' });
			await callToken(w, refresh(w));
			return refresh(w);
		},
		...BAD_REFRESH,
	},
	{
		title: 'D2: a rotated refresh token within its grace, by switch',
		switches: { refreshGrace: 30 },
		call: async (w) => {
			await callToken(w, refresh(w));
			w.simulator.clock.advance(29_999);
			return refresh(w);
		},
	},
	{
		title: 'D2: a rotated refresh token after its grace',
		switches: { refreshGrace: 30 },
		call: async (w) => {
			await callToken(w, refresh(w));
			w.simulator.clock.advance(30_000);
			return refresh(w);
		},
		...BAD_REFRESH,
		violations: ['token-refresh-reused'],
	},
	{
		title: 'D2: a refresh token that is kept, by switch',
		switches: { refreshMode: 'same' },
		call: async (w) => {
			await callToken(w, refresh(w));
			return refresh(w);
		},
	},
	{
		title: 'D2: every refresh refused, by switch',
		switches: { refreshMode: 'refuse' },
		call: (w) => refresh(w),
		...BAD_REFRESH,
	},
	{
		title: 'a refresh token after 180 days',
		call: (w) => {
			w.simulator.clock.advance(15_552_000_000);
			return refresh(w);
		},
		...BAD_REFRESH,
	},
	{
		title: 'D1: a rotation does not restart the 180 days',
		call: async (w) => {
			w.simulator.clock.advance(15_551_999_000);
			await callToken(w, refresh(w));
			w.token = w.simulator.tokens.lastIssued(OPEN_ID) ?? w.token;
			w.simulator.clock.advance(1000);
			return refresh(w);
		},
		...BAD_REFRESH,
	},
	{
		title: 'D1: a rotation restarts the 180 days by switch',
		switches: { refreshSliding: true },
		call: async (w) => {
			w.simulator.clock.advance(15_551_999_000);
			await callToken(w, refresh(w));
			w.token = w.simulator.tokens.lastIssued(OPEN_ID) ?? w.token;
			w.simulator.clock.advance(1000);
			return refresh(w);
		},
	},
	{
		title: 'a revoked account',
		call: (w) => {
			w.simulator.tokens.revoke(OPEN_ID);
			return refresh(w);
		},
		...BAD_REFRESH,
	},
	{
		title: 'JSON instead of a form',
		call: (w) => ({
			body: JSON.stringify(refresh(w).fields),
			headers: { 'Content-Type': 'application/json' },
		}),
		error: 'invalid_request',
		violations: ['token-content-type'],
	},
	{
		title: 'D4: client_key in the query is not read, and recorded',
		call: (w) => ({
			...refresh(w, { client_key: undefined }),
			query: '?client_key=simkey0123456789',
		}),
		error: 'invalid_request',
		violations: ['token-query'],
	},
	{
		title: 'D4: client_key in the query is read by switch',
		switches: { acceptQuery: true },
		call: (w) => ({
			...refresh(w, { client_key: undefined }),
			query: '?client_key=simkey0123456789',
		}),
	},
	{
		title: 'a field sent twice',
		call: (w) => ({ body: `${formOf(w)}&grant_type=refresh_token` }),
		error: 'invalid_request',
		violations: ['token-duplicate-field'],
	},
	{
		title: 'a token of the app itself is refused by switch',
		switches: { clientCredentials: 'refuse' },
		call: () => ({ fields: { grant_type: 'client_credentials' } }),
		error: 'unauthorized_client',
	},
	{
		title: "n8n's extra client_id and scope are ignored and logged",
		call: (w) => refresh(w, { client_id: 'simkey0123456789', scope: 'user.info.basic' }),
		extraFields: { client_id: 'simkey0123456789', scope: 'user.info.basic' },
	},
	{
		title: 'extra fields are refused by switch',
		switches: { tokenExtraFields: 'refuse' },
		call: (w) => refresh(w, { client_id: 'simkey0123456789' }),
		error: 'invalid_request',
		extraFields: { client_id: 'simkey0123456789' },
	},
	{
		title: 'any other extra field is recorded',
		call: (w) => refresh(w, { audience: 'x' }),
		violations: ['token-unknown-field'],
		extraFields: { audience: 'x' },
	},
];

function formOf(w: World): string {
	const { clientKey, clientSecret } = w.simulator.app;
	return new URLSearchParams({
		client_key: clientKey,
		client_secret: clientSecret,
		grant_type: 'refresh_token',
		refresh_token: w.token.refresh_token,
	}).toString();
}

describe('POST /v2/oauth/token/', () => {
	test.each(ROWS.map((row) => [row.title, row] as const))('%s', async (_title, row) => {
		const { simulator } = world();
		Object.assign(simulator.switches, row.switches);
		const answer = await callToken(world(), await row.call(world()));
		expect(answer.status).toBe(200);
		if (row.error === undefined) expectTokens(answer);
		else expect(jsonOf(answer)).toMatchObject(refusal(row));
		expect(world().violatedRules()).toEqual(row.violations ?? []);
		const log = simulator.tokens.requests.at(-1);
		expect(log).toMatchObject({ accepted: row.error === undefined, status: 200 });
		expect(log?.error).toBe(row.error);
		expect(log?.extraFields).toEqual(row.extraFields ?? {});
	});

	test.each(ROWS.filter((row) => row.error).map((row) => [row.title, row] as const))(
		'D3, status 400: %s',
		async (_title, row) => {
			Object.assign(world().simulator.switches, row.switches, { oauthErrorStatus: 400 });
			const answer = await callToken(world(), await row.call(world()));
			expect(answer.status).toBe(400);
			expect(jsonOf(answer)).toMatchObject(refusal(row));
		},
	);

	test('the answer has every documented field, flat', async () => {
		const body = jsonOf(await callToken(world(), await exchange(world())));
		expect(body).toEqual({
			access_token: expect.stringMatching(/^act\./) as unknown,
			expires_in: 7200,
			open_id: OPEN_ID,
			refresh_expires_in: 15_552_000,
			refresh_token: expect.stringMatching(/^rft\./) as unknown,
			scope: 'user.info.basic,video.publish',
			token_type: 'Bearer',
		});
		expect(world().simulator.tokens.lastIssued(OPEN_ID)).toEqual(body);
	});

	test('refresh_expires_in is what remains', async () => {
		world().simulator.clock.advance(86_400_000);
		const body = jsonOf(await callToken(world(), refresh(world())));
		expect(body).toMatchObject({ expires_in: 7200, refresh_expires_in: 15_552_000 - 86_400 });
	});

	test('D1: lifetimes by switch', async () => {
		Object.assign(world().simulator.switches, { accessTtl: 86_400, refreshTtl: 31_536_000 });
		const body = jsonOf(await callToken(world(), await exchange(world())));
		expect(body).toMatchObject({ expires_in: 86_400, refresh_expires_in: 31_536_000 });
	});

	test('D6: an error has the log id under its other name by switch', async () => {
		world().simulator.switches.logIdName = 'logid';
		const body = jsonOf(await callToken(world(), {}));
		expect(body.logid).toMatch(/^SIM\d+$/);
		expect(body.log_id).toBeUndefined();
	});

	test('after a refresh the new access token works and the old one until it expires', async () => {
		const old = world().token;
		await callToken(world(), refresh(world()));
		expect((await world().call('creatorInfo')).status).toBe(200);
		world().token = world().simulator.tokens.lastIssued(OPEN_ID) ?? old;
		expect(world().token.access_token).not.toBe(old.access_token);
		expect((await world().call('creatorInfo')).status).toBe(200);
	});

	test('the tokens belong to the account that consented', async () => {
		world().simulator.addCreator({ openId: 'sim-open-id-0002' });
		const { query } = await decide(world(), {
			decision: 'allow',
			open_id: 'sim-open-id-0002',
		});
		const call = await exchange(world(), { code: query.get('code') ?? '' });
		expect(jsonOf(await callToken(world(), call)).open_id).toBe('sim-open-id-0002');
	});
});

describe('POST /v2/oauth/revoke/', () => {
	const path = '/v2/oauth/revoke/';

	test('disconnects the app with an empty answer: both tokens die', async () => {
		const { token, simulator } = world();
		const answer = await callToken(world(), { path, fields: { token: token.access_token } });
		expect(answer).toMatchObject({ status: 200, text: '' });
		expect((await world().call('creatorInfo')).status).toBe(401);
		expect(jsonOf(await callToken(world(), refresh(world()))).error).toBe('invalid_grant');
		expect(simulator.tokens.requests[0]).toMatchObject({ grantType: 'revoke', accepted: true });
		simulator.expectClean();
	});

	test('posts in progress fail with auth_removed', async () => {
		await world().upload();
		await callToken(world(), { path, fields: { token: world().token.access_token } });
		expect(world().simulator.posts[0]).toMatchObject({
			status: 'FAILED',
			failReason: 'auth_removed',
		});
	});

	test.each([
		['an unknown token', { token: 'act.x' }, 'invalid_request'],
		['a wrong client secret', { token: 'act.x', client_secret: 'x' }, 'invalid_client'],
	])('%s', async (_title, fields, error) => {
		const answer = await callToken(world(), { path, fields });
		expect(jsonOf(answer).error).toBe(error);
	});
});

function refusal(row: Row): Record<string, unknown> {
	return {
		error: row.error,
		error_description: row.description ?? (expect.any(String) as unknown),
		log_id: expect.stringMatching(/^SIM\d+$/) as unknown,
	};
}

function expectTokens(answer: Answer): void {
	const body = jsonOf(answer);
	expect(body.error).toBeUndefined();
	expect(body.access_token).toMatch(/^(act|clt)\.SIM/);
}
