import {
	asError,
	InputError,
	isPassing,
	type RetryClass,
	StoppedError,
	TikTokError,
	type TikTokFailure,
	withPublishId,
} from '../../support/tested/tiktok';

const FAILURE: TikTokFailure = {
	code: 'internal_error',
	message: 'TikTok had an internal error',
	advice: 'Try again.',
	retry: 'soon',
	stage: 'status',
};

it.each<[RetryClass, boolean]>([
	['wait', true],
	['soon', true],
	['hours', false],
	['config', false],
	['input', false],
	['file', false],
	['account', false],
	['never', false],
])('an error of the class %s passes by itself: %s', (retry, passes) => {
	expect(isPassing(new TikTokError({ ...FAILURE, retry }))).toBe(passes);
});

it('a TikTok error can be told which post it belongs to', () => {
	const error = new TikTokError(FAILURE);
	expect(error.message).toBe(FAILURE.message);
	expect(withPublishId(error, 'p1')).toMatchObject({ failure: { ...FAILURE, publishId: 'p1' } });
	expect(error.failure.publishId).toBeUndefined();
});

it('any other caught value goes on unchanged', () => {
	const other = new Error('x');
	expect(withPublishId(other, 'p1')).toBe(other);
});

it('asError passes errors on and wraps everything else', () => {
	const error = new InputError('Caption is too long', 'Shorten it.');
	expect(asError(error)).toBe(error);
	expect(asError('text').message).toBe('text');
	expect(asError(undefined).message).toBe('undefined');
});

it('input errors are about parameters unless they say media', () => {
	expect(new InputError('a', 'b').stage).toBe('parameters');
	expect(new InputError('a', 'b', 'media')).toMatchObject({ stage: 'media', fix: 'b' });
});

it('a stop says so and may know the post', () => {
	expect(new StoppedError().message).toBe('The execution was stopped');
	expect(new StoppedError('p1').publishId).toBe('p1');
});
