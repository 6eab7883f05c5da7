import { runApiTable, type ApiCase } from './support/apiTable';
import { useWorld } from './support/useWorld';
import { chunkedSource, wholeSource } from './support/video';

const world = useWorld();
const SIZE = 1000;

type Fields = Record<string, unknown>;
type Row = Omit<ApiCase, 'endpoint'>;

/** A correct body but for these fields; undefined removes one. */
function body(info: Fields = {}, source: Fields = {}, top: Fields = {}): ApiCase['call'] {
	return {
		body: {
			post_info: { privacy_level: 'SELF_ONLY', ...info },
			source_info: { ...wholeSource(SIZE), ...source },
			...top,
		},
	};
}

const INVALID = { status: 400, code: 'invalid_params' } as const;
const MISTYPED = { ...INVALID, violations: ['api-field-type'] };
const MISMATCH = { status: 403, code: 'privacy_level_option_mismatch' } as const;

const FIELD_ROWS: Row[] = [
	{ condition: 'all that is required', call: body(), text: '"publish_id":"v_pub_file~v2-1.77' },
	{
		condition: 'an upload URL on the upload host',
		call: body(),
		text: '"upload_url":"https://open-upload.tiktokapis.com/upload/?upload_id=',
	},
	{
		condition: 'an upload URL on another of its hosts',
		switches: { uploadHost: 'open-upload.tiktokapis.us' },
		call: body(),
		text: '"upload_url":"https://open-upload.tiktokapis.us/upload/?upload_id=',
	},
	{
		condition: 'every documented field',
		call: body({
			title: 'Morning run #sim @friend',
			disable_comment: true,
			disable_duet: false,
			disable_stitch: true,
			video_cover_timestamp_ms: 1500,
			brand_content_toggle: false,
			brand_organic_toggle: true,
			is_aigc: true,
		}),
	},
	{ condition: 'no post_info', call: body({}, {}, { post_info: undefined }), ...MISTYPED },
	{ condition: 'no source_info', call: body({}, {}, { source_info: undefined }), ...MISTYPED },
	{ condition: 'a post_info that is a list', call: body({}, {}, { post_info: [] }), ...MISTYPED },
	{ condition: 'a title that is a number', call: body({ title: 5 }), ...MISTYPED },
	{
		condition: 'disable_comment as text',
		call: body({ disable_comment: 'true' }),
		...MISTYPED,
		message: 'The field post_info.disable_comment is missing or invalid.',
	},
	{ condition: 'disable_duet as a number', call: body({ disable_duet: 1 }), ...MISTYPED },
	{ condition: 'disable_stitch as null', call: body({ disable_stitch: null }), ...MISTYPED },
	{ condition: 'is_aigc as text', call: body({ is_aigc: 'yes' }), ...MISTYPED },
	{ condition: 'a brand toggle as text', call: body({ brand_content_toggle: 'no' }), ...MISTYPED },
	{
		condition: 'a cover timestamp with a fraction',
		call: body({ video_cover_timestamp_ms: 1.5 }),
		...MISTYPED,
	},
	{
		condition: 'a negative cover timestamp means the first frame, and is recorded',
		call: body({ video_cover_timestamp_ms: -1 }),
		violations: ['post-cover-timestamp'],
	},
	{
		condition: 'D10: an undocumented field is ignored, and recorded',
		call: body({ schedule_time: 1 }),
		violations: ['api-unknown-field'],
	},
	{
		condition: 'D10: an undocumented field is refused by switch',
		switches: { unknownFields: 'refuse' },
		call: body({}, {}, { is_aigc: true }),
		...INVALID,
		violations: ['api-unknown-field'],
	},
	{ condition: 'a title of 2,200 UTF-16 units', call: body({ title: '𝄞'.repeat(1100) }) },
	{
		condition: 'a title of 2,201 UTF-16 units',
		call: body({ title: `${'𝄞'.repeat(1100)}x` }),
		...INVALID,
		violations: ['post-text-length'],
	},
	{
		condition: 'half an emoji',
		call: body({ title: 'Run \ud83d' }),
		...INVALID,
		violations: ['api-text'],
	},
	{ condition: 'NUL', call: body({ title: 'Run\0' }), ...INVALID, violations: ['api-text'] },
	{
		condition: 'D20: a long title passes by switch',
		switches: { lenientText: true },
		call: body({ title: 'x'.repeat(2201) }),
	},
	{
		condition: 'D9: brand toggles demanded by switch',
		switches: { requireBrand: true },
		call: body({ brand_content_toggle: false }),
		...INVALID,
	},
	{
		condition: 'D9: both brand toggles are enough',
		switches: { requireBrand: true },
		call: body({ brand_content_toggle: false, brand_organic_toggle: false }),
	},
	{
		condition: 'D20: branded content that only its creator sees',
		call: body({ brand_content_toggle: true }),
		...INVALID,
		violations: ['post-branded-private'],
	},
	{
		condition: 'D20: private branded content passes by switch',
		switches: { lenientText: true },
		call: body({ brand_content_toggle: true }),
	},
	{
		condition: 'branded content for everyone',
		call: body({ brand_content_toggle: true, privacy_level: 'PUBLIC_TO_EVERYONE' }),
	},
	{
		condition: 'JSON without its charset is read, and recorded',
		call: { ...(body() as object), headers: { 'Content-Type': 'application/json' } },
		violations: ['api-content-type'],
	},
];

