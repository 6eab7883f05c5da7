import type { Answer } from './recorder';
import type { LiveSession } from './session';

export type CheckName =
	| 'connect'
	| 'refresh'
	| 'wrong-secret'
	| 'app-token'
	| 'creator-info'
	| 'video'
	| 'large-video'
	| 'chunk-plans'
	| 'long-caption'
	| 'chunk-twice'
	| 'status-while-uploading'
	| 'lost-chunk'
	| 'lost-answer'
	| 'chunk-out-of-order'
	| 'resume'
	| 'cancel'
	| 'draft'
	| 'photo-unverified'
	| 'missing-scope'
	| 'wrong-id'
	| 'video-list'
	| 'calls-per-minute'
	| 'old-refresh-token';

/** What a check asks TikTok, and says before it does. */
export interface Check {
	readonly name: CheckName;
	/** What it will do. */
	readonly does: string;
	/** What stays behind at TikTok. */
	readonly leaves: string;
	/** What the account has to allow, beside `user.info.basic`. */
	readonly scopes: readonly string[];
	/** It makes no friends, so it is done only after a yes. */
	readonly asksFirst?: boolean;
	/** @throws whatever ended it; what was seen until then counts all the same */
	run(session: LiveSession, see: See): Promise<void>;
}

/** Notes what positions can be read from, as soon as it was seen. */
export type See = (seen: Seen) => void;

/** A request that TikTok may refuse for one thing, and, where it did, its answer to one without that. */
export interface Comparison {
	readonly odd: Answer;
	readonly usual: Answer | undefined;
}

/** The answers that positions of switches are read from, by what was asked; absent = not asked. */
export interface Seen {
	/** The code's exchange for tokens. */
	readonly connected?: Answer;
	/** Two refreshes as this package makes them. */
	readonly refreshed?: Answer;
	readonly refreshedAgain?: Answer;
	/** A refresh with `client_key` in the query alone, after those. */
	readonly keyInQuery?: Answer;
	/** A refresh with fields that TikTok does not list, and the one before it. */
	readonly extraFields?: Comparison;
	/** A refresh with a refresh token that was replaced a moment before, and when that was. */
	readonly reused?: { readonly answer: Answer; readonly replacedAt: number };
	readonly wrongSecret?: Answer;
	readonly appToken?: Answer;
	readonly creator?: Answer;
	/** Inits of plans: the count rounded up, one chunk that is not the whole, 66,000,000 bytes in one, and several. */
	readonly countUp?: Answer;
	readonly looseChunk?: Comparison;
	readonly bigChunk?: Comparison;
	readonly severalChunks?: Comparison;
	readonly longCaption?: Comparison;
	readonly withoutBrand?: Comparison;
	/** An init whose upload was opened. */
	readonly opened?: Answer;
	readonly firstChunk?: Answer;
	readonly sameChunk?: Answer;
	/** After a chunk that broke off: the status, then the whole chunk again. */
	readonly broken?: { readonly status: Answer; readonly again: Answer; readonly before: number };
	readonly unknownField?: Comparison;
	readonly unverified?: Answer;
	readonly missingScope?: Answer;
	readonly wrongId?: Answer;
	/** The last of many calls within a minute; without a refusal all of them were made, or the minute was over. */
	readonly flood?: { readonly answer: Answer; readonly isWhole: boolean };
}
