import { useStage } from '../../support/node/useStage';

const GET = { resource: 'creator', operation: 'get', options: {} };

describe('Creator: Get', () => {
	const use = useStage();

	it('tells what the account may post now, in TikTok’s names', async () => {
		const { output } = await use.run(GET);
		expect(output).toStrictEqual([
			{
				json: {
					can_post: true,
					creator_username: 'sim.creator',
					creator_nickname: 'Sim Creator',
					creator_avatar_url: expect.stringMatching(/^https:/),
					privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
					comment_disabled: false,
					duet_disabled: false,
					stitch_disabled: expect.any(Boolean),
					max_video_post_duration_sec: 600,
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('tells of a private account what it may not', async () => {
		const [creator] = use.stage.simulator.creators;
		if (creator) creator.privateAccount = true;
		expect(await use.runOne(GET)).toMatchObject({
			privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
			duet_disabled: true,
			stitch_disabled: true,
		});
	});

	it('answers "no, and why" instead of failing when the account is banned from posting', async () => {
		const [creator] = use.stage.simulator.creators;
		if (creator) creator.banned = true;
		expect(await use.runOne(GET)).toStrictEqual({
			can_post: false,
			reason: 'spam_risk_user_banned_from_posting',
			reason_message: expect.stringMatching(
				/^TikTok has banned this account from posting\b.*The account owner has to resolve this with TikTok\.$/,
			),
		});
	});

	it.each([
		['spam_risk_too_many_posts', { postCapPerDay: 0 }],
		['reached_active_user_cap', { activeUserCap: 0 }],
	])('answers %s the same way', async (reason, switches) => {
		Object.assign(use.stage.simulator.switches, switches);
		expect(await use.runOne(GET)).toMatchObject({
			can_post: false,
			reason,
			reason_message: expect.stringMatching(/\. .+\.$/),
		});
	});

	it('fails when the account did not allow the scope, without asking TikTok', async () => {
		const { simulator } = use.stage;
		const [creator] = simulator.creators;
		const tokens = simulator.tokens.issue(creator?.openId ?? '', ['video.upload']);
		if (use.credential) use.credential.saved.oauthTokenData = { ...tokens };
		const error = await use.fail(GET);
		expect(error.message).toContain('video.publish');
		expect(use.stage.listRequests()).toEqual([]);
	});

	it('answers once per item', async () => {
		const { output } = await use.run(GET, { items: [{ json: {} }, { json: {} }] });
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});
