import type { MiniN8n } from './support/miniN8n';
import { ACCOUNTS, catchProblem, CREATOR_INFO, openStage, type Stage } from './support/stage';

const [ACCOUNT, OTHER_ACCOUNT] = ACCOUNTS;

let stage: Stage;
let n8n: MiniN8n;

beforeAll(async () => {
	stage = await openStage();
});

afterAll(async () => await stage.close());

beforeEach(() => {
	n8n = stage.prepare();
});

/** The saved tokens are the last ones that TikTok issued to this account. */
function expectSaved(account: string): void {
	expect(n8n.saved.oauthTokenData).toMatchObject({ ...stage.simulator.tokens.lastIssued(account) });
	expect(n8n.saved.oauthTokenData).not.toHaveProperty('error');
}

function tokenRequests() {
	return stage.simulator.tokens.requests.map(({ grantType, accepted }) => ({
		grantType,
		accepted,
	}));
}

const REFRESHED = { grantType: 'refresh_token', accepted: true };
const REFUSED = { grantType: 'refresh_token', accepted: false };

async function connectAndExpire(): Promise<void> {
	expect(await n8n.connect(ACCOUNT)).toBe(true);
	stage.simulator.tokens.expireAccessTokens();
	stage.simulator.tokens.requests.length = 0;
}

describe.each([200, 400] as const)('with TikTok refusing by HTTP %d', (oauthErrorStatus) => {
	beforeEach(() => {
		stage.simulator.switches.oauthErrorStatus = oauthErrorStatus;
	});

	it('survives five expiries, each with one refresh that TikTok accepts', async () => {
		expect(await n8n.connect(ACCOUNT)).toBe(true);
		for (let round = 1; round <= 5; round++) {
			stage.simulator.tokens.expireAccessTokens();
			stage.simulator.tokens.requests.length = 0;
			expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
			expect(tokenRequests()).toEqual([REFRESHED]);
			expectSaved(ACCOUNT);
		}
		stage.simulator.expectClean();
	});

	it('sends no field in a refresh beyond the client_id that n8n adds', async () => {
		await connectAndExpire();
		await n8n.run(CREATOR_INFO);
		const [request] = stage.simulator.tokens.requests;
		expect(Object.keys(request?.extraFields ?? {})).toEqual(['client_id']);
	});

	it('refreshes once for six runs at the same time', async () => {
		await connectAndExpire();
		const answers = await Promise.all(Array.from({ length: 6 }, () => n8n.run(CREATOR_INFO)));
		expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(200));
		expect(tokenRequests()).toEqual([REFRESHED]);
		expectSaved(ACCOUNT);
	});

	it('refreshes from a drop-down, too', async () => {
		await connectAndExpire();
		expect((await n8n.loadOptions(CREATOR_INFO)).statusCode).toBe(200);
		expect(tokenRequests().at(-1)).toEqual(REFRESHED);
		expectSaved(ACCOUNT);
	});

	it('keeps good tokens through a refused connect, and takes the next good one', async () => {
		expect(await n8n.connect(ACCOUNT)).toBe(true);
		const { clientSecret } = stage.simulator.app;
		n8n.save({ clientSecret: 'wrong' });
		await n8n.connect(OTHER_ACCOUNT);
		expect(n8n.saved.oauthTokenData).toMatchObject({
			...stage.simulator.tokens.lastIssued(ACCOUNT),
		});
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);

		n8n.save({ clientSecret });
		expect(await n8n.connect(OTHER_ACCOUNT)).toBe(true);
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		stage.simulator.tokens.expireAccessTokens();
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(OTHER_ACCOUNT);
	});

	it('takes the new account’s tokens when another account is connected, expired or not', async () => {
		await connectAndExpire();
		expect(await n8n.connect(OTHER_ACCOUNT)).toBe(true);
		expectSaved(OTHER_ACCOUNT);
		expect(tokenRequests()).toEqual([{ grantType: 'authorization_code', accepted: true }]);
	});

	it('leaves the saved tokens alone and says “reconnect” when access was revoked', async () => {
		await connectAndExpire();
		const before = n8n.saved;
		stage.simulator.tokens.revoke(ACCOUNT);
		expect(await catchProblem(n8n.run(CREATOR_INFO))).toBe('reconnect_needed');
		expect(tokenRequests()).toEqual([REFUSED]);
		expect(n8n.saved).toEqual(before);
	});

	it('leaves the saved tokens alone and says “check the keys” when the secret is wrong', async () => {
		await connectAndExpire();
		n8n.save({ clientSecret: 'wrong' });
		expect(await catchProblem(n8n.run(CREATOR_INFO))).toBe('wrong_app_keys');
		n8n.save({ clientSecret: stage.simulator.app.clientSecret });
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(ACCOUNT);
	});

	it.each(['status', 'html', 'reset-before'] as const)(
		'leaves the saved tokens alone when the token endpoint fails (%s)',
		async (fault) => {
			await connectAndExpire();
			const status = fault === 'status' ? 503 : undefined;
			stage.simulator.faults.add({ on: { endpoint: 'token' }, do: fault, status });
			expect(await catchProblem(n8n.run(CREATOR_INFO))).toMatch(/unreachable|unavailable/);
			expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
			expectSaved(ACCOUNT);
		},
	);

	it('keeps a refresh token that TikTok does not rotate', async () => {
		stage.simulator.switches.refreshMode = 'same';
		await connectAndExpire();
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(ACCOUNT);
	});

	it('spends no refresh on a scope that was not granted', async () => {
		expect(await n8n.connect(ACCOUNT, ['user.info.basic'])).toBe(true);
		stage.simulator.tokens.requests.length = 0;
		const answer = await n8n.run(CREATOR_INFO);
		expect(answer.body.error?.code).toBe('scope_not_authorized');
		expect(tokenRequests()).toEqual([]);
	});
});

