import { runApiTable, type ApiCase } from './support/apiTable';
import { useWorld } from './support/useWorld';

const world = useWorld();

type Fields = Record<string, unknown>;
type Row = Omit<ApiCase, 'endpoint'>;

const URLS = ['https://media.example.com/p/1.jpg', 'https://media.example.com/p/2.webp'];

/** A correct direct post of photos but for these fields; undefined removes one. */
function direct(info: Fields = {}, source: Fields = {}, top: Fields = {}): ApiCase['call'] {
	return {
		body: {
			media_type: 'PHOTO',
			post_mode: 'DIRECT_POST',
			post_info: { privacy_level: 'SELF_ONLY', ...info },
			source_info: {
				source: 'PULL_FROM_URL',
				photo_cover_index: 0,
				photo_images: URLS,
				...source,
			},
			...top,
		},
	};
}

/** A correct draft of photos but for these fields. */
function draft(info: Fields = {}, top: Fields = {}): ApiCase['call'] {
	return direct({}, {}, { post_mode: 'MEDIA_UPLOAD', post_info: info, ...top });
}

const INVALID = { status: 400, code: 'invalid_params' } as const;
const MISTYPED = { ...INVALID, violations: ['api-field-type'] };
const UNKNOWN = { violations: ['api-unknown-field'] };

const ROWS: Row[] = [
	{ condition: 'all that is required', call: direct(), text: '"publish_id":"p_pub_url~v2.77' },
	{
		condition: 'every documented field',
		call: direct(
			{
				title: 'Three views',
				description: 'From the hill #sim',
				disable_comment: true,
				auto_add_music: false,
				brand_content_toggle: false,
				brand_organic_toggle: true,
			},
			{ photo_cover_index: 1 },
			{ is_aigc: true },
		),
	},
	{ condition: 'media_type VIDEO', call: direct({}, {}, { media_type: 'VIDEO' }), ...INVALID },
	{ condition: 'no media_type', call: direct({}, {}, { media_type: undefined }), ...MISTYPED },
	{
		condition: 'post_mode with a space, as one table prints it',
		call: direct({}, {}, { post_mode: 'DIRECT POST' }),
		...INVALID,
	},
	{
		condition: 'is_aigc inside post_info is ignored, and recorded',
		call: direct({ is_aigc: true }),
		...UNKNOWN,
	},
	{
		condition: 'disable_duet is ignored, and recorded: photos have no duet',
		call: direct({ disable_duet: true }),
		...UNKNOWN,
	},
	{
		condition: 'no privacy level',
		call: direct({ privacy_level: undefined }),
		status: 403,
		code: 'privacy_level_option_mismatch',
	},
	{ condition: 'auto_add_music as text', call: direct({ auto_add_music: 'yes' }), ...MISTYPED },
	{ condition: 'a title of 90 UTF-16 units', call: direct({ title: 'x'.repeat(90) }) },
	{
		condition: 'a title of 91 UTF-16 units',
		call: direct({ title: 'x'.repeat(91) }),
		...INVALID,
		violations: ['post-text-length'],
	},
	{
		condition: 'a description of 4,000 UTF-16 units',
		call: direct({ description: 'x'.repeat(4000) }),
	},
	{
		condition: 'a description of 4,001 UTF-16 units',
		call: direct({ description: 'x'.repeat(4001) }),
		...INVALID,
		violations: ['post-text-length'],
	},
	{
		condition: 'D20: private branded content',
		call: direct({ brand_content_toggle: true }),
		...INVALID,
		violations: ['post-branded-private'],
	},
	{ condition: 'a file upload', call: direct({}, { source: 'FILE_UPLOAD' }), ...INVALID },
	{ condition: 'no photos', call: direct({}, { photo_images: [] }), ...INVALID },
	{ condition: '35 photos', call: direct({}, { photo_images: Array(35).fill(URLS[0]) }) },
	{
		condition: '36 photos',
		call: direct({}, { photo_images: Array(36).fill(URLS[0]) }),
		...INVALID,
	},
	{ condition: 'photos as text', call: direct({}, { photo_images: URLS[0] }), ...MISTYPED },
	{
		condition: 'half an emoji in the description',
		call: direct({ description: '\udc4d' }),
		...INVALID,
		violations: ['api-text'],
	},
	{
		condition: 'NUL in a URL',
		call: direct({}, { photo_images: ['https://media.example.com/\0'] }),
		...INVALID,
		violations: ['api-text'],
	},
	{ condition: 'no cover index', call: direct({}, { photo_cover_index: undefined }), ...MISTYPED },
	{
		condition: 'a cover index behind the last',
		call: direct({}, { photo_cover_index: 2 }),
		...INVALID,
	},
	{ condition: 'a negative cover index', call: direct({}, { photo_cover_index: -1 }), ...INVALID },
	{
		condition: 'one photo on a property nobody verified',
		call: direct({}, { photo_images: [...URLS, 'https://cdn.example/3.jpg'] }),
		status: 403,
		code: 'url_ownership_unverified',
	},
	{ condition: 'a draft', call: draft({ title: 'x', description: 'y' }) },
	{ condition: 'a draft without post_info', call: draft({}, { post_info: undefined }) },
	{
		condition: 'a draft ignores a privacy level, which is recorded',
		call: draft({ privacy_level: 'SELF_ONLY' }),
		...UNKNOWN,
	},
	{
		condition: 'a draft for an app older than 31.8',
		creator: { oldApp: true },
		call: draft(),
		status: 400,
		code: 'app_version_check_failed',
	},
	{
		condition: 'a draft with the scope for direct posts only',
		before: (w) => {
			w.token = w.simulator.tokens.issue('sim-open-id-0001', ['video.publish']);
		},
		call: draft(),
		status: 401,
		code: 'scope_not_authorized',
	},
	{
		condition: 'a direct post with the scope for drafts only',
		before: (w) => {
			w.token = w.simulator.tokens.issue('sim-open-id-0001', ['video.upload']);
		},
		call: direct(),
		status: 401,
		code: 'scope_not_authorized',
	},
	{
		condition: 'an unaudited app and a public account',
		app: { unaudited: true },
		call: direct(),
		status: 403,
		code: 'unaudited_client_can_only_post_to_private_accounts',
	},
	{
		condition: 'the daily cap counts photos too',
		switches: { postCapPerDay: 1 },
		before: async (w) => void (await w.init(w.directPost())),
		call: direct(),
		status: 403,
		code: 'spam_risk_too_many_posts',
	},
	{
		condition: 'the seventh within a minute',
		before: async (w) => {
			const call = direct();
			for (let i = 0; i < 6; i++) await w.call('contentInit', call as object);
		},
		call: direct(),
		status: 429,
		code: 'rate_limit_exceeded',
	},
];

runApiTable(
	'content/init',
	world,
	ROWS.map((row) => ({ endpoint: 'contentInit', ...row })),
);
