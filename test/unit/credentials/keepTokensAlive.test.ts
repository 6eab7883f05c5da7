import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { TikTokCredentialError } from '../../../credentials/oauth/credentialError';
import { keepTokensAlive } from '../../../credentials/oauth/keepTokensAlive';

const OLD = {
	access_token: 'act.old',
	refresh_token: 'rft.old',
	open_id: 'o1',
	scope: 'video.publish',
};
const NEW = {
	access_token: 'act.new',
	refresh_token: 'rft.new',
	open_id: 'o1',
	scope: 'video.publish',
	expires_in: 7200,
	refresh_expires_in: 15_552_000,
	token_type: 'Bearer',
};
const REFUSED = { error: 'invalid_request', error_description: 'Parameter missing.', log_id: 'L1' };
const WHOLE_REFRESH = JSON.stringify({ client_key: 'key', grant_type: 'refresh_token' });
const ONLY_KEY = JSON.stringify({ client_key: 'key' });

/** A credential as n8n decrypts it for one request. */
function decrypt(
	oauthTokenData: unknown,
	additionalBodyProperties: unknown = WHOLE_REFRESH,
): ICredentialDataDecryptedObject {
	return {
		grantType: 'authorizationCode',
		clientId: 'key',
		clientSecret: 'secret&=',
		additionalBodyProperties,
		oauthTokenData,
	} as ICredentialDataDecryptedObject;
}

/** TikTok, as far as the hook's own refresh reaches it. */
class FakeTikTok {
	readonly requests: IHttpRequestOptions[] = [];

	constructor(private readonly answer: { statusCode: number; body: string } | Error) {}

