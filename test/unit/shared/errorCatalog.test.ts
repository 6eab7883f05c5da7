import {
	type ApiAnswer,
	describeFailReason,
	errorFromAnswer,
	errorFromFailReason,
} from '../../support/tested/tiktok';

type Refusal = Extract<ApiAnswer, { ok: false }>;

/** Every code TikTok documents for posting, its HTTP status, and what a retry can do. */
const API_CODES = [
	['invalid_params', 400, 'input'],
	['invalid_file_upload', 400, 'file'],
	['scope_permission_missed', 400, 'credential'],
	['app_version_check_failed', 400, 'account'],
	['invalid_publish_id', 400, 'input'],
	['token_not_authorized_for_specified_publish_id', 400, 'config'],
	['publish_not_cancellable', 400, 'input'],
	['access_token_invalid', 401, 'credential'],
	['scope_not_authorized', 401, 'credential'],
	['spam_risk_too_many_posts', 403, 'hours'],
	['spam_risk_too_many_pending_share', 403, 'hours'],
	['reached_active_user_cap', 403, 'hours'],
	['spam_risk_user_banned_from_posting', 403, 'account'],
	['unaudited_client_can_only_post_to_private_accounts', 403, 'config'],
	['url_ownership_unverified', 403, 'config'],
	['privacy_level_option_mismatch', 403, 'input'],
	['rate_limit_exceeded', 429, 'wait'],
	['internal_error', 500, 'soon'],
] as const;

const FAIL_REASONS = [
	['file_format_check_failed', 'file'],
	['duration_check_failed', 'file'],
	['frame_rate_check_failed', 'file'],
	['picture_size_check_failed', 'file'],
	['internal', 'soon'],
	['video_pull_failed', 'soon'],
	['photo_pull_failed', 'soon'],
	['publish_cancelled', 'never'],
	['auth_removed', 'credential'],
	['spam_risk_too_many_posts', 'hours'],
	['spam_risk_user_banned_from_posting', 'account'],
	['spam_risk_text', 'never'],
	['spam_risk', 'never'],
] as const;

function refusal(changes: Partial<Refusal> = {}): Refusal {
	return { ok: false, code: 'x', message: '', logId: 'LOG1', httpStatus: 400, ...changes };
}

function failureOf(changes: Partial<Refusal>, retryAfterSeconds?: number) {
	return errorFromAnswer(refusal(changes), 'init', retryAfterSeconds).failure;
}

describe('an answer with a documented code', () => {
	it.each(API_CODES)('%s (HTTP %d) is of the class %s', (code, httpStatus, retry) => {
		const failure = failureOf({ code, httpStatus });
		expect(failure).toMatchObject({ code, httpStatus, retry, stage: 'init', logId: 'LOG1' });
		expect(failure.message).not.toMatch(/refused the request/);
		expect(failure.advice).toMatch(/^[A-Z].+\.$/);
	});

	it.each(API_CODES)(
		'%s is the same when TikTok sends it with HTTP 200',
		(code, httpStatus, retry) => {
			expect(failureOf({ code, httpStatus: 200 })).toEqual({
				...failureOf({ code, httpStatus }),
				httpStatus: 200,
				retry,
			});
		},
	);

	it('may be spelled invalid_param', () => {
		expect(failureOf({ code: 'invalid_param' })).toEqual(failureOf({ code: 'invalid_params' }));
	});

	it('says TikTok’s own words after ours, without secrets', () => {
		const failure = failureOf({
			code: 'invalid_params',
			message: ' The chunk size is invalid, see https://open-upload.tiktokapis.com/upload/?a=b ',
		});
		expect(failure.message).toBe(
			'TikTok refused a value of this post: The chunk size is invalid, see [hidden]',
		);
	});
});

describe('a code that is not documented', () => {
	it('is passed on with TikTok’s words', () => {
		expect(failureOf({ code: 'brand_new', message: 'No.' })).toMatchObject({
			code: 'brand_new',
			message: 'TikTok refused the request: No',
			retry: 'never',
		});
	});

	it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
		'is not taken for something of JavaScript’s own: %s',
		(code) => {
			expect(failureOf({ code })).toMatchObject({ code, message: 'TikTok refused the request' });
			expect(errorFromFailReason(code, 'p').failure).toMatchObject({ code });
			expect(describeFailReason(code, 'p_1')).toMatch(/^TikTok could not publish the post\./);
		},
	);

	it('tells no secret, whatever TikTok puts into code and log id', () => {
		const token = 'act.example12345Example12345Example';
		const failure = failureOf({ code: token, logId: `a ${token}`, message: token });
		expect(JSON.stringify(failure)).not.toContain('example12345');
		const { failure: failed } = errorFromFailReason(token, 'p');
		expect(JSON.stringify(failed)).not.toContain('example12345');
	});
});