describe('a connect that n8n calls successful although TikTok refused it', () => {
	it('is explained at the first use', async () => {
		n8n.save({ clientSecret: 'wrong' });
		expect(await n8n.connect(ACCOUNT)).toBe(true);
		expect(await catchProblem(n8n.run(CREATOR_INFO))).toBe('connect_refused');
		expect(await catchProblem(n8n.loadOptions(CREATOR_INFO))).toBe('connect_refused');
	});

	it('is forgotten after a good one', async () => {
		n8n.save({ clientSecret: 'wrong' });
		await n8n.connect(ACCOUNT);
		n8n.save({ clientSecret: stage.simulator.app.clientSecret });
		expect(await n8n.connect(ACCOUNT)).toBe(true);
		stage.simulator.tokens.expireAccessTokens();
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(ACCOUNT);
	});
});

describe('keys that were pasted with something around them', () => {
	const PADDINGS = ['\n', ' ', '\t', '\u200b', '\ufeff', '\u00a0', '\r\n'];

	it.each(PADDINGS)('connects with %j around the client key', async (padding) => {
		const { clientKey } = stage.simulator.app;
		n8n.save({ clientId: `${padding}${clientKey}${padding}` });
		await n8n.connect(ACCOUNT);
		stage.simulator.tokens.expireAccessTokens();
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(ACCOUNT);
		stage.simulator.expectClean();
	});

	it.each(PADDINGS)('names %j at an end of the client secret, which n8n sends', async (padding) => {
		const { clientSecret } = stage.simulator.app;
		for (const padded of [`${padding}${clientSecret}`, `${clientSecret}${padding}`]) {
			n8n.save({ clientSecret: padded, oauthTokenData: {} });
			await n8n.connect(ACCOUNT);
			await expect(n8n.run(CREATOR_INFO)).rejects.toMatchObject({
				message: 'TikTok refused to connect this credential',
				description: expect.stringMatching(
					/invalid_client.*stored Client Secret begins or ends with a blank, a line break/,
				),
			});
		}
	});

	it('asks to copy a secret again that is wrong in another way', async () => {
		n8n.save({ clientSecret: 'wrong one' });
		await n8n.connect(ACCOUNT);
		await expect(n8n.run(CREATOR_INFO)).rejects.toMatchObject({
			description: expect.stringMatching(/Copy Client Key and Client Secret again/),
		});
	});
});

describe('a credential that was never connected', () => {
	it('says so', async () => {
		expect(await catchProblem(n8n.run(CREATOR_INFO))).toBe('not_connected');
	});
});

describe('where n8n’s refresh does not do what the credential prepared', () => {
	it('saves the account when TikTok minds the fields that n8n adds', async () => {
		await connectAndExpire();
		stage.simulator.switches.tokenExtraFields = 'refuse';
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expect(tokenRequests()).toEqual([REFUSED, REFRESHED]);
		expectSaved(ACCOUNT);
	});

	it.each(['run', 'loadOptions'] as const)(
		'saves the account when n8n insists on its own refresh (%s)',
		async (kind) => {
			await connectAndExpire();
			n8n.ignoresGrantType = true;
			expect((await n8n[kind](CREATOR_INFO)).statusCode).toBe(200);
			expect(tokenRequests()).toEqual([REFUSED, REFRESHED]);
			expectSaved(ACCOUNT);
		},
	);

	it('loses nothing when that refusal comes as HTTP 400, which n8n does not pass on', async () => {
		await connectAndExpire();
		stage.simulator.switches.oauthErrorStatus = 400;
		n8n.ignoresGrantType = true;
		const before = n8n.saved;
		expect(await catchProblem(n8n.run(CREATOR_INFO))).toBe('refused');
		expect(n8n.saved).toEqual(before);
		n8n.ignoresGrantType = false;
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(ACCOUNT);
	});
});

describe('a desktop app', () => {
	it('connects with TikTok’s PKCE and refreshes without it', async () => {
		n8n = stage.prepareDesktop();
		expect(await n8n.connect(ACCOUNT)).toBe(true);
		stage.simulator.tokens.expireAccessTokens();
		expect((await n8n.run(CREATOR_INFO)).statusCode).toBe(200);
		expectSaved(ACCOUNT);
		stage.simulator.expectClean();
	});
});
