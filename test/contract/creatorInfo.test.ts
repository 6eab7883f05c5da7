import { runApiTable, type ApiCase } from './support/apiTable';
import { useWorld } from './support/useWorld';

const world = useWorld();

const ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{
		condition: 'a public account',
		data: {
			creator_avatar_url: 'https://cdn.example/a.webp',
			creator_username: 'sim.creator',
			creator_nickname: 'Sim Creator',
			privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
			comment_disabled: false,
			duet_disabled: false,
			stitch_disabled: true,
			max_video_post_duration_sec: 600,
		},
	},
	{
		condition: 'a private account: other options, no duet, no stitch',
		creator: { privateAccount: true },
		data: {
			privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
			duet_disabled: true,
			stitch_disabled: true,
		},
	},
	{
		condition: 'a creator with options of their own',
		creator: { privacyLevelOptions: ['SELF_ONLY'], maxDurationSec: 180 },
		data: { privacy_level_options: ['SELF_ONLY'], max_video_post_duration_sec: 180 },
	},
	{
		condition: 'D8: an unaudited app is offered the options of the account type',
		app: { unaudited: true },
		data: { privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'] },
	},
	{
		condition: 'D8: an unaudited app is offered SELF_ONLY alone by switch',
		app: { unaudited: true },
		switches: { unauditedOptions: 'selfOnly' },
		data: { privacy_level_options: ['SELF_ONLY'] },
	},
	{ condition: 'an empty object as body', call: { body: {} } },
	{
		condition: 'a body with something in it',
		call: { body: { open_id: 'x' } },
		violations: ['api-body'],
	},
	{
		condition: '"cannot post now" comes with 200: banned',
		creator: { banned: true },
		code: 'spam_risk_user_banned_from_posting',
	},
	{
		condition: '"cannot post now" comes with 200: daily cap',
		switches: { postCapPerDay: 0 },
		code: 'spam_risk_too_many_posts',
	},
	{
		condition: '"cannot post now" comes with 200: the app\'s user cap',
		switches: { activeUserCap: 0 },
		code: 'reached_active_user_cap',
	},
	{
		condition: 'the twentieth within a minute',
		before: async (w) => {
			for (let i = 0; i < 19; i++) await w.call('creatorInfo');
		},
	},
	{
		condition: 'the twenty-first within a minute',
		before: async (w) => {
			for (let i = 0; i < 20; i++) await w.call('creatorInfo');
		},
		status: 429,
		code: 'rate_limit_exceeded',
	},
];

runApiTable(
	'creator_info/query',
	world,
	ROWS.map((row) => ({ endpoint: 'creatorInfo', ...row })),
);
