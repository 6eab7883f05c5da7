import { CREATOR_INFO_PATH, readCreatorInfo, type CreatorInfo } from '../../tiktok/api/wire';
import { callTikTok, type ApiCaller } from './callTikTok';

/**
 * What the connected creator may post right now. TikTok wants it asked before each post.
 *
 * @throws TikTokError when TikTok doesn't answer, or says that the creator can't post now
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
export async function queryCreatorInfo(this: ApiCaller): Promise<CreatorInfo> {
	return readCreatorInfo(
		await callTikTok.call(this, CREATOR_INFO_PATH, 'creator_info', {}, 'repeatable'),
	);
}
