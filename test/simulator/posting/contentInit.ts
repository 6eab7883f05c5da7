import { ApiRefusal } from '../core/errors';
import type { ApiEndpoint } from './apiEndpoint';
import { findDraftObstacle, findPostingObstacle } from './caps';
import { checkPhotoBody, checkPhotoPostInfo, checkPhotoSource } from './photoRules';
import type { InitServices } from './videoInit';

/**
 * `content/init`: photos, direct or as a draft, always pulled from URLs.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post
 */
export function contentInitEndpoint({ state, lifecycle, pull }: InitServices): ApiEndpoint {
	return {
		name: 'contentInit',
		method: 'POST',
		path: '/v2/post/publish/content/init/',
		scopes: ['video.publish', 'video.upload'],
		perMinute: 6,
		body: 'required',
		handle: ({ place, body, openId, scopes }) => {
			const mode = checkPhotoBody(state, place, body);
			const isDirect = mode === 'DIRECT_POST';
			if (!scopes.includes(isDirect ? 'video.publish' : 'video.upload')) {
				throw new ApiRefusal('scope_not_authorized');
			}
			const creator = state.findCreator(openId);
			if (!creator) throw new ApiRefusal('access_token_invalid');
			checkPhotoPostInfo(state, place, creator, mode, body);
			const urls = checkPhotoSource(state, place, body);
			if (!isDirect && creator.oldApp) throw new ApiRefusal('app_version_check_failed');
			const findObstacle = isDirect ? findPostingObstacle : findDraftObstacle;
			const obstacle = findObstacle(state, creator);
			if (obstacle) throw new ApiRefusal(obstacle);
			const kind = isDirect ? 'direct_photo' : 'inbox_photo';
			const source = 'PULL_FROM_URL';
			const post = lifecycle.create({ openId, kind, source, request: body, totalBytes: 0 });
			pull(post, urls);
			return { publish_id: post.publishId };
		},
	};
}
