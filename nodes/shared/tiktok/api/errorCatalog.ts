/**
 * Every code TikTok documents for posting: what happened, what to do, and whether a retry can help.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
 */
import { TikTokError, type PostStage, type RetryClass } from './errors';
import { RATE_WINDOW_SECONDS } from './rateWindow';
import { redactMessage } from './redact';
import type { ApiAnswer } from './wire';

/** What a code means to a person, and whether a retry can help. */
export interface CatalogEntry {
	readonly message: string;
	readonly advice: string;
	readonly retry: RetryClass;
}

const API_ERRORS: Readonly<Record<string, CatalogEntry>> = {
	invalid_params: {
		message: 'TikTok refused a value of this post',
		advice: "TikTok's message names the field. Correct the parameter and run the node again.",
		retry: 'input',
	},
	invalid_file_upload: {
		message: 'TikTok refused the file',
		advice:
			'Send an MP4, MOV or WebM file up to 4 GB, 360 to 4,096 pixels each side, 23 to 60 fps.',
		retry: 'file',
	},
	scope_permission_missed: {
		message: 'The connected account did not grant a scope that this field needs',
		advice: 'Add the scope in the TikTok credential and connect the account again.',
		retry: 'credential',
	},
	app_version_check_failed: {
		message: "The creator's TikTok app is too old for drafts",
		advice: 'Ask the creator to update the TikTok app to version 31.8 or newer.',
		retry: 'account',
	},
	invalid_publish_id: {
		message: 'TikTok does not know this Publish ID',
		advice: 'Use the publish_id that Create or Upload returned for the same account.',
		retry: 'input',
	},
	token_not_authorized_for_specified_publish_id: {
		message: 'This Publish ID belongs to a post of another account',
		advice: 'Choose the TikTok credential that made the post.',
		retry: 'config',
	},
	publish_not_cancellable: {
		message: 'The post can no longer be cancelled',
		advice:
			'Look with Get Status what became of it. Only a post whose media TikTok is still downloading from a URL can be cancelled: not one that TikTok has finished with, and not a video that was uploaded as a file.',
		retry: 'input',
	},
	access_token_invalid: {
		message: 'TikTok no longer accepts the access of this credential',
		advice:
			'Open the TikTok credential and connect the account again. Access that keeps ending after two hours means that this n8n is too old: update it to 2.36 or newer.',
		retry: 'credential',
	},
	scope_not_authorized: {
		message: 'The connected account did not allow this',
		advice:
			'Post: Create and Creator: Get need the scope video.publish, Post: Upload needs video.upload, Post: Get and Post: Get Many need video.list (“Read Public Videos”). Select it under Scopes in the TikTok credential, connect again, and leave it switched on at TikTok.',
		retry: 'credential',
	},
	spam_risk_too_many_posts: {
		message: "The creator reached TikTok's daily number of posts through apps",
		advice: 'Post again in up to 24 hours, or post in the TikTok app.',
		retry: 'hours',
	},
	spam_risk_too_many_pending_share: {
		message: 'The creator has too many drafts waiting',
		advice: 'Ask the creator to post or discard drafts in the TikTok app, then run again.',
		retry: 'hours',
	},
	reached_active_user_cap: {
		message: 'Your TikTok app reached its daily number of posting users',
		advice: "Try again tomorrow. Passing TikTok's app audit raises the limit.",
		retry: 'hours',
	},
	spam_risk_user_banned_from_posting: {
		message: 'TikTok has banned this account from posting',
		advice: 'The account owner has to resolve this with TikTok.',
		retry: 'account',
	},
	unaudited_client_can_only_post_to_private_accounts: {
		message: "Your TikTok app isn't audited yet, so it can only post to private accounts",
		advice:
			'Set the account itself (not only the post) to private in the TikTok app, send a draft with Post: Upload, or have the app audited by TikTok.',
		retry: 'config',
	},
	url_ownership_unverified: {
		message: 'The URL is not on a property verified for your TikTok app',
		advice:
			"Verify the domain or URL prefix under URL properties in TikTok's developer portal. TikTok takes photos in no other way; a video can instead be sent by n8n, with Video Source set to URL.",
		retry: 'config',
	},
	privacy_level_option_mismatch: {
		message: 'Privacy Level is not available to this account',
		advice: 'Choose one of the levels that the list offers for the connected account.',
		retry: 'input',
	},
	rate_limit_exceeded: {
		message: "TikTok's limit of calls per minute is reached",
		advice: 'Wait a minute before the next try, or set Options → On Rate Limit to Wait.',
		retry: 'wait',
	},
	internal_error: {
		message: 'TikTok had an internal problem',
		advice: 'Try again in a few minutes.',
		retry: 'soon',
	},
};

