import { API_ERRORS } from '../../simulator/core/errors';
import { RawInteger, stringifyWithRawIntegers } from '../../simulator/http/json';
import { BODY_CANARY, UPLOAD_URL } from './secrets';

/** Every endpoint that the node calls, by the last part of its path. */
export const ENDPOINT_PATHS = {
	creatorInfo: '/v2/post/publish/creator_info/query/',
	videoInit: '/v2/post/publish/video/init/',
	inboxInit: '/v2/post/publish/inbox/video/init/',
	contentInit: '/v2/post/publish/content/init/',
	status: '/v2/post/publish/status/fetch/',
	cancel: '/v2/post/publish/cancel/',
	userInfo: '/v2/user/info/',
	videoList: '/v2/video/list/',
	videoQuery: '/v2/video/query/',
} as const;

export type HostileEndpoint = keyof typeof ENDPOINT_PATHS;

const OK = { code: 'ok', message: '', log_id: 'L20261122' };

/** What a gateway or a newer TikTok may add; nothing of it may ever show. */
const UNDOCUMENTED = { debug: `${BODY_CANARY} trace`, request_id: 17 };

const CREATOR = {
	creator_avatar_url: 'https://cdn.example/a.webp',
	creator_username: 'sim.creator',
	creator_nickname: 'Sim Creator',
	privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
	comment_disabled: false,
	duet_disabled: false,
	stitch_disabled: true,
	max_video_post_duration_sec: 600,
};

const UPLOAD_TICKET = { publish_id: 'v_pub_file~v2-1.7700000000000000001', upload_url: UPLOAD_URL };
const PULL_TICKET = { publish_id: 'v_pub_url~v2.7700000000000000002' };

const PROFILE = {
	open_id: 'open-id',
	display_name: 'Sim Creator',
	avatar_url: 'https://cdn.example/a.webp',
	username: 'sim.creator',
	is_verified: true,
	follower_count: 12,
	likes_count: 40,
};

const POST = {
	id: '7678907398077074696',
	create_time: 1_793_000_000,
	title: 'Morning run #sim',
	share_url: 'https://www.tiktok.com/@sim.creator/video/7678907398077074696',
	duration: 12,
	view_count: 5_000,
	like_count: 120,
	is_aigc: false,
};
/** TikTok's document says that ids are texts; a number loses nothing either. */
const NUMBERED_POST = { ...POST, id: new RawInteger(POST.id) };

/** `data` of good answers, as TikTok documents them. */
export const GOOD_DATA: Readonly<Record<HostileEndpoint, readonly object[]>> = {
	creatorInfo: [CREATOR],
	videoInit: [UPLOAD_TICKET, PULL_TICKET],
	inboxInit: [UPLOAD_TICKET, PULL_TICKET],
	contentInit: [{ publish_id: 'p_pub_url~v2.7700000000000000003' }],
	status: [
		{ status: 'PROCESSING_UPLOAD', uploaded_bytes: 30 },
		{
			status: 'PUBLISH_COMPLETE',
			publicaly_available_post_id: [new RawInteger('7678907398077074696')],
			uploaded_bytes: 34_500_000,
		},
		{ status: 'SEND_TO_USER_INBOX', downloaded_bytes: 12 },
		{ status: 'FAILED', fail_reason: 'frame_rate_check_failed' },
	],
	cancel: [{}],
	userInfo: [{ user: PROFILE }],
	videoList: [
		{ videos: [POST], cursor: 1_793_000_000_000, has_more: false },
		{ videos: [NUMBERED_POST], cursor: 1_792_000_000_000, has_more: true },
		{ videos: [], has_more: false },
	],
	videoQuery: [{ videos: [POST] }, { videos: [NUMBERED_POST] }, { videos: [] }],
};

/** Whole answers of an endpoint: the good ones, and as many refusals, every one in the catalogue. */
export function listRealAnswers(endpoint: HostileEndpoint): object[] {
	const good = GOOD_DATA[endpoint].map((data) => ({ data, error: OK, ...UNDOCUMENTED }));
	const refusals = Object.entries(API_ERRORS).map(([code, { message }]) => ({
		data: {},
		error: { code, message, log_id: 'L20261122', ...UNDOCUMENTED },
	}));
	const asOften = Math.ceil(refusals.length / good.length);
	return [...Array.from({ length: asOften }, () => good).flat(), ...refusals];
}

/** The first good answer as TikTok sends it. */
export function goodBody(endpoint: HostileEndpoint, variant = 0): string {
	return stringifyWithRawIntegers({ data: GOOD_DATA[endpoint][variant], error: OK });
}
