import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { Post } from '../types';
import type { UploadStore } from '../upload/store';
import type { ApiCall, ApiEndpoint } from './apiEndpoint';
import { findPostingObstacle } from './caps';
import { checkFields, objectAt } from './fields';
import type { Lifecycle } from './lifecycle';
import { checkVideoPostInfo } from './postInfo';
import { checkVideoSource, type VideoSource } from './sourceInfo';

/** What an init needs to start something. */
export interface InitServices {
	state: SimulatorState;
	lifecycle: Lifecycle;
	uploads: UploadStore;
	/** Starts downloading; the post is in PROCESSING_DOWNLOAD. */
	pull(post: Post, urls: string[]): void;
}

/**
 * `video/init`: checks everything about a direct post and opens its upload.
 * Each accepted init is a post of its own; there is no idempotency key.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
 */
export function videoInitEndpoint(services: InitServices): ApiEndpoint {
	const { state } = services;
	return {
		name: 'videoInit',
		method: 'POST',
		path: '/v2/post/publish/video/init/',
		scopes: ['video.publish'],
		perMinute: 6,
		body: 'required',
		handle: (call) => {
			const { place, body } = call;
			checkFields(state, place, body, { post_info: 'object', source_info: 'object' });
			const creator = state.findCreator(call.openId);
			if (!creator) throw new ApiRefusal('access_token_invalid');
			checkVideoPostInfo(state, place, creator, objectAt(body, 'post_info'));
			const source = checkVideoSource(state, place, objectAt(body, 'source_info'));
			const obstacle = findPostingObstacle(state, creator);
			if (obstacle) throw new ApiRefusal(obstacle);
			return startVideo(services, call, 'direct_video', source);
		},
	};
}

/** Creates the post; a file upload is answered with its URL, a pull starts by itself. */
export function startVideo(
	{ lifecycle, uploads, pull }: InitServices,
	call: ApiCall,
	kind: 'direct_video' | 'inbox_video',
	source: VideoSource,
): Record<string, string> {
	const post = lifecycle.create({
		openId: call.openId,
		kind,
		source: source.kind,
		request: call.body,
		totalBytes: source.kind === 'FILE_UPLOAD' ? source.plan.videoSize : 0,
	});
	if (source.kind === 'PULL_FROM_URL') {
		pull(post, [source.url]);
		return { publish_id: post.publishId };
	}
	return { publish_id: post.publishId, upload_url: uploads.open(post, source.plan) };
}