/** Other spellings of a code. */
const CODE_ALIASES: Readonly<Record<string, string>> = { invalid_param: 'invalid_params' };

const UNKNOWN_CODE: CatalogEntry = {
	message: 'TikTok refused the request',
	advice: "Look the code up in TikTok's documentation, or ask TikTok's support with the log id.",
	retry: 'never',
};

/** The error for an API answer that is not `ok`. `retryAfterSeconds` is TikTok's, where it sent one. */
export function errorFromAnswer(
	answer: Extract<ApiAnswer, { ok: false }>,
	stage: PostStage,
	retryAfterSeconds?: number,
): TikTokError {
	const code = lookUp(CODE_ALIASES, answer.code) ?? redactMessage(answer.code);
	const logId = redactMessage(answer.logId);
	if (code === '') return errorWithoutCode(answer.httpStatus, logId, stage, retryAfterSeconds);
	const entry = lookUp(API_ERRORS, code) ?? UNKNOWN_CODE;
	const waitSeconds =
		entry.retry === 'wait' ? (retryAfterSeconds ?? RATE_WINDOW_SECONDS) : undefined;
	return new TikTokError({
		code,
		// For a limit TikTok's words only say the same again.
		message: entry.retry === 'wait' ? entry.message : withDetail(entry.message, answer.message),
		advice: entry.advice,
		retry: entry.retry,
		stage,
		logId,
		httpStatus: answer.httpStatus,
		retryAfterSeconds: waitSeconds,
		serverWaitSeconds: retryAfterSeconds,
		...(code === 'invalid_params' && PLAN_REFUSAL.test(answer.message) && { isPlanRefused: true }),
	});
}

/** TikTok has no code of its own for a plan that it refuses, but its words name what it is about. */
const PLAN_REFUSAL = /chunk/i;

/** The error for an answer that isn't TikTok's envelope: a gateway's HTML page, an empty or cut-off body. */
function errorWithoutCode(
	httpStatus: number,
	logId: string,
	stage: PostStage,
	retryAfterSeconds: number | undefined,
): TikTokError {
	if (httpStatus === 429) {
		return errorFromAnswer(
			{ ok: false, code: 'rate_limit_exceeded', message: '', logId, httpStatus },
			stage,
			retryAfterSeconds,
		);
	}
	const isTransient = httpStatus >= 500 || httpStatus < 400 || httpStatus === 408;
	return new TikTokError({
		code: 'unexpected_answer',
		message: `TikTok answered in an unexpected way (HTTP ${httpStatus})`,
		advice: isTransient
			? 'This usually passes. Try again in a few minutes.'
			: 'Check whether a proxy or firewall changes requests to open.tiktokapis.com.',
		retry: isTransient ? 'soon' : 'never',
		stage,
		logId,
		httpStatus,
	});
}

/** What TikTok says with most refusals, whatever the reason. */
const UNHELPFUL_DETAIL = /^Please review our integration guidelines/;

/** A message with TikTok's own words behind it, where they say more. */
export function withDetail(message: string, detail: string): string {
	if (UNHELPFUL_DETAIL.test(detail)) return message;
	const shown = redactMessage(detail).trim().replace(/\.$/, '');
	return shown === '' ? message : `${message}: ${shown}`;
}

/** An entry of a table, never what every object has. */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}
