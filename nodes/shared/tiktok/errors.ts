/** Where in the life of a post something went wrong. */
export type PostStage =
	| 'parameters'
	| 'media'
	| 'creator_info'
	| 'init'
	| 'upload'
	| 'status'
	| 'cancel';

/**
 * What a retry can do.
 * - `wait`: the per-minute limit; try again after the stated time
 * - `soon`: a passing fault; try again shortly
 * - `hours`: not today
 * - the others: never without a change by a person
 */
export type RetryClass =
	| 'wait'
	| 'soon'
	| 'hours'
	| 'config'
	| 'input'
	| 'file'
	| 'account'
	| 'never';

/**
 * The user's input can't be posted. Raised before anything is sent, so nothing is lost or half done.
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
	readonly isUnheard?: boolean;
	/** The post does not exist and never will: it can be made anew. */
	readonly isNotPublished?: boolean;
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
export function isPassing(error: TikTokError): boolean {
	return error.failure.retry === 'soon' || error.failure.retry === 'wait';
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

	constructor(readonly publishId?: string) {
		super('The execution was stopped');
	}
}
