import {
	isDefiniteRefusal,
	saysCannotPost,
	TikTokError,
	type TikTokFailure,
} from '../../support/tested/tiktok';

const FAILURE: TikTokFailure = {
	code: 'network_error',
	message: 'm',
	advice: 'a.',
	retry: 'soon',
	stage: 'init',
};

/** A call that may have made a post must not be made again, so only certainty counts. */
describe('a failed init certainly made no post', () => {
	it.each<[string, Partial<TikTokFailure>]>([
		['when TikTok never heard of it', { hadNoEffect: true }],
		['when TikTok refused it with a code', { code: 'invalid_params', httpStatus: 400 }],
		['when TikTok refused it with a code and HTTP 200', { code: 'spam_risk', httpStatus: 200 }],
		[
			'when TikTok refused it for the limit of calls',
			{ code: 'rate_limit_exceeded', httpStatus: 429 },
		],
		[
			'when something refused it by the least such status',
			{ code: 'unexpected_answer', httpStatus: 400 },
		],
		['when something refused it by status alone', { code: 'unexpected_answer', httpStatus: 403 }],
	])('%s', (_title, failure) => {
		expect(isDefiniteRefusal({ ...FAILURE, ...failure })).toBe(true);
	});
});

describe('a failed init may have made a post', () => {
	it.each<[string, Partial<TikTokFailure>]>([
		['when no answer came', {}],
		['when no answer came, although the call is known to have been sent', { hadNoEffect: false }],
		['when a gateway failed', { code: 'unexpected_answer', httpStatus: 502 }],
		['when a gateway gave up', { code: 'unexpected_answer', httpStatus: 408 }],
		['when a success cannot be read', { code: 'unexpected_answer', httpStatus: 200 }],
		['when TikTok had trouble', { code: 'internal_error', httpStatus: 500 }],
		['when TikTok had trouble and said HTTP 200', { code: 'internal_error', httpStatus: 200 }],
		['when a code comes with HTTP 500', { code: 'invalid_params', httpStatus: 500 }],
	])('%s', (_title, failure) => {
		expect(isDefiniteRefusal({ ...FAILURE, ...failure })).toBe(false);
	});
});

it.each([
	['spam_risk_too_many_posts', true],
	['reached_active_user_cap', true],
	['spam_risk_user_banned_from_posting', true],
	['access_token_invalid', false],
	['network_error', false],
])('%s says that the creator can’t post now: %s', (code, says) => {
	expect(saysCannotPost(new TikTokError({ ...FAILURE, code }))).toBe(says);
});