const PRIVACY_ROWS: Row[] = [
	{ condition: 'no privacy level', call: body({ privacy_level: undefined }), ...MISMATCH },
	{ condition: 'a level TikTok does not have', call: body({ privacy_level: 'ALL' }), ...MISMATCH },
	{
		condition: 'a level this account type lacks',
		call: body({ privacy_level: 'FOLLOWER_OF_CREATOR' }),
		...MISMATCH,
	},
	{
		condition: 'D7: the same as HTTP 200',
		switches: { policyStatus: 200 },
		call: body({ privacy_level: 'FOLLOWER_OF_CREATOR' }),
		status: 200,
		code: 'privacy_level_option_mismatch',
	},
	{
		condition: 'followers of a private account',
		creator: { privateAccount: true },
		call: body({ privacy_level: 'FOLLOWER_OF_CREATOR' }),
	},
	{
		condition: 'everyone on a private account',
		creator: { privateAccount: true },
		call: body({ privacy_level: 'PUBLIC_TO_EVERYONE' }),
		...MISMATCH,
	},
	{
		condition: 'an unaudited app and a public account, even for SELF_ONLY',
		app: { unaudited: true },
		call: body(),
		status: 403,
		code: 'unaudited_client_can_only_post_to_private_accounts',
	},
	{
		condition: 'an unaudited app, a private account and friends',
		app: { unaudited: true },
		creator: { privateAccount: true },
		call: body({ privacy_level: 'MUTUAL_FOLLOW_FRIENDS' }),
		status: 403,
		code: 'unaudited_client_can_only_post_to_private_accounts',
	},
	{
		condition: 'an unaudited app, a private account and SELF_ONLY',
		app: { unaudited: true },
		creator: { privateAccount: true },
		call: body(),
	},
	{
		condition: 'D8: an unaudited app that is offered SELF_ONLY alone',
		app: { unaudited: true },
		switches: { unauditedOptions: 'selfOnly' },
		call: body({ privacy_level: 'PUBLIC_TO_EVERYONE' }),
		...MISMATCH,
	},
	{
		condition: 'a banned creator',
		creator: { banned: true },
		call: body(),
		status: 403,
		code: 'spam_risk_user_banned_from_posting',
	},
];

const COUNT = { ...INVALID, message: 'The total chunk count is invalid' };
const CHUNK = { ...INVALID, message: 'The chunk size is invalid' };

interface PlanRow {
	size: number;
	chunk: number;
	count: number;
	why: string;
	switches?: ApiCase['switches'];
	answer?: Partial<ApiCase>;
}

