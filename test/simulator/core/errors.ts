/**
 * TikTok's error codes with the HTTP status and text that go with them.
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-error-handling
 */
const GUIDELINES =
	'Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/';

interface ErrorEntry {
	status: number;
	message: string;
	/** Policy refusals: D7 says that TikTok at times sends them with 200. */
	policy?: boolean;
}

/** The error catalogue of the Content Posting API. */
export const API_ERRORS = {
	invalid_params: { status: 400, message: 'The request parameters are invalid.' },
	invalid_file_upload: { status: 400, message: 'The file does not meet our API specification.' },
	scope_permission_missed: {
		status: 400,
		message: 'A field in the request needs a scope that the user has not granted.',
	},
	app_version_check_failed: {
		status: 400,
		message: "The creator's TikTok app is older than 31.8 and cannot take photo drafts.",
	},
	invalid_publish_id: { status: 400, message: 'The publish_id does not exist.' },
	token_not_authorized_for_specified_publish_id: {
		status: 400,
		message: 'The access token does not belong to the user of this publish_id.',
	},
	publish_not_cancellable: { status: 400, message: 'The publish can no longer be cancelled.' },
	access_token_invalid: {
		status: 401,
		message: 'The access token is invalid or not found in the request.',
	},
	scope_not_authorized: {
		status: 401,
		message: 'The user did not authorize the scope required for completing this request.',
	},
	spam_risk_too_many_posts: { status: 403, message: GUIDELINES, policy: true },
	spam_risk_too_many_pending_share: { status: 403, message: GUIDELINES, policy: true },
	reached_active_user_cap: { status: 403, message: GUIDELINES, policy: true },
	spam_risk_user_banned_from_posting: { status: 403, message: GUIDELINES, policy: true },
	unaudited_client_can_only_post_to_private_accounts: {
		status: 403,
		message: GUIDELINES,
		policy: true,
	},
	url_ownership_unverified: { status: 403, message: GUIDELINES, policy: true },
	privacy_level_option_mismatch: { status: 403, message: GUIDELINES, policy: true },
	rate_limit_exceeded: {
		status: 429,
		message: 'The API rate limit was exceeded. Please try again later.',
	},
	internal_error: { status: 500, message: 'Something went wrong. Please try again later.' },
} as const satisfies Record<string, ErrorEntry>;

/** One of TikTok's error codes. */
export type ApiErrorCode = keyof typeof API_ERRORS;

/** Thrown by a rule to refuse a request with TikTok's documented answer. */
export class ApiRefusal extends Error {
	override readonly name = 'ApiRefusal';

	readonly status: number;

	readonly isPolicy: boolean;

	constructor(
		readonly code: ApiErrorCode,
		message?: string,
		status?: number,
	) {
		const entry: ErrorEntry = API_ERRORS[code];
		super(message ?? entry.message);
		this.status = status ?? entry.status;
		this.isPolicy = entry.policy ?? false;
	}
}

/**
 * Thrown by a rule to refuse a token request; flat body, see D3 for the status.
 * @see https://developers.tiktok.com/doc/oauth-error-handling
 */
export class OAuthRefusal extends Error {
	override readonly name = 'OAuthRefusal';

	constructor(
		readonly code: string,
		description: string,
	) {
		super(description);
	}
}
