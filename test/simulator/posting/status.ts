import type { SimulatorState } from '../core/state';
import { RawInteger } from '../http/json';
import type { Post } from '../types';
import type { ApiEndpoint } from './apiEndpoint';
import { checkFields } from './fields';
import { findOwnPost, type Lifecycle } from './lifecycle';

/**
 * `status/fetch`: where a post is.
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
export function statusEndpoint(state: SimulatorState, lifecycle: Lifecycle): ApiEndpoint {
	return {
		name: 'status',
		method: 'POST',
		path: '/v2/post/publish/status/fetch/',
		scopes: ['video.publish', 'video.upload'],
		perMinute: 30,
		body: 'required',
		handle: ({ body, openId, place }) => {
			checkFields(state, place, body, { publish_id: 'string' });
			const post = findOwnPost(state, openId, body.publish_id);
			const now = state.clock.now();
			const gap = now - (post.lastPollAt ?? Number.NEGATIVE_INFINITY);
			post.lastPollAt = now;
			if (gap < state.switches.minPollGapMs) {
				state.violate(place, 'status-poll-too-fast', `Only ${gap} ms after the poll before`);
			}
			lifecycle.notePoll(post);
			return describePost(state, post);
		},
	};
}

/** `data` of the status answer. */
export function describePost(state: SimulatorState, post: Post): Record<string, unknown> {
	const status = post.status === 'AWAITING_UPLOAD' ? 'PROCESSING_UPLOAD' : post.status;
	const bytes = post.source === 'FILE_UPLOAD' ? 'uploaded_bytes' : 'downloaded_bytes';
	return {
		status,
		...(post.failReason === undefined ? {} : { fail_reason: post.failReason }),
		...describePostIds(state, post),
		[bytes]: post.bytesReceived + (post.strayBytes ?? 0),
	};
}

/** D15: a list of int64 under TikTok's own spelling. */
function describePostIds(state: SimulatorState, post: Post): Record<string, unknown> {
	const ids = post.postIds;
	const name = 'publicaly_available_post_id';
	switch (state.switches.postIdForm) {
		case 'absent':
			return {};
		case 'scalar':
			return ids[0] === undefined ? {} : { [name]: new RawInteger(ids[0]) };
		case 'string':
			return { [name]: ids };
		case 'list':
			return { [name]: ids.map((id) => new RawInteger(id)) };
	}
}
