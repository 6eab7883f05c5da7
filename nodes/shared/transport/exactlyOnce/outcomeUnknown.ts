import { TikTokError, type TikTokFailure } from '../../tiktok/errors';

/** The answer when a post was begun and nobody can tell what became of it: never posted again in silence. */
export function outcomeUnknown(publishId?: string): TikTokError {
	const howToFindOut =
		publishId === undefined
			? 'Look at the account in the TikTok app.'
			: 'Ask with Get Status and this publish_id, or look at the account in the TikTok app.';
	return new TikTokError({
		code: 'outcome_unknown',
		message: 'The post was begun before, and it is unknown whether TikTok published it',
		advice: `${howToFindOut} If it is not there, start the workflow anew, with another Deduplication Key if you use one.`,
		retry: 'never',
		stage: 'upload',
		publishId,
	});
}

/**
 * The answer when TikTok was told to fetch and publish media and its answer got lost.
 *
 * @param trouble what came instead of an answer, if anything is known of it
 */
export function announcementUnanswered(trouble?: TikTokFailure): TikTokError {
	const reason = trouble === undefined ? 'its answer names no post' : trouble.message;
	return new TikTokError({
		code: 'outcome_unknown',
		message: `TikTok was asked to publish, and it is unknown whether it will: ${reason}`,
		advice:
			'Look at the account in the TikTok app in a few minutes. If the post is not there, start the workflow anew, with another Deduplication Key if you use one. It is not sent again by itself, because that could post it twice.',
		retry: 'never',
		stage: 'init',
		logId: trouble?.logId,
		httpStatus: trouble?.httpStatus,
	});
}

/** The answer when another n8n process sent its last bytes first. */
export function takenOver(): TikTokError {
	return new TikTokError({
		code: 'already_begun',
		message: 'Another execution is publishing the same post',
		advice:
			'This one stopped before its last bytes, so there will be one post. Look at the other execution, or run this one again: it tells what became of the post.',
		retry: 'soon',
		stage: 'upload',
	});
}
