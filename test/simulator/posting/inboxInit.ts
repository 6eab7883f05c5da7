import { ApiRefusal } from '../core/errors';
import type { ApiEndpoint } from './apiEndpoint';
import { findDraftObstacle } from './caps';
import { checkFields, objectAt } from './fields';
import { checkVideoSource } from './sourceInfo';
import { startVideo, type InitServices } from './videoInit';

/**
 * `inbox/video/init`: a draft for the creator's inbox. Only `source_info` is documented; a
 * `post_info` is silently ignored (D10), which the simulator records.
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-upload-video
 */
export function inboxInitEndpoint(services: InitServices): ApiEndpoint {
	const { state } = services;
	return {
		name: 'inboxInit',
		method: 'POST',
		path: '/v2/post/publish/inbox/video/init/',
		scopes: ['video.upload'],
		perMinute: 6,
		body: 'required',
		handle: (call) => {
			const { place, body } = call;
			checkFields(state, place, body, { source_info: 'object' });
			const creator = state.findCreator(call.openId);
			if (!creator) throw new ApiRefusal('access_token_invalid');
			const source = checkVideoSource(state, place, objectAt(body, 'source_info'));
			const obstacle = findDraftObstacle(state, creator);
			if (obstacle) throw new ApiRefusal(obstacle);
			return startVideo(services, call, 'inbox_video', source);
		},
	};
}
