import { addPublicPosts } from '../../support/node/publicPosts';
import { useStage } from '../../support/node/useStage';

const PROFILE = { resource: 'creator', operation: 'getProfile', options: {} };
const BASIC = { display_name: 'Sim Creator' };
const OF_PROFILE = {
	username: 'sim.creator',
	bio_description: 'A simulated creator',
	profile_deep_link: 'https://www.tiktok.com/@sim.creator',
	is_verified: false,
};
const OF_STATS = {
	follower_count: expect.any(Number) as number,
	following_count: expect.any(Number) as number,
	likes_count: 0,
	video_count: 2,
};

describe('Creator: Get Profile', () => {
	const use = useStage();

	beforeEach(() => addPublicPosts(use.stage.simulator, 2));

	/** Connects the account with these scopes; `told` is what the credential says of them. */
	function grant(scopes: string[], told = scopes.join(',')): void {
		const { simulator } = use.stage;
		const tokens = simulator.tokens.issue(simulator.creators[0]?.openId ?? '', scopes);
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens, scope: told };
	}

	it('tells who the account is and how it does', async () => {
		const { output, hints } = await use.run(PROFILE);
		expect(output).toStrictEqual([
			{ json: { ...BASIC, ...OF_PROFILE, ...OF_STATS }, pairedItem: { item: 0 } },
		]);
		expect(hints).toEqual([]);
	});

	it('gives ids and pictures, too, where Simplify is off', async () => {
		expect(await use.runOne({ ...PROFILE, simplify: false })).toStrictEqual({
			open_id: expect.stringMatching(/^sim-open-id/),
			union_id: expect.stringMatching(/^union-/),
			avatar_url: expect.stringMatching(/^https:/),
			avatar_url_100: expect.stringMatching(/^https:/),
			avatar_large_url: expect.stringMatching(/^https:/),
			...BASIC,
			...OF_PROFILE,
			...OF_STATS,
		});
	});

	it.each([
		[['user.info.basic'], { ...BASIC, missing_scopes: ['user.info.profile', 'user.info.stats'] }],
		[
			['user.info.basic', 'user.info.profile'],
			{ ...BASIC, ...OF_PROFILE, missing_scopes: ['user.info.stats'] },
		],
		[
			['user.info.basic', 'user.info.stats'],
			{ ...BASIC, ...OF_STATS, missing_scopes: ['user.info.profile'] },
		],
	])('with %j alone asks for no more, and says what the rest needs', async (scopes, json) => {
		grant(scopes);
		const { output, hints } = await use.run(PROFILE);
		expect(output[0]?.json).toStrictEqual(json);
		expect(use.stage.listRequests()).toEqual(['user/info 200']);
		for (const scope of json.missing_scopes) {
			expect(hints).toEqual([expect.stringMatching(`“Read \\w+ \\(${scope}\\)”.*credential`)]);
		}
	});

	it.each(['401', '400'] as const)(
		'believes TikTok (HTTP %s) where the credential tells of more, or of nothing',
		async (fieldScope) => {
			use.stage.simulator.switches.fieldScope = fieldScope;
			const missing_scopes = ['user.info.profile', 'user.info.stats'];
			for (const told of ['user.info.basic,user.info.profile,user.info.stats', '']) {
				grant(['user.info.basic'], told);
				expect(await use.runOne(PROFILE)).toStrictEqual({ ...BASIC, missing_scopes });
			}
		},
	);

	it('fails where not even the basic scope was granted', async () => {
		grant(['video.publish']);
		expect((await use.fail(PROFILE)).message).toContain('user.info.basic');
		expect(use.stage.listRequests()).toEqual([]);
	});

	it('says so where TikTok answers without a user', async () => {
		const body = JSON.stringify({ data: { user: [] }, error: { code: 'ok', log_id: 'L' } });
		use.stage.simulator.faults.add({
			on: { endpoint: 'userInfo' },
			do: 'status',
			status: 200,
			body,
		});
		const error = await use.fail(PROFILE);
		expect(error.message).toBe('TikTok answered without the profile');
	});
});
