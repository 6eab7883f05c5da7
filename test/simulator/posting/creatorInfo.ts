import { ApiRefusal, type ApiErrorCode } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { Creator } from '../types';
import type { ApiEndpoint } from './apiEndpoint';
import { findPostingObstacle } from './caps';

const OK = 200;
const PUBLIC_OPTIONS = ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'];
const PRIVATE_OPTIONS = ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'];

/**
 * The privacy levels a creator may use now (D8: all of the account type's, or SELF_ONLY alone
 * while the app is unaudited).
 */
export function privacyOptions(state: SimulatorState, creator: Creator): string[] {
	if (state.app.unaudited && state.switches.unauditedOptions === 'selfOnly') return ['SELF_ONLY'];
	const byType = creator.privateAccount ? PRIVATE_OPTIONS : PUBLIC_OPTIONS;
	return creator.privacyLevelOptions ?? byType;
}

/**
 * `creator_info/query`: what may be posted now. "Cannot post now" comes with HTTP 200.
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
export function creatorInfoEndpoint(state: SimulatorState): ApiEndpoint {
	return {
		name: 'creatorInfo',
		method: 'POST',
		path: '/v2/post/publish/creator_info/query/',
		scopes: ['video.publish'],
		perMinute: 20,
		body: 'none',
		handle: ({ openId }) => {
			const creator = state.findCreator(openId);
			if (!creator) throw new ApiRefusal('access_token_invalid');
			const obstacle: ApiErrorCode | undefined = findPostingObstacle(state, creator);
			if (obstacle) throw new ApiRefusal(obstacle, undefined, OK);
			return {
				creator_avatar_url: creator.avatarUrl,
				creator_username: creator.username,
				creator_nickname: creator.nickname,
				privacy_level_options: privacyOptions(state, creator),
				comment_disabled: creator.commentDisabled,
				duet_disabled: creator.duetDisabled || creator.privateAccount,
				stitch_disabled: creator.stitchDisabled || creator.privateAccount,
				max_video_post_duration_sec: creator.maxDurationSec,
			};
		},
	};
}