const PLANS: PlanRow[] = [
	{ size: 1, chunk: 1, count: 1, why: 'the smallest video' },
	{ size: 5_242_879, chunk: 5_242_879, count: 1, why: 'under 5 MB in one chunk' },
	{ size: 5_242_880, chunk: 5_242_880, count: 1, why: '5 MB in one chunk' },
	{ size: 64_000_000, chunk: 64_000_000, count: 1, why: '64 MB in one chunk' },
	{ size: 50_000_123, chunk: 10_000_000, count: 5, why: 'the last chunk takes the remainder' },
	{ size: 66_259_900, chunk: 33_129_950, count: 2, why: 'two equal chunks' },
	{ size: 73_400_320, chunk: 10_485_760, count: 7, why: 'chunks of 10 MiB, floor' },
	{
		size: 127_999_999,
		chunk: 64_000_000,
		count: 1,
		why: 'D12: one chunk that is not the whole',
		answer: CHUNK,
	},
	{ size: 4_000_000_000, chunk: 62_500_000, count: 64, why: 'the largest video' },
	{
		size: 5_242_880_000,
		chunk: 5_242_880,
		count: 1000,
		why: 'over 4 GB',
		answer: { status: 400, code: 'invalid_file_upload' },
	},
	{
		size: 4_000_000_001,
		chunk: 62_500_000,
		count: 64,
		why: 'one byte over 4 GB',
		answer: { status: 400, code: 'invalid_file_upload' },
	},
	{
		size: 4_294_967_296,
		chunk: 67_108_864,
		count: 64,
		why: 'D11: 4 GiB by switch',
		switches: { units: 'mib' },
	},
	{
		size: 4_294_967_297,
		chunk: 67_108_864,
		count: 64,
		why: 'D11: over 4 GiB',
		switches: { units: 'mib' },
		answer: { status: 400, code: 'invalid_file_upload' },
	},
	{
		size: 0,
		chunk: 1,
		count: 1,
		why: 'an empty video',
		answer: { ...INVALID, message: 'The video size is invalid' },
	},
	{ size: 100, chunk: 0, count: 1, why: 'no chunk size', answer: CHUNK },
	{ size: 50_000_123, chunk: 10_000_000, count: 6, why: 'the count by ceiling', answer: COUNT },
	{ size: 50_000_123, chunk: 10_000_000, count: 4, why: 'the count too low', answer: COUNT },
	{ size: 50_000_123, chunk: 10_000_000, count: 0, why: 'a count of none', answer: COUNT },
	{ size: 12_000_000, chunk: 5_242_879, count: 2, why: 'chunks under 5 MB', answer: CHUNK },
	{ size: 1000, chunk: 100, count: 10, why: 'a tiny video in chunks', answer: CHUNK },
	{ size: 64_000_001, chunk: 64_000_001, count: 1, why: 'over 64 MB in one chunk', answer: CHUNK },
	{ size: 134_217_728, chunk: 67_108_864, count: 2, why: 'D11: chunks of 64 MiB', answer: CHUNK },
	{
		size: 134_217_728,
		chunk: 67_108_864,
		count: 2,
		why: 'D11: chunks of 64 MiB by switch',
		switches: { units: 'mib' },
	},
	{
		size: 150_000,
		chunk: 50_000,
		count: 3,
		why: 'chunks of kilobytes by switch',
		switches: { units: 'kb' },
	},
	{
		size: 64_001,
		chunk: 64_001,
		count: 1,
		why: 'over 64 kB in one chunk by switch',
		switches: { units: 'kb' },
		answer: CHUNK,
	},
	{
		size: 15_000,
		chunk: 5_000,
		count: 3,
		why: 'chunks under 5 kB by switch',
		switches: { units: 'kb' },
		answer: CHUNK,
	},
	{
		size: 66_582_226,
		chunk: 67_108_864,
		count: 1,
		why: 'one chunk larger than the video',
		answer: CHUNK,
	},
	{
		size: 121_000_000,
		chunk: 64_000_000,
		count: 1,
		why: 'D12: loose single chunk by switch',
		switches: { looseSingle: true },
	},
	{
		size: 20_000_000,
		chunk: 10_000_000,
		count: 2,
		why: 'D12: several chunks refused by switch',
		switches: { refuseMulti: true },
		answer: COUNT,
	},
	{
		size: 20_000_000,
		chunk: 20_000_000,
		count: 1,
		why: 'D12: one chunk while several are refused',
		switches: { refuseMulti: true },
	},
];

const PLAN_ROWS: Row[] = PLANS.map(({ size, chunk, count, why, switches, answer }) => ({
	condition: `${size} bytes in ${count} of ${chunk}: ${why}`,
	switches,
	call: body({}, { video_size: size, chunk_size: chunk, total_chunk_count: count }),
	...answer,
}));

