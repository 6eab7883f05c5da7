/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- the simulator's made-up secret */
import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';
import { describeNotConnected } from '../../../credentials/oauth/credentialError';
import { recordHookRun } from '../../../credentials/oauth/hookActivity';
import { StoppedError, TikTokError } from '../../support/tested/tiktok';
import { errorFromCredential, errorFromRequestFailure } from '../../support/tested/n8n';
import { findSecrets } from '../../support/node/findSecrets';

const NODE = { id: '1', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };

const CLIENT_SECRET = 'sim_secret_7f3a9c21e8d04b56';

/** What axios throws: its request with token, secret and URL hangs on it. */
function axiosError(code: string | undefined, more: object = {}): Error {
	return Object.assign(new Error('Request failed'), {
		code,
		config: {
			url: 'https://open.tiktokapis.com/v2/post/publish/video/init/',
			headers: { Authorization: 'Bearer act.SIMaccess0123456789' },
			data: `client_secret=${CLIENT_SECRET}`,
		},
		...more,
	});
}

function wrap(error: Error): NodeApiError {
	return new NodeApiError(NODE as unknown as INode, error as unknown as JsonObject);
}

function failureOf(error: unknown) {
	const result = errorFromRequestFailure(error, 'init');
	expect(result).toBeInstanceOf(TikTokError);
	return (result as TikTokError).failure;
}

beforeAll(recordHookRun);

describe('trouble on the way to TikTok', () => {
	it.each([
		['ECONNRESET', 'the connection was closed'],
		['EPIPE', 'the connection was closed'],
		['ECONNREFUSED', 'the connection was refused'],
		['ENOTFOUND', 'the name could not be resolved'],
		['EAI_AGAIN', 'the name could not be resolved'],
		['ECONNABORTED', 'no answer in time'],
		['ETIMEDOUT', 'no answer in time'],
		['EHOSTUNREACH', 'the host is unreachable'],
		['ENETUNREACH', 'the network is unreachable'],
		['HPE_INVALID_CONSTANT', 'the answer is no proper HTTP'],
		['HPE_UNEXPECTED_CONTENT_LENGTH', 'the answer is no proper HTTP'],
		['ERR_BAD_RESPONSE', 'the answer was cut off'],
		['SOMETHING_NEW', 'the connection failed'],
		[undefined, 'the connection failed'],
	])('%s: %s', (code, reason) => {
		const expected = {
			code: 'network_error',
			message: `TikTok could not be reached: ${reason}`,
			retry: 'soon',
			stage: 'init',
		};
		expect(failureOf(axiosError(code))).toMatchObject(expected);
		expect(failureOf(wrap(axiosError(code)))).toMatchObject(expected);
	});

	it('is recognised where n8n kept only its code, as before 2.34', () => {
		const shown = Object.assign(new Error('The service refused the connection'), {
			httpCode: 'ECONNREFUSED',
		});
		expect(failureOf(shown).message).toMatch(/: the connection was refused$/);
	});

	it('is recognised below other errors', () => {
		const inner = axiosError('ECONNREFUSED');
		const outer = new Error('a', { cause: new Error('b', { cause: inner }) });
		expect(failureOf(outer).message).toMatch(/refused/);
	});

	it('can point at itself', () => {
		const error: Error & { cause?: unknown } = new Error('a');
		error.cause = error;
		expect(failureOf(error).code).toBe('network_error');
	});

	it.each([undefined, null, 'text', 7])('can be no error at all: %j', (thrown) => {
		expect(failureOf(thrown).code).toBe('network_error');
	});
});

it('a cancelled request means that the user stopped', () => {
	expect(errorFromRequestFailure(axiosError('ERR_CANCELED'), 'init')).toBeInstanceOf(StoppedError);
	expect(errorFromRequestFailure(wrap(axiosError('ERR_CANCELED')), 'init')).toBeInstanceOf(
		StoppedError,
	);
	// As n8n before 2.34 wraps it.
	const left = Object.assign(new Error('canceled'), { httpCode: 'ERR_CANCELED' });
	expect(errorFromRequestFailure(left, 'init')).toBeInstanceOf(StoppedError);
});

it.each([
	['from axios', axiosError('ERR_BAD_REQUEST', { response: { status: 401 } })],
	['from n8n', wrap(axiosError('ERR_BAD_REQUEST', { response: { status: 401, data: {} } }))],
])('a 401 that stays after the refresh means to connect again, %s', (_title, error) => {
	expect(failureOf(error)).toMatchObject({
		code: 'reconnect_needed',
		retry: 'credential',
		stage: 'init',
	});
});

it('what the credential says about itself is passed on in its words', () => {
	expect(failureOf(new Error('OAuth credentials not connected'))).toMatchObject({
		code: 'not_connected',
		message: 'The TikTok credential is not connected',
		retry: 'credential',
	});
	const { message, description } = describeNotConnected();
	const known = { code: 'not_connected', message, description } as const;
	expect(errorFromCredential({ ...known, retryable: true }, 'parameters').failure).toEqual({
		code: 'not_connected',
		message,
		advice: description,
		retry: 'soon',
		stage: 'parameters',
		hadNoEffect: true,
	});
});

it.each([
	['ENOTFOUND', true],
	['ECONNREFUSED', true],
	['EAI_AGAIN', true],
	['ECONNRESET', undefined],
	['ECONNABORTED', undefined],
	['ETIMEDOUT', undefined],
])('%s: TikTok certainly heard nothing: %s', (code, hadNoEffect) => {
	expect(failureOf(axiosError(code)).hadNoEffect).toBe(hadNoEffect);
});

it('nothing of the request stays on the error: no token, no secret, no URL', () => {
	const thrown = axiosError('ECONNRESET');
	expect(findSecrets(thrown, CLIENT_SECRET)).not.toEqual([]);
	expect(findSecrets(errorFromRequestFailure(thrown, 'init'), CLIENT_SECRET)).toEqual([]);
	expect(findSecrets(errorFromRequestFailure(wrap(thrown), 'init'), CLIENT_SECRET)).toEqual([]);
});
