import { isTakenOver, takenOver } from '../../support/tested/n8n';
import {
	asError,
	InputError,
	isPassing,
	type RetryClass,
	StoppedError,
	TikTokError,
	type TikTokFailure,
	withPublishId,
	afterSending,
} from '../../support/tested/tiktok';

const FAILURE: TikTokFailure = {
	code: 'internal_error',
	message: 'TikTok had an internal problem',
	advice: 'Try again.',
	retry: 'soon',
	stage: 'status',
};

it.each<[RetryClass, boolean]>([
	['wait', true],
	['soon', true],
	['hours', false],
	['credential', false],
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

describe('after all of a post was sent', () => {
	const error = new TikTokError(FAILURE);

	it('a passing fault names the post and leads to Get Status, not to another try', () => {
		const { failure } = afterSending(error, 'p1', true) as TikTokError;
		expect(failure).toMatchObject({ publishId: 'p1', mayBePosted: true, retry: 'soon' });
		expect(failure.message).toBe(
			`TikTok has the post, but its status is not known: ${FAILURE.message}`,
		);
		expect(failure.advice).not.toContain(FAILURE.advice);
		expect(failure.advice).toContain('Do not send it again');
	});

	it('what a person has to do comes first where it does not pass', () => {
		const revoked = new TikTokError({ ...FAILURE, retry: 'credential', advice: 'Connect again.' });
		const { failure } = afterSending(revoked, 'p1', true) as TikTokError;
		expect(failure.advice).toMatch(/^Connect again\. Ask with Get Status/);
	});

	it('nothing is claimed that is not certain', () => {
		const { failure } = afterSending(error, 'p1', false) as TikTokError;
		expect(failure.message).toContain('TikTok may have it');
		expect(failure.advice).toContain('retry this execution');
	});

	it('what was certainly not published, or says so already, keeps its words', () => {
		for (const known of [{ isNotPublished: true }, { mayBePosted: true }]) {
			const told = new TikTokError({ ...FAILURE, ...known });
			expect((afterSending(told, 'p1', true) as TikTokError).failure).toEqual({
				...told.failure,
				publishId: 'p1',
			});
		}
	});

	it('a file that can not be read once more is an upload that broke off', () => {
		const message = 'The file has changed';
		const causes = [
			new InputError(message, 'Give it again.', 'media'),
			new TikTokError({ ...FAILURE, message, code: 'file_gone', stage: 'media', retry: 'file' }),
		];
		for (const cause of causes) {
			expect((afterSending(cause, 'p1', true) as TikTokError).failure).toEqual({
				code: 'upload_interrupted',
				message: `TikTok has the post, but its status is not known: ${message}`,
				advice: expect.stringMatching(/^Ask with Get Status/) as string,
				retry: 'soon',
				stage: 'upload',
				publishId: 'p1',
				mayBePosted: true,
			});
		}
	});

	it('a stop knows the post, and anything else goes on unchanged', () => {
		expect(afterSending(new StoppedError(), 'p1', true)).toMatchObject({ publishId: 'p1' });
		const other = new Error('x');
		expect(afterSending(other, 'p1', true)).toBe(other);
	});
});

it('errors tell their kind where only their name is shown', () => {
	const errors = [new InputError('a', 'b'), new TikTokError(FAILURE), new StoppedError()];
	expect(errors.map(({ name }) => name)).toEqual(['InputError', 'TikTokError', 'StoppedError']);
});

it('only the answer that another process took over is that answer', () => {
	expect(isTakenOver(takenOver())).toBe(true);
	for (const other of [new TikTokError(FAILURE), new Error('x'), undefined]) {
		expect(isTakenOver(other)).toBe(false);
	}
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