const SOURCE_ROWS: Row[] = [
	{ condition: 'no source', call: body({}, { source: undefined }), ...INVALID },
	{ condition: 'an unknown source', call: body({}, { source: 'STREAM' }), ...INVALID },
	{ condition: 'no video_size', call: body({}, { video_size: undefined }), ...MISTYPED },
	{ condition: 'video_size as text', call: body({}, { video_size: '1000' }), ...MISTYPED },
	{ condition: 'chunk_size with a fraction', call: body({}, { chunk_size: 1.5 }), ...MISTYPED },
	{
		condition: 'no total_chunk_count',
		call: body({}, { total_chunk_count: undefined }),
		...MISTYPED,
	},
	{
		condition: 'a video_url beside a file upload is ignored, and recorded',
		call: body({}, { video_url: 'https://media.example.com/a.mp4' }),
		violations: ['api-unknown-field'],
	},
];

const LIMIT_ROWS: Row[] = [
	{
		condition: 'the seventh within a minute',
		before: async (w) => {
			for (let i = 0; i < 6; i++) await w.init(w.directPost());
			w.simulator.clock.advance(59_999);
		},
		call: body(),
		status: 429,
		code: 'rate_limit_exceeded',
	},
	{
		condition: 'the seventh after a minute: the window slides',
		before: async (w) => {
			for (let i = 0; i < 6; i++) await w.init(w.directPost());
			w.simulator.clock.advance(60_000);
		},
		call: body(),
	},
	{
		condition: 'D17: a 429 with Retry-After by switch',
		switches: { retryAfter: 30 },
		before: async (w) => {
			for (let i = 0; i < 6; i++) await w.init(w.directPost());
		},
		call: body(),
		status: 429,
		code: 'rate_limit_exceeded',
		headers: { 'retry-after': '30' },
	},
	{
		condition: 'another user has a window of its own',
		before: async (w) => {
			for (let i = 0; i < 6; i++) await w.init(w.directPost());
			w.simulator.addCreator({ openId: 'sim-open-id-0002' });
			w.token = w.simulator.connect('sim-open-id-0002');
		},
		call: body(),
	},
	{
		condition: 'a new token of the same user does not open a new window',
		before: async (w) => {
			for (let i = 0; i < 6; i++) await w.init(w.directPost());
			w.token = w.simulator.connect();
		},
		call: body(),
		status: 429,
		code: 'rate_limit_exceeded',
	},
	{
		condition: 'the limits turned off',
		switches: { rateLimits: false },
		before: async (w) => {
			for (let i = 0; i < 6; i++) await w.init(w.directPost());
		},
		call: body(),
	},
	{
		condition: "the creator's daily cap",
		switches: { postCapPerDay: 2 },
		before: async (w) => {
			for (let i = 0; i < 2; i++) await w.init(w.directPost());
		},
		call: body(),
		status: 403,
		code: 'spam_risk_too_many_posts',
	},
	{
		condition: 'D7: the daily cap as HTTP 200',
		switches: { postCapPerDay: 0, policyStatus: 200 },
		call: body(),
		status: 200,
		code: 'spam_risk_too_many_posts',
	},
	{
		condition: 'the daily cap a day later',
		switches: { postCapPerDay: 1, accessTtl: 100_000 },
		before: async (w) => {
			w.token = w.simulator.connect();
			await w.init(w.directPost());
			w.simulator.clock.advance(86_400_000);
		},
		call: body(),
	},
	{
		condition: "the app's daily user cap",
		switches: { activeUserCap: 1 },
		before: async (w) => {
			await w.init(w.directPost());
			w.simulator.addCreator({ openId: 'sim-open-id-0002' });
			w.token = w.simulator.connect('sim-open-id-0002');
		},
		call: body(),
		status: 403,
		code: 'reached_active_user_cap',
	},
	{
		condition: 'a user who counts already is under the cap',
		switches: { activeUserCap: 1 },
		before: async (w) => {
			await w.init(w.directPost());
		},
		call: body(),
	},
];

const rows = (list: Row[]): ApiCase[] => list.map((row) => ({ endpoint: 'videoInit', ...row }));

runApiTable('fields', world, rows(FIELD_ROWS));
runApiTable('privacy and policy', world, rows(PRIVACY_ROWS));
runApiTable('chunk plans', world, rows(PLAN_ROWS));
runApiTable('sources', world, rows(SOURCE_ROWS));
runApiTable('limits and caps', world, rows(LIMIT_ROWS));

test('each accepted init is a post of its own: there is no idempotency key', async () => {
	const { simulator } = world();
	const body1 = world().directPost(chunkedSource(20_000_000, 10_000_000));
	const first = await world().init(body1);
	const second = await world().init(body1);
	expect(first.id).not.toBe(second.id);
	expect(simulator.posts.map((post) => post.request)).toEqual([body1, body1]);
});
