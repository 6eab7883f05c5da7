import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { executeNode, executeNodeToError, loadPrivacyLevels } from '../../support/node/executeNode';
import { onPause } from '../../support/node/virtualTime';
import { findSecrets } from '../../support/node/findSecrets';
import {
	createParameters,
	onlyJson,
	openPostStage,
	type PostStage,
} from '../../support/node/postStage';
import {
	connectedCredential,
	unconnectedCredential,
	type TestCredential,
} from '../../support/node/testCredential';

describe('access', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let items: INodeExecutionData[];

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		items = [await stage.storage.store(stage.video)];
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	async function create(): Promise<IDataObject> {
		const run = { parameters: createParameters(), items, credential };
		return onlyJson((await executeNode(run)).output);
	}

	async function fail(): Promise<Error & { description: string }> {
		const run = { parameters: createParameters(), items, credential };
		const error = await executeNodeToError(run);
		expect(findSecrets(error, stage.simulator.app.clientSecret)).toEqual([]);
		return error as Error & { description: string };
	}

	function openId(): string {
		return stage.simulator.creators[0]?.openId ?? '';
	}

	/** Token requests of the test, for example `refresh_token ok`. */
	function tokenRequests(): string[] {
		return stage.simulator.tokens.requests.map(
			({ grantType, accepted, error }) => `${grantType} ${accepted ? 'ok' : error}`,
		);
	}

	/** Answers a call with a code, as TikTok does. */
	function refuse(
		endpoint: 'creatorInfo' | 'videoInit',
		status: number,
		code: string,
		times = 1,
	): void {
		const body = { data: {}, error: { code, message: '', log_id: 'L1' } };
		stage.simulator.faults.add({ on: { endpoint }, do: 'status', status, body, times });
	}

	it.each([200, 400] as const)(
		'that expired is renewed once, saved, and the post goes out (token errors as HTTP %d)',
		async (oauthErrorStatus) => {
			stage.simulator.switches.oauthErrorStatus = oauthErrorStatus;
			stage.simulator.tokens.expireAccessTokens();
			expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(tokenRequests()).toEqual(['refresh_token ok']);
			expect(stage.listRequests().slice(0, 3)).toEqual([
				'creator_info/query 401',
				'creator_info/query 401',
				'oauth/token 200',
			]);
			const { access_token, refresh_token } = stage.simulator.tokens.lastIssued(openId()) ?? {};
			expect(credential.saved.oauthTokenData).toMatchObject({ access_token, refresh_token });
		},
	);

	it('that expires between two calls is renewed there', async () => {
		const { simulator } = stage;
		refuse('videoInit', 401, 'access_token_invalid', 2);
		expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(tokenRequests()).toEqual(['refresh_token ok']);
		expect(simulator.posts).toHaveLength(1);
	});

	it('without the scope costs one request and no refresh', async () => {
		refuse('creatorInfo', 401, 'scope_not_authorized');
		const { message, description } = await fail();
		expect(message).toBe('The connected account did not allow this');
		expect(description).toMatch(
			/video\.publish.*connect again.*code scope_not_authorized, log id L1/,
		);
		expect(stage.listRequests()).toEqual(['creator_info/query 401']);
		expect(tokenRequests()).toEqual([]);
	});

	it('without the scope of an account whose scopes n8n does not know is told by TikTok', async () => {
		const tokens = stage.simulator.tokens.issue(openId(), ['user.info.basic']);
		credential = connectedCredential(stage.simulator, { ...tokens, scope: undefined });
		expect((await fail()).message).toMatch(/^The connected account did not allow this/);
		expect(stage.listRequests()).toEqual(['creator_info/query 401']);
		expect(tokenRequests()).toEqual([]);
	});

	it('that was removed at TikTok asks to connect again, after one refused renewal', async () => {
		stage.simulator.tokens.revoke(openId());
		const { message, description } = await fail();
		expect(message).toMatch(/^TikTok no longer accepts this connection/);
		expect(description).toMatch(
			/^Open the credential and connect the account again.*invalid_grant/s,
		);
		expect(tokenRequests()).not.toContain('refresh_token ok');
		expect(stage.simulator.posts).toEqual([]);
	});

	describe.each([200, 400] as const)(
		'that another n8n process renewed meanwhile (token errors as HTTP %d)',
		(oauthErrorStatus) => {
			/** TikTok has given the other process its tokens, which end ours. */
			function renewElsewhere(): object {
				const { switches, tokens } = stage.simulator;
				switches.oauthErrorStatus = oauthErrorStatus;
				const scopes = String(tokens.lastIssued(openId())?.scope).split(',');
				tokens.revoke(openId());
				return tokens.issue(openId(), scopes);
			}

			it('is used as soon as that one has saved it', async () => {
				const renewed = renewElsewhere();
				onPause(() => void (credential.saved.oauthTokenData = { ...renewed }));
				expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
				expect(tokenRequests()).toEqual(['refresh_token invalid_grant']);
				expect(credential.saved.oauthTokenData).toEqual(renewed);
			});

			it('asks to connect again where nobody saves it', async () => {
				renewElsewhere();
				expect((await fail()).message).toMatch(/^TikTok no longer accepts this connection/);
				expect(tokenRequests()).toEqual(['refresh_token invalid_grant']);
			});
		},
	);

	it.each(['\n', ' ', '\u200b'])(
		'is renewed with a secret that ends in %j, or the message names that',
		async (padding) => {
			const { app, switches, tokens } = stage.simulator;
			credential.saved.clientSecret = `${app.clientSecret}${padding}`;
			tokens.expireAccessTokens();
			expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(tokenRequests()).toEqual(['refresh_token invalid_client', 'refresh_token ok']);

			// Refused by HTTP 400, n8n's own request is the last one.
			switches.oauthErrorStatus = 400;
			tokens.expireAccessTokens();
			const { message, description } = await fail();
			expect(message).toMatch(
				/TikTok does not accept this credential’s Client Key and Client Secret$/,
			);
			expect(description).toMatch(/stored Client Secret begins or ends with a blank/);
		},
	);

	it('that TikTok refuses although it was just renewed asks to connect again', async () => {
		refuse('creatorInfo', 401, 'access_token_invalid', 3);
		expect((await fail()).message).toMatch(/^TikTok no longer accepts this connection/);
		expect(tokenRequests()).toEqual(['refresh_token ok']);
	});

	it('that can’t be renewed for a moment is renewed at the next try', async () => {
		stage.simulator.tokens.expireAccessTokens();
		stage.simulator.faults.add({ on: { endpoint: 'token' }, do: 'html' });
		expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(tokenRequests()).toEqual(['refresh_token ok']);
	});

	it('that can’t be renewed for longer keeps the connection and says that this passes', async () => {
		const before = credential.saved.oauthTokenData;
		stage.simulator.tokens.expireAccessTokens();
		stage.simulator.faults.add({ on: { endpoint: 'token' }, do: 'html', times: 3 });
		const { message, description } = await fail();
		expect(message).toBe('TikTok could not renew the access of this credential right now');
		expect(description).toMatch(/^The connection is kept\. Try again/);
		expect(credential.saved.oauthTokenData).toEqual(before);
		expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
	});

	describe('the drop-down for Privacy Level', () => {
		it('lists what this creator may use right now, with the app’s names', async () => {
			expect(await loadPrivacyLevels(credential)).toEqual([
				{
					name: 'Everyone',
					value: 'PUBLIC_TO_EVERYONE',
					description: 'For Sim Creator (@sim.creator)',
				},
				{
					name: 'Friends',
					value: 'MUTUAL_FOLLOW_FRIENDS',
					description: 'For Sim Creator (@sim.creator)',
				},
				{ name: 'Only Me', value: 'SELF_ONLY', description: 'For Sim Creator (@sim.creator)' },
			]);
			expect(stage.listRequests()).toEqual(['creator_info/query 200']);
		});

		it('lists what a private account may use', async () => {
			for (const creator of stage.simulator.creators) creator.privateAccount = true;
			const values = (await loadPrivacyLevels(credential)).map(({ value }) => value);
			expect(values).toEqual(['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']);
		});

		it.each(['FRIENDS_OF_FRIENDS', 'constructor'])(
			'lists %s, which is new, by its own name',
			async (level) => {
				for (const creator of stage.simulator.creators) creator.privacyLevelOptions = [level];
				expect(await loadPrivacyLevels(credential)).toMatchObject([{ name: level, value: level }]);
			},
		);

		it('renews access that expired, and saves it', async () => {
			stage.simulator.tokens.expireAccessTokens();
			expect(await loadPrivacyLevels(credential)).toHaveLength(3);
			const { access_token } = stage.simulator.tokens.lastIssued(openId()) ?? {};
			expect(credential.saved.oauthTokenData).toMatchObject({ access_token });
		});

		it.each([200, 400] as const)(
			'renews access also where TikTok gives the app no token of its own, or says what does (HTTP %d)',
			async (oauthErrorStatus) => {
				Object.assign(stage.simulator.switches, { oauthErrorStatus, clientCredentials: 'refuse' });
				stage.simulator.tokens.expireAccessTokens();
				if (oauthErrorStatus === 400) {
					// n8n's refresh fails before the credential is asked, so nothing could be saved.
					const levels = await loadPrivacyLevels(credential);
					expect(levels).toEqual(
						uncheckedLevels(
							/TikTok’s access ended, and the editor cannot renew it.*Run the workflow once.*unauthorized_client/,
						),
					);
					expect(findSecrets(levels, stage.simulator.app.clientSecret)).toEqual([]);
					await create();
				}
				expect(await loadPrivacyLevels(credential)).toHaveLength(3);
			},
		);

		it.each([
			['no credential', () => undefined, /No TikTok credential is selected/],
			[
				'a credential that is not connected',
				() => unconnectedCredential(stage.simulator),
				/The TikTok credential is not connected/,
			],
		])('offers all levels and says what is missing: %s', async (_title, make, message) => {
			expect(await loadPrivacyLevels(make())).toEqual(uncheckedLevels(message));
			expect(stage.listRequests()).toEqual([]);
		});

		it('offers all levels and says why the creator can’t post now', async () => {
			stage.simulator.switches.postCapPerDay = 0;
			expect(await loadPrivacyLevels(credential)).toEqual(uncheckedLevels(/daily number of posts/));
		});

		it('offers all levels where TikTok names none', async () => {
			stage.simulator.faults.add({
				on: { endpoint: 'creatorInfo' },
				do: 'status',
				status: 200,
				body: {
					data: { creator_username: 'sim.creator', privacy_level_options: [] },
					error: { code: 'ok', message: '', log_id: 'SIM' },
				},
			});
			expect(await loadPrivacyLevels(credential)).toEqual(uncheckedLevels(/TikTok named none/));
		});

		it('offers all levels where TikTok could not be asked, and does not wait', async () => {
			stage.simulator.faults.add({ on: { endpoint: 'creatorInfo' }, do: 'rate-limit' });
			expect(await loadPrivacyLevels(credential)).toEqual(
				uncheckedLevels(/limit of calls per minute/),
			);
		});
	});
});

/** All levels that TikTok knows, each with the reason why it is not checked. */
function uncheckedLevels(reason: RegExp): unknown[] {
	const description = expect.stringMatching(
		new RegExp(`^Not checked with TikTok yet\\. .*${reason.source}`),
	);
	return [
		{ name: 'Everyone', value: 'PUBLIC_TO_EVERYONE', description },
		{ name: 'Friends', value: 'MUTUAL_FOLLOW_FRIENDS', description },
		{ name: 'Followers', value: 'FOLLOWER_OF_CREATOR', description },
		{ name: 'Only Me', value: 'SELF_ONLY', description },
	];
}
