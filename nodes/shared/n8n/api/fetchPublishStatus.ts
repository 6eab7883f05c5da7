import { readPublishStatus, type PublishStatus } from '../../tiktok/api/publishStatus';
import { isPassing, TikTokError, withPublishId, type PostStage } from '../../tiktok/api/errors';
import { STATUS_PATH } from '../../tiktok/api/wire';
import { callTikTok, type ApiCaller } from './callTikTok';

/**
 * Asks TikTok how a post is doing.
 *
 * @throws TikTokError when TikTok doesn't answer, tells no status, or doesn't know the id
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
export async function fetchPublishStatus(
	this: ApiCaller,
	publishId: string,
	stage: PostStage = 'status',
): Promise<PublishStatus> {
	const body = { publish_id: publishId };
	const data = await callTikTok.call(this, STATUS_PATH, stage, body, 'repeatable');
	const status = readPublishStatus(data);
	if (status.status === '') throw statusMissing(stage, publishId);
	return status;
}

/** TikTok said `ok` and nothing else: no answer to act on, and none to call "still processing". */
function statusMissing(stage: PostStage, publishId: string): TikTokError {
	return new TikTokError({
		code: 'unexpected_answer',
		message: 'TikTok answered without the status of the post',
		advice: 'This usually passes. Ask again with Get Status in a few minutes.',
		retry: 'soon',
		stage,
		publishId,
	});
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
