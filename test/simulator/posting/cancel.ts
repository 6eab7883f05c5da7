import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { ApiEndpoint } from './apiEndpoint';
import { checkFields } from './fields';
import { findOwnPost, type Lifecycle } from './lifecycle';

/**
 * `cancel`: stops a running pull, which then fails with publish_cancelled. File uploads and posts
 * that are final cannot be cancelled. The answer has no `data`.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export function cancelEndpoint(
	state: SimulatorState,
	lifecycle: Lifecycle,
	stopPull: (publishId: string) => void,
): ApiEndpoint {
	return {
		name: 'cancel',
		method: 'POST',
		path: '/v2/post/publish/cancel/',
		scopes: ['video.publish', 'video.upload'],
		body: 'required',
		handle: (call) => {
			checkFields(state, call.place, call.body, { publish_id: 'string' });
			const post = findOwnPost(state, call.openId, call.body.publish_id);
			if (post.status !== 'PROCESSING_DOWNLOAD') throw new ApiRefusal('publish_not_cancellable');
			stopPull(post.publishId);
			lifecycle.finish(post, 'publish_cancelled');
			call.omitData = true;
			return undefined;
		},
	};
}
