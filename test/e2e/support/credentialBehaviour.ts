import { executionError, type Execution } from '../../support/n8n';
import {
	ACCOUNTS,
	CredentialStage,
	textWorkflow,
	type ConnectedWorkflows,
	type Platform,
} from './credentialStage';
import { isAtLeast } from './isAtLeast';

const [ACCOUNT, OTHER_ACCOUNT] = ACCOUNTS;
const ROUNDS = 5;
const PARALLEL_RUNS = 6;
const START_TIMEOUT_MS = 300_000;
const TEST_TIMEOUT_MS = 120_000;
const ROUNDS_TIMEOUT_MS = 300_000;

const REFRESHED = { grantType: 'refresh_token', accepted: true };
const REFUSED = { grantType: 'refresh_token', accepted: false };
const CONNECTED = { grantType: 'authorization_code', accepted: true };

/** Anything that the simulator issues as a token, whole or cut. */
const TOKEN = /\b(?:act|rft|clt)\.SIM[0-9a-f]{6}/;

/**
 * What the credential does in a real n8n, whatever the platform of the app and however TikTok
 * sends its refusals. Registers its tests in the caller's file.
 */
export function describeCredential(platform: Platform, oauthErrorStatus: 200 | 400): void {
	let stage: CredentialStage;
	let workflows: ConnectedWorkflows;
	const usedWorkflows: string[] = [];

	beforeAll(async () => {
		stage = await CredentialStage.open(platform);
	}, START_TIMEOUT_MS);

	afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

	beforeEach(async () => {
		stage.reset(oauthErrorStatus);
		workflows = await stage.prepare();
		usedWorkflows.push(workflows.httpRequest, workflows.tikTokPost);
	});

	async function connect(openId: string = ACCOUNT, scopes?: string[]): Promise<string> {
		const result = await stage.n8n.rest.connect(workflows.credentialId, {
			decision: 'allow',
			openId,
			scopes,
		});
		expect(result.status).toBe(200);
		return result.page;
	}

	async function connectAndExpire(): Promise<void> {
		await connect();
		stage.simulator.tokens.expireAccessTokens();
		stage.takeTokenRequests();
	}

	async function run(workflowId: string): Promise<Execution> {
		return await stage.n8n.rest.runWorkflow(workflowId);
	}

	async function expectSuccess(workflowId: string): Promise<void> {
		const execution = await run(workflowId);
		expect(executionError(execution)?.message).toBeUndefined();
		expect(execution.status).toBe('success');
	}

	async function expectFailure(workflowId: string, message: RegExp): Promise<void> {
		const execution = await run(workflowId);
		const error = executionError(execution);
		expect(`${error?.message} ${error?.description}`).toMatch(message);
	}

	/** The tokens in the database are the last that the simulator issued to this account. */
	async function expectSaved(openId: string): Promise<void> {
		const saved = await stage.savedTokens(workflows.credentialId);
		const issued = stage.simulator.tokens.lastIssued(openId);
		expect(issued).toBeDefined();
		expect(saved).toMatchObject({ ...issued });
	}

	it(
		'connects through TikTok’s consent page and n8n’s callback',
		async () => {
			const page = await connect();
			expect(page).toContain('Connection successful');
			await expectSaved(ACCOUNT);
			await expectSuccess(workflows.httpRequest);
			expect(stage.takeTokenRequests()).toEqual([CONNECTED]);
			stage.simulator.expectClean();
		},
		TEST_TIMEOUT_MS,
	);

	it(
		`stays connected through ${ROUNDS} rounds of expiry, refresh, save and restart`,
		async () => {
			await connect();
			stage.takeTokenRequests();
			for (let round = 1; round <= ROUNDS; round++) {
				stage.simulator.tokens.expireAccessTokens();
				await expectSuccess(round % 2 === 0 ? workflows.tikTokPost : workflows.httpRequest);
				expect(stage.takeTokenRequests()).toEqual([REFRESHED]);
				await expectSaved(ACCOUNT);
				if (round < ROUNDS) await stage.n8n.restart();
			}
			stage.simulator.expectClean();
		},
		ROUNDS_TIMEOUT_MS,
	);

	it(
		`refreshes once for ${PARALLEL_RUNS} executions at the same time`,
		async () => {
			await connectAndExpire();
			const executions = await Promise.all(
				Array.from({ length: PARALLEL_RUNS }, async () => await run(workflows.tikTokPost)),
			);
			expect(executions.map(({ status }) => status)).toEqual(Array(PARALLEL_RUNS).fill('success'));
			expect(stage.takeTokenRequests()).toEqual([REFRESHED]);
			await expectSaved(ACCOUNT);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'refreshes from a drop-down and saves the user’s tokens',
		async () => {
			await connectAndExpire();
			expect(await stage.loadPrivacyLevels(workflows.credentialId)).not.toHaveLength(0);
			expect(stage.takeTokenRequests().at(-1)).toEqual(REFRESHED);
			await expectSaved(ACCOUNT);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'explains a refused connect, keeps what was good, and takes the next good connect',
		async () => {
			await stage.saveFields(workflows.credentialId, { clientSecret: 'wrong' });
			const page = await connect();
			expect(page).toContain(oauthErrorStatus === 200 ? 'Connection successful' : 'Error');
			const reason = oauthErrorStatus === 200 ? /invalid_client.*Client Secret/ : /not connected/;
			await expectFailure(workflows.tikTokPost, reason);
			await expectFailure(workflows.httpRequest, reason);

			await stage.saveFields(workflows.credentialId, {});
			await connect();
			stage.simulator.tokens.expireAccessTokens();
			await expectSuccess(workflows.tikTokPost);
			await expectSaved(ACCOUNT);

			await stage.saveFields(workflows.credentialId, { clientSecret: 'wrong' });
			await connect(OTHER_ACCOUNT);
			await expectSaved(ACCOUNT);
			await expectSuccess(workflows.tikTokPost);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'takes the tokens of another account that is connected instead',
		async () => {
			await connectAndExpire();
			await connect(OTHER_ACCOUNT);
			expect(stage.takeTokenRequests()).toEqual([CONNECTED]);
			await expectSaved(OTHER_ACCOUNT);
			stage.simulator.tokens.expireAccessTokens();
			await expectSuccess(workflows.tikTokPost);
			await expectSaved(OTHER_ACCOUNT);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'says “connect again” when the user removed the app, and keeps the data as it was',
		async () => {
			await connectAndExpire();
			const before = await stage.savedTokens(workflows.credentialId);
			stage.simulator.tokens.revoke(ACCOUNT);
			await expectFailure(workflows.tikTokPost, /[Cc]onnect the account again|Reconnect/);
			await expectFailure(workflows.httpRequest, /[Cc]onnect the account again|reconnect/);
			expect(stage.takeTokenRequests()).toEqual([REFUSED, REFUSED]);
			expect(await stage.savedTokens(workflows.credentialId)).toEqual(before);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'says which keys to check when the secret no longer fits, and recovers',
		async () => {
			await connectAndExpire();
			await stage.saveFields(workflows.credentialId, { clientSecret: 'wrong' });
			await expectFailure(workflows.tikTokPost, /Client Key and Client Secret.*developers/);
			await stage.saveFields(workflows.credentialId, {});
			await expectSuccess(workflows.tikTokPost);
			await expectSaved(ACCOUNT);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'names the scope that the account did not grant, without a token request',
		async () => {
			await connect(ACCOUNT, ['user.info.basic', 'video.upload']);
			stage.takeTokenRequests();
			await expectFailure(workflows.tikTokPost, /did not grant.*video\.publish/);
			expect(stage.takeTokenRequests()).toEqual([]);
		},
		TEST_TIMEOUT_MS,
	);

	if (oauthErrorStatus === 200) {
		it(
			'saves the account by a refresh of its own when TikTok refuses n8n’s',
			async () => {
				await connectAndExpire();
				stage.simulator.switches.tokenExtraFields = 'refuse';
				await expectSuccess(workflows.tikTokPost);
				expect(stage.takeTokenRequests()).toEqual([REFUSED, REFRESHED]);
				await expectSaved(ACCOUNT);
			},
			TEST_TIMEOUT_MS,
		);
	}

	it(
		'says what to change when the credential’s own domain list blocks TikTok',
		async () => {
			await connectAndExpire();
			const restrict = async (allowedDomains: string) =>
				await stage.saveFields(workflows.credentialId, {
					allowedHttpRequestDomains: 'domains',
					allowedDomains,
				});
			await restrict('example.com');
			const [first] = await stage.loadPrivacyLevels(workflows.credentialId);
			// Before that the list does not hold for what a credential itself sends.
			const told = isAtLeast(stage.n8n.version, '2.40') ? /Allowed Domains/ : /^For /;
			expect(first).toMatchObject({ description: expect.stringMatching(told) });
			await restrict('*.tiktokapis.com');
			expect(await stage.loadPrivacyLevels(workflows.credentialId)).not.toHaveLength(0);
			await expectSuccess(workflows.httpRequest);
			await stage.saveFields(workflows.credentialId, { allowedHttpRequestDomains: 'none' });
			stage.simulator.tokens.expireAccessTokens();
			await expectSuccess(workflows.tikTokPost);
			await expectSaved(ACCOUNT);
		},
		TEST_TIMEOUT_MS,
	);

	it(
		'leaves no token and no secret in executions and logs',
		async () => {
			const { access_token: token } = stage.simulator.tokens.issue(ACCOUNT, []);
			const control = await stage.n8n.rest.importWorkflow(textWorkflow(token));
			await expectSuccess(control);
			expect(await stage.readTraces([control])).toMatch(TOKEN);

			const traces = await stage.readTraces(usedWorkflows);
			expect(traces).toContain('TikTok');
			expect(TOKEN.exec(traces)?.[0]).toBeUndefined();
			expect(traces).not.toContain(stage.simulator.app.clientSecret);
		},
		TEST_TIMEOUT_MS,
	);
}
