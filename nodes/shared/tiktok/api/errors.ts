/** Where in the life of a post something went wrong; `read` is what comes after it: posts and profiles. */
export type PostStage =
	| 'parameters'
	| 'media'
	| 'creator_info'
	| 'init'
	| 'upload'
	| 'status'
	| 'cancel'
	| 'read';

/**
 * What a retry can do.
 * - `wait`: the per-minute limit; try again after the stated time
 * - `soon`: a passing fault; try again shortly
 * - `hours`: not today
 * - `credential`: the account has to be connected again
 * - the others: never without a change by a person
 */
export type RetryClass =
	| 'wait'
	| 'soon'
	| 'hours'
	| 'credential'
	| 'config'
	| 'input'
	| 'file'
	| 'account'
	| 'never';

/**
 * The user's input can't be posted. Raised before anything is sent, so nothing is lost or half done; of the stage
 * `media` also while a file is sent that turns out to be another one, see {@link afterSending}.
 */
export class InputError extends Error {
	override readonly name = 'InputError';

	/**
	 * @param message what is wrong, naming the parameter as the editor shows it
	 * @param fix what to do instead
	 */
	constructor(
		message: string,
		readonly fix: string,
		readonly stage: 'parameters' | 'media' = 'parameters',
	) {
		super(message);
	}
}

/** Everything a person or a workflow can act on when TikTok, or the way to it, says no. */
export interface TikTokFailure {
	/** TikTok's code, or one of ours in the same style for what has none (`network_error`, …). */
	readonly code: string;
	/** What happened. */
	readonly message: string;
	/** What to do next. */
	readonly advice: string;
	readonly retry: RetryClass;
	readonly stage: PostStage;
	readonly logId?: string;
	readonly httpStatus?: number;
	/** How long to wait before the next try: TikTok's word, or its documented window. */
	readonly retryAfterSeconds?: number;
	/** The same, only if TikTok itself sent it. */
	readonly serverWaitSeconds?: number;
	readonly publishId?: string;
	/** TikTok certainly made nothing of the call: it never got there, or not with valid access. */
	readonly hadNoEffect?: boolean;
	/** TikTok refused the plan for a video's chunks: no post exists, and another plan may do. */
	readonly isPlanRefused?: boolean;
	/** The post does not exist and never will: it can be made anew. */
	readonly isNotPublished?: boolean;
	/** TikTok has, or may have, all it needs to publish: whoever sends it again may post twice. */
	readonly mayBePosted?: boolean;
}

/** TikTok refused, failed, or could not be reached. Never holds a token, a URL or an answer's body. */
export class TikTokError extends Error {
	override readonly name = 'TikTokError';

	constructor(readonly failure: TikTokFailure) {
		super(failure.message);
	}

	/** The same failure, with the post it belongs to. */
	withPublishId(publishId: string): TikTokError {
		return new TikTokError({ ...this.failure, publishId });
	}
}

/** Whether the same call may succeed later without anybody's help. */
export function isPassing({ failure }: Pick<TikTokError, 'failure'>): boolean {
	return failure.retry === 'soon' || failure.retry === 'wait';
}

const RECEIVED = {
	what: 'TikTok has the post, but its status is not known',
	nextStep:
		'Ask with Get Status and this publish_id what became of it. Do not send it again, that could post it twice.',
};
const PERHAPS_RECEIVED = {
	what: 'All of the post was sent, and TikTok may have it',
	nextStep:
		'Ask with Get Status and this publish_id, or retry this execution, which asks TikTok first. A new execution could post it twice.',
};

/**
 * A caught value that ended a post after all of it was sent, on its way on: it names the post and says that
 * sending it again is no way out, also where only the file could not be read once more. What says so itself, or
 * says that nothing was published, stays as it is.
 *
 * @param isReceived whether TikTok has confirmed that it has everything
 */
export function afterSending(error: unknown, publishId: string, isReceived: boolean): unknown {
	if (error instanceof StoppedError) return new StoppedError(publishId);
	if (error instanceof InputError)
		return afterSending(asInterruption(error), publishId, isReceived);
	if (!(error instanceof TikTokError)) return error;
	const { failure } = error;
	if (failure.isNotPublished || failure.mayBePosted) return error.withPublishId(publishId);
	if (failure.stage === 'media') return afterSending(asInterruption(error), publishId, isReceived);
	const { what, nextStep } = isReceived ? RECEIVED : PERHAPS_RECEIVED;
	return new TikTokError({
		...failure,
		message: `${what}: ${failure.message}`,
		advice: isPassing(error) ? nextStep : `${failure.advice} ${nextStep}`,
		publishId,
		mayBePosted: true,
	});
}

/** What is wrong with a file that was sent already only keeps its last bytes from being sent once more. */
function asInterruption({ message }: Error): TikTokError {
	return new TikTokError({
		code: 'upload_interrupted',
		message,
		advice: '',
		retry: 'soon',
		stage: 'upload',
	});
}

/** A caught value on its way on, with the post it belongs to where the error can tell. */
export function withPublishId(error: unknown, publishId: string): unknown {
	return error instanceof TikTokError ? error.withPublishId(publishId) : error;
}

/** A caught value on its way on. */
export function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}

/** The user stopped the execution. */
export class StoppedError extends Error {
	override readonly name = 'StoppedError';

	/** @param publishId of a post that was sent already and that stopping can't end */
	constructor(readonly publishId?: string) {
		super('The execution was stopped');
	}
}
