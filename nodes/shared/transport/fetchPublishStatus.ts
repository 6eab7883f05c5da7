import { readPublishStatus, type PublishStatus } from '../tiktok/publishStatus';
import { isPassing, TikTokError, withPublishId, type PostStage } from '../tiktok/errors';
import { STATUS_PATH } from '../tiktok/wire';
import { callTikTok, type ApiCaller } from './apiRequest';

/**
 * Asks TikTok how a post is doing.
 *
 * @throws TikTokError when TikTok doesn't answer or doesn't know the id
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
export async function fetchPublishStatus(
	this: ApiCaller,
	publishId: string,
	stage: PostStage = 'status',
): Promise<PublishStatus> {
	return readPublishStatus(
		await callTikTok.call(this, STATUS_PATH, stage, { publish_id: publishId }, 'repeatable'),
	);
}

/**
 * The same for a poller: a fault that may pass is an answer, so that it can ask again.
 *
 * @throws TikTokError, with the publish id, when asking again is pointless
 */
export async function pollPublishStatus(
	this: ApiCaller,
	publishId: string,
	stage: PostStage = 'status',
): Promise<PublishStatus | TikTokError> {
	try {
		return await fetchPublishStatus.call(this, publishId, stage);
	} catch (error) {
		if (error instanceof TikTokError && isPassing(error)) return error.withPublishId(publishId);
		throw withPublishId(error, publishId);
	}
}
