import type { ApiErrorCode } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { Creator, Post } from '../types';

const DAY_MS = 24 * 60 * 60 * 1000;
const UNAUDITED_USER_CAP = 5;
const DRAFT_CAP_PER_DAY = 5;
const DRAFT_CAP_AT_ONCE = 6;

/**
 * Why a creator cannot post directly now: banned, own daily cap, the app's daily user cap.
 * Whether an abandoned init counts is unknown; here every post that did not fail does.
 * @see https://developers.tiktok.com/docs/en/content-sharing-guidelines
 */
export function findPostingObstacle(
	state: SimulatorState,
	creator: Creator,
): ApiErrorCode | undefined {
	if (creator.banned) return 'spam_risk_user_banned_from_posting';
	const recent = recentPosts(state).filter(isDirect);
	const own = recent.filter((post) => post.openId === creator.openId);
	if (own.length >= state.switches.postCapPerDay) return 'spam_risk_too_many_posts';
	const others = new Set(recent.map((post) => post.openId));
	others.delete(creator.openId);
	const cap = state.switches.activeUserCap ?? (state.app.unaudited ? UNAUDITED_USER_CAP : Infinity);
	return others.size >= cap ? 'reached_active_user_cap' : undefined;
}

/**
 * Why a creator can get no further draft now (D16).
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-upload-video
 */
export function findDraftObstacle(
	state: SimulatorState,
	creator: Creator,
): ApiErrorCode | undefined {
	if (creator.banned) return 'spam_risk_user_banned_from_posting';
	const own = state.posts.filter((post) => post.openId === creator.openId && !isDirect(post));
	const open = own.filter((post) => post.status !== 'PUBLISH_COMPLETE' && post.status !== 'FAILED');
	if (state.switches.draftCap === 'concurrent6') {
		return open.length >= DRAFT_CAP_AT_ONCE ? 'spam_risk_too_many_pending_share' : undefined;
	}
	const today = open.filter((post) => post.createdAt > state.clock.now() - DAY_MS);
	return today.length >= DRAFT_CAP_PER_DAY ? 'spam_risk_too_many_pending_share' : undefined;
}

/** True for posts that go public without the creator's app. */
export function isDirect(post: Post): boolean {
	return post.kind === 'direct_video' || post.kind === 'direct_photo';
}

function recentPosts(state: SimulatorState): Post[] {
	const since = state.clock.now() - DAY_MS;
	return state.posts.filter((post) => post.createdAt > since && post.status !== 'FAILED');
}
