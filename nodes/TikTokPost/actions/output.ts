import type { IDataObject } from 'n8n-workflow';
import { asError } from '../../shared/tiktok/api/errors';
import { describeFailReason } from '../../shared/tiktok/api/failReasons';
import { postUrlOf, type PublishStatus } from '../../shared/tiktok/api/publishStatus';
import { redactMessage } from '../../shared/tiktok/api/redact';
import type { CreatorInfo } from '../../shared/tiktok/api/wire';
import type { Item } from '../../shared/n8n/api/item';

/**
 * An output item in TikTok's names: what people look for first, and nothing where TikTok says nothing. It has no
 * `error` key, which n8n would take for a failed node, and no upload URL, which would let others write to the post.
 *
 * @param ending what the node itself says about how the item ended
 */
export function makePostOutput(
	publishId: string,
	status: PublishStatus,
	creatorUsername: string,
	ending: IDataObject = {},
): IDataObject {
	const postUrl = postUrlOf(publishId, creatorUsername, status.post_ids);
	return {
		status: status.status,
		...(postUrl === undefined ? {} : { post_url: postUrl }),
		...ending,
		publish_id: publishId,
		...(status.post_ids.length === 0 ? {} : { post_ids: [...status.post_ids] }),
		...(creatorUsername === '' ? {} : { creator_username: creatorUsername }),
		...describeFailure(status, publishId),
		...(status.uploaded_bytes === undefined ? {} : { uploaded_bytes: status.uploaded_bytes }),
		...(status.downloaded_bytes === undefined ? {} : { downloaded_bytes: status.downloaded_bytes }),
	};
}

/** What TikTok says about the creator, in its own names. */
export function describeCreator(info: CreatorInfo): IDataObject {
	return {
		creator_username: info.creator_username,
		creator_nickname: info.creator_nickname,
		creator_avatar_url: info.creator_avatar_url,
		privacy_level_options: [...info.privacy_level_options],
		comment_disabled: info.comment_disabled,
		duet_disabled: info.duet_disabled,
		stitch_disabled: info.stitch_disabled,
		max_video_post_duration_sec: info.max_video_post_duration_sec ?? null,
	};
}

function describeFailure(status: PublishStatus, publishId: string): IDataObject {
	if (status.fail_reason === '') return {};
	return {
		fail_reason: status.fail_reason,
		fail_message: describeFailReason(status.fail_reason, publishId),
	};
}

/**
 * The creator's user name, or `''`. It is only part of the post's address: without it (no scope, no quota)
 * the rest of an output stands.
 */
export async function findCreatorUsername(item: Item): Promise<string> {
	try {
		return (await item.tiktok.creatorInfo()).creator_username;
	} catch (error) {
		const reason = redactMessage(asError(error).message);
		item.n8n.logger.debug(`TikTok Post: the creator's user name is unknown: ${reason}`);
		return '';
	}
}
