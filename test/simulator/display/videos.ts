import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import { checkFields, objectAt } from '../posting/fields';
import type { ApiCall, ApiEndpoint } from '../posting/apiEndpoint';
import type { Post } from '../types';
import { countsAt, type Counts } from './counts';
import { readFieldNames } from './fieldNames';

const MAX_COUNT = 20;
const DEFAULT_COUNT = 10;
const MS_PER_SECOND = 1000;
const COVER_LIFETIME_SECONDS = 6 * 3600;

/** A video as everybody sees it. */
export interface PublicVideo {
	id: string;
	createdAt: number;
	post: Post;
	username: string;
	counts: Counts;
	/** Now, in seconds. */
	seconds: number;
}

/** Every field of a video object and its value; `id` is a string here. */
const VIDEO_FIELDS: Record<string, (video: PublicVideo) => unknown> = {
	id: ({ id }) => id,
	create_time: ({ createdAt }) => Math.floor(createdAt / MS_PER_SECOND),
	cover_image_url: ({ id, seconds }) =>
		`https://cdn.example/cover/${id}.webp?x-expires=${seconds + COVER_LIFETIME_SECONDS}`,
	share_url: ({ id, post, username }) =>
		`https://www.tiktok.com/@${username}/${isPhoto(post) ? 'photo' : 'video'}/${id}`,
	title: ({ post }) => post.postInfo.title ?? '',
	video_description: ({ post }) => post.postInfo.description ?? post.postInfo.title ?? '',
	duration: () => 10,
	height: () => 1280,
	width: () => 720,
	embed_html: () => '',
	embed_link: ({ id }) => `https://www.tiktok.com/player/v1/${id}`,
	like_count: ({ counts }) => counts.likes,
	comment_count: ({ counts }) => counts.comments,
	share_count: ({ counts }) => counts.shares,
	view_count: ({ counts }) => counts.views,
	is_aigc: ({ post }) => (post.postInfo.is_aigc ?? post.request.is_aigc) === true,
};

/**
 * `video/list`: the user's public videos, newest first, in pages of up to 20.
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-video-list
 */
export function videoListEndpoint(state: SimulatorState): ApiEndpoint {
	return {
		name: 'videoList',
		method: 'POST',
		path: '/v2/video/list/',
		scopes: ['video.list'],
		perMinute: 600,
		body: 'optional',
		query: ['fields'],
		handle: (call) => {
			const names = readFieldNames(state, call, Object.keys(VIDEO_FIELDS));
			checkFields(state, call.place, call.body, { cursor: 'integer?', max_count: 'integer?' });
			const count = Number(call.body.max_count ?? DEFAULT_COUNT);
			if (count < 1 || count > MAX_COUNT) {
				throw new ApiRefusal('invalid_params', `max_count must be 1 to ${MAX_COUNT}.`);
			}
			const before = Number(call.body.cursor ?? Number.POSITIVE_INFINITY);
			const rest = listVideos(state, call).filter(({ createdAt }) => createdAt < before);
			const page = rest.slice(0, count);
			return {
				videos: page.map((video) => pickFields(video, names)),
				cursor: page.at(-1)?.createdAt ?? 0,
				has_more: rest.length > page.length,
			};
		},
	};
}

/**
 * `video/query`: up to 20 of the user's own public videos by id.
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-video-query
 */
export function videoQueryEndpoint(state: SimulatorState): ApiEndpoint {
	return {
		name: 'videoQuery',
		method: 'POST',
		path: '/v2/video/query/',
		scopes: ['video.list'],
		perMinute: 600,
		body: 'required',
		query: ['fields'],
		handle: (call) => {
			const names = readFieldNames(state, call, Object.keys(VIDEO_FIELDS));
			checkFields(state, call.place, call.body, { filters: 'object' });
			const filters = objectAt(call.body, 'filters');
			checkFields(state, call.place, filters, { video_ids: 'strings' }, 'filters.');
			const ids = filters.video_ids as string[];
			if (ids.length === 0) throw new ApiRefusal('invalid_params', 'There are no video_ids.');
			if (ids.length > MAX_COUNT) {
				throw new ApiRefusal('invalid_params', `There can be up to ${MAX_COUNT} video_ids.`);
			}
			const found = listVideos(state, call).filter(({ id }) => ids.includes(id));
			return { videos: found.map((video) => pickFields(video, names)) };
		},
	};
}

/** The user's public videos, newest first, with their numbers as they are now. */
export function listVideos(state: SimulatorState, { openId }: ApiCall): PublicVideo[] {
	const now = state.clock.now();
	const seconds = Math.floor(now / MS_PER_SECOND);
	const username = state.findCreator(openId)?.username ?? '';
	return state.posts
		.filter((post) => post.openId === openId)
		.flatMap((post) =>
			post.postIds.map((id) => {
				const createdAt = post.completedAt ?? 0;
				return { id, createdAt, post, username, seconds, counts: countsAt(id, now - createdAt) };
			}),
		)
		.sort((a, b) => b.createdAt - a.createdAt);
}

function isPhoto({ kind }: Post): boolean {
	return kind.endsWith('photo');
}

function pickFields(video: PublicVideo, names: string[]): Record<string, unknown> {
	return Object.fromEntries(names.map((name) => [name, VIDEO_FIELDS[name]?.(video)]));
}
