import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';
import { TikTokCredentialError } from '../../../credentials/oauth/credentialError';
import { recordHookRun } from '../../../credentials/oauth/hookActivity';
import { useVirtualTime } from '../../support/node/virtualTime';
import { sendRenewing } from '../../support/tested/n8n';

const NODE: INode = {
	id: '1',
	name: 'TikTok Post',
	type: 'n8n-nodes-tiktok-post.tikTokPost',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** A running node, or a drop-down; n8n's store holds these access tokens, one after the other. */
function makeCaller(tokens: string[], isRunning = true): Parameters<typeof sendRenewing>[0] {
	const left = [...tokens];
	return {
		...(isRunning && { getInputData: () => [] }),
		getCredentials: async () => {
			const token = left.length > 1 ? left.shift() : left[0];
			if (token === undefined) throw new Error('No credential');
			return { oauthTokenData: { access_token: token } };
		},
	} as never;
}

/** As n8n's OAuth2 client tells of a refusal by HTTP 400, and n8n wraps it. */
function refusal(error: string): NodeApiError {
	const inner = Object.assign(new Error(error), { code: 'EAUTH', body: { error } });
	return new NodeApiError(NODE, inner as unknown as JsonObject);
}

/** The same from n8n-workflow before 2.34, which drops the cause and keeps code and text. */
function oldRefusal(text: string): Error {
	return Object.assign(new Error(text), { httpCode: 'EAUTH', description: undefined });
}

const N8N_INVALID_GRANT =
	'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';

async function codeOf(renewal: Promise<unknown>): Promise<string> {
	const error: unknown = await renewal.catch((reason: unknown) => reason);
	if (!(error instanceof TikTokCredentialError)) throw error;
	return error.credentialFailure.code;
}

beforeEach(() => useVirtualTime({ now: () => 0, advance: () => {} }));

const ANSWER = { statusCode: 200, body: '', headers: {} };

// First, because whether n8n has called the hook is remembered for the life of the process.
describe('an n8n that has not called the hook by the time of a refresh', () => {
	it.each([
		refusal('invalid_request'),
		refusal('invalid_grant'),
		oldRefusal('The client is not authorized'),
		new Error('The credential "TikTok" needs to be reconnected.'),
		new Error('anything at all'),
	])('is too old, whatever it says: %s', async (thrown) => {
		const send = async () => await Promise.reject(thrown);
		for (const isRunning of [true, false]) {
			const caller = makeCaller(['act.1'], isRunning);
			expect(await codeOf(sendRenewing(caller, send))).toBe('n8n_too_old');
		}
	});
});

describe('a refresh that failed', () => {
	beforeAll(recordHookRun);

	it('is repeated once where the stored token is another one a moment later', async () => {
		const send = jest
			.fn()
			.mockRejectedValueOnce(refusal('invalid_grant'))
			.mockResolvedValue(ANSWER);
		await expect(sendRenewing(makeCaller(['act.1', 'act.2']), send)).resolves.toBe(ANSWER);
		expect(send).toHaveBeenCalledTimes(2);
	});

	it('is repeated also where an older n8n left only its own sentence for invalid_grant', async () => {
		const send = jest.fn().mockRejectedValueOnce(oldRefusal(N8N_INVALID_GRANT));
		send.mockResolvedValue(ANSWER);
		await expect(sendRenewing(makeCaller(['act.1', 'act.2']), send)).resolves.toBe(ANSWER);
		expect(send).toHaveBeenCalledTimes(2);
	});

	it.each([
		[N8N_INVALID_GRANT, 'reconnect_needed'],
		['Client authentication failed (e.g., unknown client, no client …).', 'wrong_app_keys'],
		[
			'The authorization server encountered an unexpected condition that …',
			'temporarily_unavailable',
		],
		['The authorization server is currently unable to handle the …', 'temporarily_unavailable'],
	])('is known by the sentence of an older n8n: %s', async (text, code) => {
		const send = async () => await Promise.reject(oldRefusal(text));
		expect(await codeOf(sendRenewing(makeCaller(['act.1']), send))).toBe(code);
	});

	it('is not repeated twice', async () => {
		const send = jest.fn().mockRejectedValue(refusal('invalid_grant'));
		const caller = makeCaller(['act.1', 'act.2', 'act.3']);
		await expect(sendRenewing(caller, send)).rejects.toThrow();
		expect(send).toHaveBeenCalledTimes(2);
	});

	it.each([
		['invalid_grant', ['act.1'], 'reconnect_needed'],
		['invalid_client', ['act.1', 'act.2'], 'wrong_app_keys'],
		['server_error', ['act.1', 'act.2'], 'temporarily_unavailable'],
	])('is told after one try: %s, stored %j', async (error, tokens, code) => {
		const send = jest.fn().mockRejectedValue(refusal(error));
		expect(await codeOf(sendRenewing(makeCaller(tokens), send))).toBe(code);
		expect(send).toHaveBeenCalledTimes(1);
	});

	it.each([
		refusal('unauthorized_client'),
		refusal('unsupported_grant_type'),
		refusal('invalid_client'),
		refusal('invalid_grant'),
		oldRefusal('The client is not authorized'),
		new Error('The credential "TikTok" needs to be reconnected.'),
	])('tells in a drop-down to run the workflow once: %s', async (thrown) => {
		const send = async () => await Promise.reject(thrown);
		expect(await codeOf(sendRenewing(makeCaller(['act.1'], false), send))).toBe(
			'editor_cannot_renew',
		);
	});

	it('is what it is where it is not about the credential', async () => {
		const thrown = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		const send = async () => await Promise.reject(thrown);
		await expect(sendRenewing(makeCaller(['act.1']), send)).rejects.toBe(thrown);
		await expect(sendRenewing(makeCaller([]), send)).rejects.toBe(thrown);
	});
});
