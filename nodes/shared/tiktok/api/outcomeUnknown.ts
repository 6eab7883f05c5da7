import { TikTokError, type TikTokFailure } from './errors';

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
 * The answer when a post may have been published with another account than the one that is connected now: TikTok
 * tells only that account what became of it.
 */
export function sentWithOtherAccount(credentialName: string, publishId?: string): TikTokError {
	const look =
		publishId === undefined
			? 'Look at that account in the TikTok app.'
			: 'Ask with Get Status, this publish_id and that credential, or look at that account in the TikTok app.';
	return new TikTokError({
		code: 'outcome_unknown',
		message:
			'The post was begun with another TikTok account, and it is unknown whether TikTok published it there',
		advice: `It was sent with the credential "${credentialName}" as it was connected then. ${look} To post with the account that is connected now, start the workflow anew.`,
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
		mayBePosted: true,
		message: 'Another execution is publishing the same post',
		advice:
			'This one stopped before its last bytes, so there will be one post. Look at the other execution, or run this one again: it tells what became of the post.',
		retry: 'soon',
		stage: 'upload',
	});
}

/** Whether an error is `takenOver`. */
export function isTakenOver(error: unknown): boolean {
	return error instanceof TikTokError && error.failure.code === 'already_begun';
}