	static answering(body: unknown, statusCode = 200): FakeTikTok {
		return new FakeTikTok({
			statusCode,
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
	}

	helpers = {
		httpRequest: async (options: IHttpRequestOptions): Promise<unknown> => {
			this.requests.push(options);
			if (this.answer instanceof Error) throw this.answer;
			return this.answer;
		},
	};
}

const SILENT = new FakeTikTok(new Error('TikTok must not be asked'));

/** What n8n does around the hook: the first call, its own refresh, the second call. */
async function runN8nRefresh(
	credentials: ICredentialDataDecryptedObject,
	tikTok: FakeTikTok,
	answerToN8n: IDataObject,
	merges = true,
): Promise<IDataObject> {
	const handedOut = Object.assign(credentials, await keepTokensAlive(SILENT.helpers, credentials))
		.oauthTokenData as IDataObject;
	credentials.oauthTokenData = (
		merges ? { ...handedOut, ...answerToN8n } : { ...answerToN8n }
	) as never;
	const result = await keepTokensAlive(tikTok.helpers, credentials);
	Object.assign(credentials, result);
	return result.oauthTokenData as IDataObject;
}

async function catchFailure(promise: Promise<unknown>): Promise<TikTokCredentialError> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(TikTokCredentialError);
	return error as TikTokCredentialError;
}

describe('before a request is signed', () => {
	it('never talks to TikTok and hands out the stored tokens', async () => {
		const result = await keepTokensAlive(SILENT.helpers, decrypt(OLD));
		expect(result.oauthTokenData).toEqual(OLD);
		expect(SILENT.requests).toHaveLength(0);
	});

	it('makes n8n send the additional body properties in its refresh', async () => {
		const result = await keepTokensAlive(SILENT.helpers, decrypt(OLD));
		expect(result.grantType).toBe('clientCredentials');
	});

	it('leaves n8n’s own refresh alone where there is no refresh token', async () => {
		const result = await keepTokensAlive(SILENT.helpers, decrypt({ access_token: 'act.old' }));
		expect(result).not.toHaveProperty('grantType');
	});

	it('drops what a refused connect left beside good tokens, without refreshing', async () => {
		const stored = { ...OLD, ...REFUSED, logid: 'L2' };
		const result = await keepTokensAlive(SILENT.helpers, decrypt(stored));
		expect(result.oauthTokenData).toEqual(OLD);
	});

	it('leaves the decrypted data as it was', async () => {
		const stored = Object.freeze({ ...OLD, ...REFUSED, expires_in: 7200 });
		const credentials = decrypt(stored);
		await keepTokensAlive(SILENT.helpers, credentials);
		expect(credentials.oauthTokenData).toBe(stored);
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['an empty object', {}],
		['text', 'act.old'],
		['a list', ['act.old']],
		['an empty access token', { access_token: '', refresh_token: 'rft.old' }],
		['an access token that is not text', { access_token: 7 }],
	])('says “not connected” for %s', async (_name, stored) => {
		const error = await catchFailure(keepTokensAlive(SILENT.helpers, decrypt(stored)));
		expect(error.credentialFailure.code).toBe('not_connected');
		expect(error.description).toContain('Connect');
	});

	it('turns a refused connect into TikTok’s reason and what to do', async () => {
		const refused = {
			error: 'invalid_client',
			error_description: 'Client secret is incorrect.',
			log_id: 'L3',
		};
		const error = await catchFailure(keepTokensAlive(SILENT.helpers, decrypt(refused)));
		expect(error.credentialFailure.code).toBe('connect_refused');
		expect(error.description).toContain('Connection successful');
		expect(error.description).toContain('invalid_client: Client secret is incorrect (log_id L3)');
		expect(error.description).toContain('Copy Client Key and Client Secret again');
	});

	it('stays the first call when one object serves several requests', async () => {
		const credentials = decrypt({ ...OLD, expires_in: 7200 });
		Object.assign(credentials, await keepTokensAlive(SILENT.helpers, credentials));
		const again = await keepTokensAlive(SILENT.helpers, credentials);
		expect(again.oauthTokenData).toEqual(OLD);
	});
});

describe.each([
	['merged into the old data (n8n ≥ 2.27)', true],
	['alone (n8n 2.20)', false],
])('after n8n’s refresh, its answer %s', (_name, merges) => {
	it('keeps the user’s new tokens without asking TikTok again', async () => {
		const saved = await runN8nRefresh(decrypt(OLD), SILENT, NEW, merges);
		expect(saved).toMatchObject(NEW);
		expect(SILENT.requests).toHaveLength(0);
	});

	it('keeps a new access token even if TikTok left everything else out', async () => {
		const saved = await runN8nRefresh(decrypt(OLD), SILENT, { access_token: 'act.new' }, merges);
		expect(saved).toEqual({ ...OLD, access_token: 'act.new' });
	});

	it('keeps an answer that confirms the same access token', async () => {
		const saved = await runN8nRefresh(
			decrypt({ ...OLD, expires_in: 7200 }),
			SILENT,
			{ ...OLD, expires_in: 100 },
			merges,
		);
		expect(saved).toMatchObject({ ...OLD, expires_in: 100 });
	});

	it.each([
		['a refusal sent as HTTP 200', REFUSED],
		['a wrong client', { error: 'invalid_client' }],
		['trouble', { error: 'server_error' }],
		['a token of the app instead of the user', { access_token: 'clt.1', expires_in: 7200 }],
		['nothing', {}],
		['an envelope of another API', { data: {}, message: 'error' }],
	])('refreshes once itself after %s', async (_kind, answerToN8n) => {
		const tikTok = FakeTikTok.answering(NEW);
		const saved = await runN8nRefresh(decrypt(OLD), tikTok, answerToN8n, merges);
		expect(saved).toMatchObject(NEW);
		expect(saved).not.toHaveProperty('error');
		expect(tikTok.requests).toHaveLength(1);
	});

	it('refreshes once itself when n8n’s incomplete request was refused as invalid_grant', async () => {
		const tikTok = FakeTikTok.answering(NEW);
		const credentials = decrypt(OLD, ONLY_KEY);
		const saved = await runN8nRefresh(credentials, tikTok, { error: 'invalid_grant' }, merges);
		expect(saved).toMatchObject(NEW);
	});

	it('does not repeat a complete refresh that TikTok refused as invalid_grant', async () => {
		const refresh = runN8nRefresh(decrypt(OLD), SILENT, { error: 'invalid_grant' }, merges);
		const error = await catchFailure(refresh);
		expect(error.credentialFailure.code).toBe('reconnect_needed');
	});
});

describe('the hook’s own refresh', () => {
	const broken = { error: 'invalid_request' };

	it('sends TikTok’s documented form and nothing else', async () => {
		const tikTok = FakeTikTok.answering(NEW);
		await runN8nRefresh(decrypt(OLD), tikTok, broken);
		const [request] = tikTok.requests;
		expect(request).toMatchObject({
			method: 'POST',
			url: 'https://open.tiktokapis.com/v2/oauth/token/',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			disableFollowRedirect: true,
		});
		expect(String(request?.body)).toBe(
			'client_key=key&client_secret=secret%26%3D&grant_type=refresh_token&refresh_token=rft.old',
		);
	});

	it('ends before n8n’s refresh lock gives up waiting (10 s)', async () => {
		const tikTok = FakeTikTok.answering(NEW);
		await runN8nRefresh(decrypt(OLD), tikTok, broken);
		expect(tikTok.requests[0]?.timeout).toBeLessThan(10_000);
	});

	it('notes the end of the access token from the life that TikTok gave', async () => {
		const before = Date.now();
		const stored = { ...OLD, n8n_expires_at: '5' };
		const saved = await runN8nRefresh(
			decrypt(stored),
			FakeTikTok.answering({ ...NEW, expires_in: 60 }),
			broken,
		);
		const end = Number(saved.n8n_expires_at);
		expect(end).toBeGreaterThanOrEqual(before + 60_000);
		expect(end).toBeLessThanOrEqual(Date.now() + 60_000);
	});

	it.each([undefined, 0, -1, 'soon'])(
		'assumes no life when TikTok gives %p',
		async (expires_in) => {
			const stored = { ...OLD, expires_in: 7200, n8n_expires_at: '5' };
			const saved = await runN8nRefresh(
				decrypt(stored),
				FakeTikTok.answering({ ...NEW, expires_in }),
				broken,
			);
			expect(saved).not.toHaveProperty('n8n_expires_at');
		},
	);

	it.each([
		[
			'wrong secret, 200',
			{ error: 'invalid_client', error_description: 'x' },
			200,
			'wrong_app_keys',
		],
		['wrong secret, 400', { error: 'invalid_client' }, 400, 'wrong_app_keys'],
		['revoked', { error: 'invalid_grant' }, 200, 'reconnect_needed'],
		['trouble', { error: 'temporarily_unavailable' }, 200, 'temporarily_unavailable'],
		['unknown refusal', { error: 'brand_new_error' }, 400, 'refused'],
		['HTML', '<html>502</html>', 502, 'temporarily_unavailable'],
		['nothing', '', 200, 'temporarily_unavailable'],
		['a list', [], 200, 'temporarily_unavailable'],
		['null', null, 200, 'temporarily_unavailable'],
		['no token', {}, 200, 'temporarily_unavailable'],
		['a client token', { access_token: 'clt.2' }, 200, 'temporarily_unavailable'],
	])('saves nothing after %s and says why', async (_name, body, status, code) => {
		const tikTok = FakeTikTok.answering(body, status);
		const error = await catchFailure(runN8nRefresh(decrypt(OLD), tikTok, broken));
		expect(error.credentialFailure.code).toBe(code);
		expect(tikTok.requests).toHaveLength(1);
	});

	it.each([
		['Domain not allowed: This credential is restricted from …', 'domain_not_allowed'],
		['No allowed domains specified. Configure …', 'domain_not_allowed'],
		['connect ECONNREFUSED 127.0.0.1:443', 'unreachable'],
	])('explains “%s” and keeps the request out of the error', async (message, code) => {
		const cause = Object.assign(new Error(message), { config: { data: 'client_secret=secret' } });
		const refresh = runN8nRefresh(decrypt(OLD), new FakeTikTok(cause), broken);
		const error = await catchFailure(refresh);
		expect(error.credentialFailure.code).toBe(code);
		expect(error.cause).toBeUndefined();
		expect(JSON.stringify({ ...error, message: error.message })).not.toContain('secret=');
	});

	it('explains whatever else n8n’s HTTP helper throws', async () => {
		const helpers = { httpRequest: () => Promise.reject('socket hang up') };
		const credentials = decrypt(OLD);
		Object.assign(credentials, await keepTokensAlive(helpers as never, credentials));
		credentials.oauthTokenData = { ...OLD, ...broken };
		const error = await catchFailure(keepTokensAlive(helpers as never, credentials));
		expect(error.credentialFailure.code).toBe('unreachable');
	});

	it('asks to reconnect when there is nothing to refresh with', async () => {
		const stored = { access_token: 'act.old' };
		const error = await catchFailure(runN8nRefresh(decrypt(stored), SILENT, broken));
		expect(error.credentialFailure.code).toBe('reconnect_needed');
	});

	it.each([null, 'not JSON', 7, '[]'])(
		'still refreshes when n8n’s additional body properties are %p',
		async (properties) => {
			const tikTok = FakeTikTok.answering(NEW);
			const credentials = decrypt(OLD, properties);
			const saved = await runN8nRefresh(credentials, tikTok, { error: 'invalid_grant' });
			expect(saved).toMatchObject(NEW);
		},
	);

	it('does not take a later request with the same object for a second refresh', async () => {
		const credentials = decrypt(OLD);
		await catchFailure(
			runN8nRefresh(credentials, FakeTikTok.answering({ error: 'server_error' }), broken),
		);
		const next = await keepTokensAlive(SILENT.helpers, credentials);
		expect(next.oauthTokenData).toEqual(OLD);
	});
});
