import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, withPublishId } from '../../tiktok/api/errors';
import { CANCEL_PATH } from '../../tiktok/api/wire';
import { callTikTok } from './callTikTok';

/**
 * Asks TikTok to stop downloading the media of a post, which then fails with `publish_cancelled`. Best
 * effort: a download that is through can't be stopped. Asking twice does no harm.
 *
 * @throws TikTokError, with the publish id, when the post can't be cancelled
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export async function cancelPost(this: IExecuteFunctions, publishId: string): Promise<void> {
	try {
		await callTikTok.call(this, CANCEL_PATH, 'cancel', { publish_id: publishId }, 'repeatable');
	} catch (error) {
		throw asError(withPublishId(error, publishId));
	}
}
