/** The calls that read public posts and the account itself. They change nothing, so they may be repeated. */
import {
	readPostPage,
	readProfile,
	type PostField,
	type PostPage,
	type ProfileField,
	type ShownPost,
	type ShownProfile,
} from '../../tiktok/api/displayed';
import { TikTokError } from '../../tiktok/api/errors';
import { USER_INFO_PATH, VIDEO_LIST_PATH, VIDEO_QUERY_PATH } from '../../tiktok/api/wire';
import { MAX_POSTS_PER_CALL } from '../../tiktok/limits';
import type { TikTokClient } from './client';

/** Which posts to list, newest first. */
export interface PostList {
	readonly fields: readonly PostField[];
	/** Milliseconds since 1970: only posts from before. */
	readonly before?: number;
	/** How many are wanted at most. */
	readonly limit?: number;
}

/**
 * The account's profile, as far as asked for.
 *
 * @throws TikTokError when TikTok does not answer, refuses a field for its scope, or names no user
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info
 */
export async function askProfile(
	tiktok: TikTokClient,
	fields: readonly ProfileField[],
): Promise<ShownProfile> {
	const profile = readProfile(await tiktok.call({ path: USER_INFO_PATH, stage: 'read', fields }));
	if (profile === undefined) throw nothingRead('without the profile');
	return profile;
}

/**
 * Those of the posts that TikTok shows: the account's own that are public.
 *
 * @param ids any number; TikTok is asked for 20 at a time
 * @throws TikTokError when TikTok does not answer, or refuses
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-video-query
 */
export async function findPosts(
	tiktok: TikTokClient,
	ids: readonly string[],
	fields: readonly PostField[],
): Promise<Map<string, ShownPost>> {
	const found = new Map<string, ShownPost>();
	for (let from = 0; from < ids.length; from += MAX_POSTS_PER_CALL) {
		const body = { filters: { video_ids: ids.slice(from, from + MAX_POSTS_PER_CALL) } };
		const data = await tiktok.call({ path: VIDEO_QUERY_PATH, stage: 'read', fields, body });
		for (const post of pageOf(readPostPage(data)).posts) found.set(post.id, post);
	}
	return found;
}

/**
 * The account's public posts, page by page, newest first. Only one page is held at a time.
 *
 * @throws TikTokError when TikTok does not answer, refuses, or says that there is more but not where
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-video-list
 */
export async function* listPosts(
	tiktok: TikTokClient,
	{ fields, before, limit = Infinity }: PostList,
): AsyncGenerator<readonly ShownPost[]> {
	const max_count = Math.min(MAX_POSTS_PER_CALL, limit);
	for (let cursor = before; ; ) {
		const body = { max_count, ...(cursor === undefined ? {} : { cursor }) };
		const data = await tiktok.call({ path: VIDEO_LIST_PATH, stage: 'read', fields, body });
		const { posts, hasMore, next } = pageOf(readPostPage(data));
		yield posts;
		if (!hasMore || posts.length === 0) return;
		// A place that is not further back would begin the same pages anew, for ever.
		if (next === undefined || next >= (cursor ?? Infinity)) throw nothingRead('with half a list');
		cursor = next;
	}
}

function pageOf(page: PostPage | undefined): PostPage {
	if (page === undefined) throw nothingRead('without the list of posts');
	return page;
}

function nothingRead(how: string): TikTokError {
	return new TikTokError({
		code: 'unexpected_answer',
		message: `TikTok answered ${how}`,
		advice: 'This usually passes. Try again in a few minutes.',
		retry: 'soon',
		stage: 'read',
	});
}
