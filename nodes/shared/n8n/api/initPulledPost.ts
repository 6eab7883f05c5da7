import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, TikTokError } from '../../tiktok/api/errors';
import { isDefiniteRefusal } from '../../tiktok/api/initOutcome';
import { PUBLISH_ID_PATTERN } from '../../tiktok/limits';
import { asText, type InitCall, type PulledSource } from '../../tiktok/api/wire';
import { callTikTok } from './callTikTok';
import { announcementUnanswered } from '../../tiktok/api/outcomeUnknown';

/**
 * Makes a post whose media TikTok downloads. The call alone publishes, so it is made once: an answer that
 * leaves open whether TikTok took it is never a reason to call again.
 *
 * @param beforeSend awaited right before the call goes out
 * @returns the publish id
 * @throws TikTokError when TikTok refused; no post exists then
 * @throws TikTokError `outcome_unknown` when nobody can tell
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
export async function initPulledPost(
	this: IExecuteFunctions,
	call: InitCall,
	source: PulledSource,
	beforeSend: () => Promise<void>,
): Promise<string> {
	const request = { ...call.body, source_info: source };
	try {
		const data = await callTikTok.call(this, call.path, 'init', request, 'once', beforeSend);
		const publishId = asText(data.publish_id);
		if (PUBLISH_ID_PATTERN.test(publishId)) return publishId;
	} catch (error) {
		if (!(error instanceof TikTokError) || isDefiniteRefusal(error.failure)) throw asError(error);
		throw announcementUnanswered(error.failure);
	}
	throw announcementUnanswered();
}
