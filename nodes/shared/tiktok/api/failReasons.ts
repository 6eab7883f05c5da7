/**
 * Every reason TikTok documents for a post that it accepted and then could not publish.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
import { lookUp, withDetail, type CatalogEntry } from './errorCatalog';
import { TikTokError } from './errors';
import { isPhotoPost } from './publishStatus';
import { redactMessage } from './redact';

const FAIL_REASONS: Readonly<Record<string, CatalogEntry>> = {
	file_format_check_failed: {
		message: 'TikTok could not publish the video: its format is not supported',
		advice: 'Send MP4, MOV or WebM, best MP4 with H.264.',
		retry: 'file',
	},
	duration_check_failed: {
		message: 'TikTok could not publish the video: its length is not allowed for this creator',
		advice: 'Shorten the video. The creator information says how long it may be.',
		retry: 'file',
	},
	frame_rate_check_failed: {
		message: 'TikTok could not publish the video: its frame rate is not supported',
		advice: 'Export the video with 23 to 60 frames per second.',
		retry: 'file',
	},
	picture_size_check_failed: {
		message: 'TikTok could not publish the video: its picture size is not supported',
		advice: 'Export the video with 360 to 4,096 pixels on each side.',
		retry: 'file',
	},
	internal: {
		message: 'TikTok failed while processing the post',
		advice: 'Try again: this post was not published, and a retry makes a new one.',
		retry: 'soon',
	},
	video_pull_failed: {
		message: 'TikTok could not download the video from the URL',
		advice:
			'Check that the URL is public, does not redirect, and answers quickly, or set Video Source to URL, so that n8n sends the video.',
		retry: 'soon',
	},
	photo_pull_failed: {
		message: 'TikTok could not download a photo from its URL',
		advice: 'Check that every URL is public, does not redirect, and answers quickly.',
		retry: 'soon',
	},
	publish_cancelled: {
		message: 'The post was cancelled',
		advice: 'Create a new post if it should go out after all.',
		retry: 'never',
	},
	auth_removed: {
		message: 'The creator removed the access before TikTok published the post',
		advice: 'Connect the account again in the TikTok credential.',
		retry: 'credential',
	},
	spam_risk_too_many_posts: {
		message: "The creator reached TikTok's daily number of posts through apps",
		advice: 'Post again in up to 24 hours, or post in the TikTok app.',
		retry: 'hours',
	},
	spam_risk_user_banned_from_posting: {
		message: 'TikTok has banned this account from posting',
		advice: 'The account owner has to resolve this with TikTok.',
		retry: 'account',
	},
	spam_risk_text: {
		message: 'TikTok judged the caption risky',
		advice: 'Change the caption: TikTok will not publish this one.',
		retry: 'never',
	},
	spam_risk: {
		message: 'TikTok judged the post risky',
		advice: 'TikTok will not publish it. Check the account status in the TikTok app.',
		retry: 'never',
	},
};

/** The same reasons where they mean something else for photos. */
const PHOTO_FAIL_REASONS: Readonly<Record<string, CatalogEntry>> = {
	file_format_check_failed: {
		message:
			'TikTok could not publish the photos: one of them is no JPEG or WebP, or is over 20 MB',
		advice:
			'Send JPEG or WebP of up to 20 MB: convert PNG and HEIC first. One photo fails the whole post, and TikTok does not say which: check every one.',
		retry: 'file',
	},
	picture_size_check_failed: {
		message: 'TikTok could not publish the photos: one of them is too large in pixels',
		advice:
			'Export every photo with at most 1,080 pixels on its shorter side. One photo over it fails the whole post, and TikTok does not say which: check every one.',
		retry: 'file',
	},
	spam_risk_text: {
		message: 'TikTok judged the title or description risky',
		advice: 'Change both: TikTok will not publish these.',
		retry: 'never',
	},
};

const UNKNOWN_FAIL_REASON: CatalogEntry = {
	message: 'TikTok could not publish the post',
	advice: "Look the post up in the TikTok app, or ask TikTok's support with the publish_id.",
	retry: 'never',
};

/**
 * The error for a post that ended as `FAILED`. It was not published.
 *
 * @param advices by reason, instead of the usual one
 */
export function errorFromFailReason(
	failReason: string,
	publishId: string,
	advices: Readonly<Record<string, string | undefined>> = {},
): TikTokError {
	const entry = findEntry(failReason, publishId);
	return new TikTokError({
		code: redactMessage(failReason) || 'publish_failed',
		message: entry === UNKNOWN_FAIL_REASON ? withDetail(entry.message, failReason) : entry.message,
		advice: lookUp(advices, failReason) ?? entry.advice,
		retry: entry.retry,
		stage: 'status',
		publishId,
		isNotPublished: true,
	});
}

/** What `fail_reason` means, in one sentence with the way out. */
export function describeFailReason(failReason: string, publishId: string): string {
	const entry = findEntry(failReason, publishId);
	return `${entry.message}. ${entry.advice}`;
}

function findEntry(failReason: string, publishId: string): CatalogEntry {
	const forPhotos = isPhotoPost(publishId) ? lookUp(PHOTO_FAIL_REASONS, failReason) : undefined;
	return forPhotos ?? lookUp(FAIL_REASONS, failReason) ?? UNKNOWN_FAIL_REASON;
}