describe('the limit of calls per minute', () => {
	it('asks for a minute when TikTok names no time', () => {
		const failure = failureOf({ code: 'rate_limit_exceeded', httpStatus: 429 });
		expect(failure.retryAfterSeconds).toBe(60);
	});

	it('is said once, not also in TikTok’s words', () => {
		const message = 'You have exceeded the rate limit';
		const failure = failureOf({ code: 'rate_limit_exceeded', httpStatus: 429, message });
		expect(failure.message).not.toContain(message);
	});

	it('asks for what TikTok names', () => {
		const failure = failureOf({ code: 'rate_limit_exceeded', httpStatus: 429 }, 7);
		expect(failure.retryAfterSeconds).toBe(7);
	});

	it.each([undefined, 7])('is also a 429 without TikTok’s envelope (Retry-After %s)', (seconds) => {
		const failure = failureOf({ code: '', httpStatus: 429 }, seconds);
		expect(failure).toMatchObject({ code: 'rate_limit_exceeded', retry: 'wait', httpStatus: 429 });
		expect(failure.retryAfterSeconds).toBe(seconds ?? 60);
	});

	it('is no other code’s business', () => {
		const daily = failureOf({ code: 'spam_risk_too_many_posts', httpStatus: 403 }, 7);
		expect(daily.retryAfterSeconds).toBeUndefined();
	});
});

describe('an answer that is not TikTok’s envelope', () => {
	it.each([
		[200, 'soon'],
		[302, 'soon'],
		[400, 'never'],
		[403, 'never'],
		[404, 'never'],
		[408, 'soon'],
		[500, 'soon'],
		[502, 'soon'],
		[503, 'soon'],
	])('with HTTP %d is worth another try: %s', (httpStatus, retry) => {
		expect(failureOf({ code: '', httpStatus })).toMatchObject({
			code: 'unexpected_answer',
			message: `TikTok answered in an unexpected way (HTTP ${httpStatus})`,
			httpStatus,
			retry,
		});
	});
});

describe('a post that TikTok could not publish', () => {
	it.each(FAIL_REASONS)('%s is of the class %s', (reason, retry) => {
		const { failure } = errorFromFailReason(reason, 'v_pub_file~v2-1.77');
		expect(failure).toMatchObject({
			code: reason,
			retry,
			stage: 'status',
			publishId: 'v_pub_file~v2-1.77',
		});
		expect(failure.message).not.toContain(reason);
		expect(describeFailReason(reason, 'v_1')).toBe(`${failure.message}. ${failure.advice}`);
	});

	it('for a reason that is not documented names it', () => {
		expect(errorFromFailReason('brand_new', 'p').failure).toMatchObject({
			code: 'brand_new',
			message: 'TikTok could not publish the post: brand_new',
		});
	});

	it('for no reason has a code of its own', () => {
		expect(errorFromFailReason('', 'p').failure).toMatchObject({
			code: 'publish_failed',
			message: 'TikTok could not publish the post',
		});
	});
});

describe('photos that TikTok could not publish', () => {
	const DIRECT = 'p_pub_url~v2.7700000000000000003';
	const DRAFT = 'p_inbox_url~v2.7700000000000000004';

	it.each([
		['file_format_check_failed', /JPEG or WebP/, /convert PNG and HEIC/],
		['picture_size_check_failed', /too large in pixels/, /1,080 pixels on its shorter side/],
		['spam_risk_text', /title or description/, /Change both/],
	])('for %s are told about photos', (reason, message, advice) => {
		for (const publishId of [DIRECT, DRAFT]) {
			const { failure } = errorFromFailReason(reason, publishId);
			expect(failure).toMatchObject({ code: reason, publishId, isNotPublished: true });
			expect(failure.message).toMatch(message);
			expect(failure.advice).toMatch(advice);
			const text = describeFailReason(reason, publishId);
			expect(text).toBe(`${failure.message}. ${failure.advice}`);
			expect(text).not.toMatch(/video|MP4|caption/i);
		}
		expect(describeFailReason(reason, 'v_pub_file~v2-1.77')).toMatch(/video|caption/);
	});

	it.each(['file_format_check_failed', 'picture_size_check_failed'])(
		'for %s learn that one photo fails the whole post',
		(reason) => {
			expect(describeFailReason(reason, DIRECT)).toMatch(
				/One photo.* fails the whole post, and TikTok does not say which/,
			);
		},
	);

	it('for any other reason as videos are', () => {
		const [photo, video] = [DIRECT, 'v_pub_url~v2.1'].map((id) =>
			describeFailReason('internal', id),
		);
		expect(photo).toBe(video);
	});
});

describe('TikTok’s own words', () => {
	const failureOf = (code: string, message: string) =>
		errorFromAnswer({ ok: false, code, message, logId: '', httpStatus: 400 }, 'init').failure;

	it('tell that the plan for the chunks is what it refuses', () => {
		expect(failureOf('invalid_params', 'The total chunk count is invalid').isPlanRefused).toBe(
			true,
		);
		expect(failureOf('invalid_params', 'The title is invalid')).not.toHaveProperty('isPlanRefused');
		expect(failureOf('invalid_file_upload', 'A chunk is')).not.toHaveProperty('isPlanRefused');
	});

	it('stand behind ours without the full stop at their end', () => {
		const { message } = failureOf('invalid_params', '');
		expect(failureOf('invalid_params', 'No. 5 is bad.').message).toBe(`${message}: No. 5 is bad`);
	});

	it('are left out where they only point to the guidelines', () => {
		const guidelines = 'Please review our integration guidelines at https://developers.tiktok.com/';
		const { message } = failureOf('invalid_params', '');
		expect(failureOf('invalid_params', guidelines).message).toBe(message);
		expect(failureOf('invalid_params', `Bad. ${guidelines}`).message).toContain('Bad. Please');
	});
});
