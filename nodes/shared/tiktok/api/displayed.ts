/**
 * What TikTok shows of an account and of its public posts: the fields there are, the scope that each needs, and how
 * an answer is read. Fields that TikTok leaves out or sends in another type are left out.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-video-object
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info
 */
import { isRecord } from '../values/isRecord';
import { toWholeText } from '../values/plainText';
import { readPostIds } from './publishStatus';
import { hideSecrets } from './redact';
import { asCount, asObject, type WireObject } from './wire';

type Value = string | number | boolean;
type Reader = (value: unknown) => Value | undefined;

const text: Reader = (value) =>
	typeof value === 'string' ? toWholeText(hideSecrets(value)) : undefined;
const flag: Reader = (value) => (typeof value === 'boolean' ? value : undefined);
/** Exact, although it may come as a number. */
const id: Reader = (value) => readPostIds(value)[0];

/** Of posts; all need `video.list`. TikTok's `embed_html` is left out, for TikTok ends what it leads to. */
const POST_READERS = {
	id,
	/** Seconds since 1970. */
	create_time: asCount,
	title: text,
	video_description: text,
	share_url: text,
	embed_link: text,
	/** Works for six hours. */
	cover_image_url: text,
	/** Seconds. */
	duration: asCount,
	width: asCount,
	height: asCount,
	view_count: asCount,
	like_count: asCount,
	comment_count: asCount,
	share_count: asCount,
	/** Since August 2026. */
	is_aigc: flag,
} satisfies Record<string, Reader>;

const PROFILE_READERS = {
	open_id: text,
	union_id: text,
	display_name: text,
	avatar_url: text,
	avatar_url_100: text,
	avatar_large_url: text,
	username: text,
	bio_description: text,
	profile_deep_link: text,
	is_verified: flag,
	follower_count: asCount,
	following_count: asCount,
	likes_count: asCount,
	video_count: asCount,
} satisfies Record<string, Reader>;

export type PostField = keyof typeof POST_READERS;
export type ProfileField = keyof typeof PROFILE_READERS;

export const POST_FIELDS = Object.keys(POST_READERS) as PostField[];
export const PROFILE_FIELDS = Object.keys(PROFILE_READERS) as ProfileField[];

/** A public post as far as it was asked for. */
export type ShownPost = Readonly<Partial<Record<PostField, Value>>> & { readonly id: string };
/** The account as far as it was asked for. */
export type ShownProfile = Readonly<Partial<Record<ProfileField, Value>>>;

/** The scope of the fields that every connected account shows. */
export const BASIC_SCOPE = 'user.info.basic';

/** The fields of a profile that need more than the basic scope, by scope. */
export const SCOPES_OF_PROFILE: Readonly<Record<string, readonly ProfileField[]>> = {
	'user.info.profile': ['username', 'bio_description', 'profile_deep_link', 'is_verified'],
	'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
};

/** One page of posts, newest first. */
export interface PostPage {
	readonly posts: readonly ShownPost[];
	/** Where the next page begins, in milliseconds since 1970, if there is one. */
	readonly next: number | undefined;
	/** TikTok says that there is more. */
	readonly hasMore: boolean;
}

/**
 * Reads `data` of video/list and video/query.
 *
 * @returns `undefined` for what is no list of posts with ids: nobody can tell then which posts TikTok does not show; a
 * list that is missing is empty
 */
export function readPostPage(data: WireObject): PostPage | undefined {
	const videos: unknown = data.videos ?? [];
	if (!Array.isArray(videos)) return undefined;
	const hasMore = data.has_more === true;
	const posts = videos.map(readPost).filter((post) => post !== undefined);
	if (posts.length < videos.length) return undefined;
	return { posts, hasMore, next: asCount(data.cursor) };
}

function readPost(video: unknown): ShownPost | undefined {
	if (!isRecord(video)) return undefined;
	const [postId] = readPostIds(video.id);
	return postId === undefined ? undefined : { ...readFields(video, POST_READERS), id: postId };
}

/** Reads `data` of user/info; `undefined` when it has no user. */
export function readProfile(data: WireObject): ShownProfile | undefined {
	const user = asObject(data.user);
	return user && readFields(user, PROFILE_READERS);
}

function readFields(
	from: WireObject,
	readers: Readonly<Record<string, Reader>>,
): Record<string, Value> {
	const read = Object.entries(readers).map(([name, reader]) => [name, reader(from[name])] as const);
	return Object.fromEntries(
		read.filter((entry): entry is [string, Value] => entry[1] !== undefined),
	);
}
