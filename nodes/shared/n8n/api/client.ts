import { asError, TikTokError, withPublishId, type PostStage } from '../../tiktok/api/errors';
import { isDefiniteRefusal } from '../../tiktok/api/isDefiniteRefusal';
import { announcementUnanswered } from '../../tiktok/api/outcomeUnknown';
import { readPublishStatus, type PublishStatus } from '../../tiktok/api/publishStatus';
import {
	asText,
	CANCEL_PATH,
	CREATOR_INFO_PATH,
	readCreatorInfo,
	STATUS_PATH,
	type ApiPath,
	type ChunkPlan,
	type CreatorInfo,
	type FileUploadSource,
	type InitCall,
	type PulledSource,
	type WireObject,
} from '../../tiktok/api/wire';
import { PUBLISH_ID_PATTERN } from '../../tiktok/limits';
import type { UploadTicket } from '../../tiktok/upload/openUpload';
import { isTrustedUploadUrl } from '../../tiktok/upload/uploadUrl';
import { callTikTok, type ApiCall, type CallHooks } from './callTikTok';
import { NO_WAIT, whenFree, type Idle, type RateLimitPolicy } from './pacedCall';
import type { ApiCaller } from './caller';
import { now } from '../clock';

const SOON_MS = 3_000;

/**
 * TikTok's API, called as the connected account, with an item's patience for TikTok's limits. All of its calls
 * may wait, so all of them end with a StoppedError when the user stops the execution.
 */
export class TikTokClient {
	/**
	 * @param policy drop-downs and whoever says nothing never wait where TikTok refuses a call for its number
	 * @param idle what is done while a call waits for its turn; nothing by default
	 */
	constructor(
		private readonly caller: ApiCaller,
		private readonly policy: RateLimitPolicy = NO_WAIT,
		private readonly idle?: Idle,
	) {}

	/**
	 * What the connected creator may post right now. TikTok wants it asked before each post.
	 *
	 * @throws TikTokError when TikTok doesn't answer, or says that the creator can't post now
	 * @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
	 */
	async creatorInfo(): Promise<CreatorInfo> {
		const call = { path: CREATOR_INFO_PATH, stage: 'creator_info', body: {} } as const;
		return readCreatorInfo(await this.call(call));
	}

	/**
	 * Announces a video and the plan of its chunks. From here on TikTok knows the post, but nothing is published before
	 * the last byte has arrived, so a lost answer can be asked for again.
	 *
	 * @throws TikTokError when TikTok refuses the post or answers with something unusable
	 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
	 */
	async initVideo({ path, body }: InitCall, plan: ChunkPlan): Promise<UploadTicket> {
		const source: FileUploadSource = { source: 'FILE_UPLOAD', ...plan };
		return readTicket(
			await this.call({ path, stage: 'init', body: { ...body, source_info: source } }),
		);
	}

	/**
	 * Makes a post whose media TikTok downloads. The call alone publishes, so it is made once: an answer that
	 * leaves open whether TikTok took it is never a reason to call again.
	 *
	 * @param findSource asked when the call goes out, for URLs that count from then on
	 * @param hooks awaited right before the call goes out, after any wait for its turn, and after a refusal
	 * @returns the publish id
	 * @throws TikTokError when TikTok refused; no post exists then
	 * @throws TikTokError `outcome_unknown` when nobody can tell
	 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
	 */
	async initPulled(
		{ path, body }: InitCall,
		findSource: () => PulledSource,
		hooks: Pick<CallHooks, 'beforeSend' | 'afterRefusal'>,
	): Promise<string> {
		const request = () => ({ ...body, source_info: findSource() });
		try {
			const data = await this.call({ path, stage: 'init', body: request, isOnce: true }, hooks);
			const publishId = asText(data.publish_id);
			if (PUBLISH_ID_PATTERN.test(publishId)) return publishId;
		} catch (error) {
			if (!(error instanceof TikTokError) || isDefiniteRefusal(error.failure)) throw asError(error);
			throw announcementUnanswered(error.failure);
		}
		throw announcementUnanswered();
	}

	/**
	 * Asks TikTok how a post is doing.
	 *
	 * @throws TikTokError when TikTok doesn't answer, tells no status, or doesn't know the id
	 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
	 */
	async status(publishId: string, stage: PostStage = 'status'): Promise<PublishStatus> {
		const data = await this.call({ path: STATUS_PATH, stage, body: { publish_id: publishId } });
		const status = readPublishStatus(data);
		if (status.status === '') throw statusMissing(stage, publishId);
		return status;
	}

	/** Whether a call would go out within seconds, as far as this process knows. */
	async isFreeSoon(path: ApiPath): Promise<boolean> {
		return (await whenFree(this.caller, path)) <= now() + SOON_MS;
	}

	/** When TikTok's limit has room for another `status`; milliseconds since the epoch. */
	async statusFreeAt(): Promise<number> {
		return await whenFree(this.caller, STATUS_PATH);
	}

	/**
	 * Asks TikTok to stop downloading the media of a post, which then fails with `publish_cancelled`. Best
	 * effort: a download that is through can't be stopped. Asking twice does no harm.
	 *
	 * @throws TikTokError, with the publish id, when the post can't be cancelled
	 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
	 */
	async cancel(publishId: string): Promise<void> {
		try {
			await this.call({ path: CANCEL_PATH, stage: 'cancel', body: { publish_id: publishId } });
		} catch (error) {
			throw asError(withPublishId(error, publishId));
		}
	}

	/**
	 * Any call; what it answers is for its own room to read.
	 *
	 * @throws TikTokError for every answer but `ok`, and when TikTok can't be reached
	 */
	async call(
		call: ApiCall,
		hooks: Pick<CallHooks, 'beforeSend' | 'afterRefusal'> = {},
	): Promise<WireObject> {
		return await callTikTok(this.caller, this.policy, call, { idle: this.idle, ...hooks });
	}
}

function readTicket(data: WireObject): UploadTicket {
	const publishId = asText(data.publish_id);
	const uploadUrl = asText(data.upload_url);
	if (PUBLISH_ID_PATTERN.test(publishId) && isTrustedUploadUrl(uploadUrl)) {
		return { publishId, uploadUrl };
	}
	throw new TikTokError({
		code: 'unexpected_answer',
		message: 'TikTok accepted the post but did not say where to send the video',
		advice: 'Nothing was posted. Try again in a few minutes.',
		retry: 'soon',
		stage: 'init',
	});
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
