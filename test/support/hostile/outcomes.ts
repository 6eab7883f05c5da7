import type { IDataObject } from 'n8n-workflow';
import { fc } from '../randomness';
import { damagedText, mutatedJson } from './mutations';
import { listRealAnswers, type HostileEndpoint } from './realAnswers';
import { ACCESS_TOKEN, BODY_CANARY, CLIENT_SECRET, UPLOAD_URL } from './secrets';
import { axiosError, type HostileAnswer, type Outcome } from './stubbedNode';

const COMMON_STATUSES = [200, 200, 200, 200, 400, 401, 403, 408, 429, 500, 502, 503];

const status = fc.oneof(
	fc.constantFrom(...COMMON_STATUSES),
	fc.constantFrom(201, 204, 206, 301, 302, 304, 404, 409, 413, 416, 418, 504, 599),
	fc.integer({ min: 100, max: 599 }),
);

const headers: fc.Arbitrary<IDataObject> = fc.record(
	{
		'content-type': fc.constantFrom<unknown>('text/html', 'application/octet-stream', '', [
			'a',
			'b',
		]),
		'retry-after': fc.constantFrom<unknown>(
			'5',
			'0',
			'-1',
			'1e9',
			'999999999',
			'99999999999',
			'Wed, 21 Oct 2026 07:28:00 GMT',
			['5', '6'],
			7,
			null,
			{},
		),
		'content-range': fc.constantFrom<unknown>(
			'bytes 0-47150/47150',
			'bytes 0-47149/47150',
			'bytes 0-0/47150',
			'bytes 0-999999999999999/1',
			'bytes 5-1/*',
			'bytes */0',
			['bytes 0-1/2'],
			{},
			UPLOAD_URL,
		),
		location: fc.constant(UPLOAD_URL),
		constructor: fc.constant(null),
	},
	{ requiredKeys: [] },
) as fc.Arbitrary<IDataObject>;

/** What n8n's helpers throw, and what anything may throw. */
const thrown: fc.Arbitrary<unknown> = fc.oneof(
	fc
		.constantFrom<unknown>(
			'ECONNRESET',
			'ECONNREFUSED',
			'ENOTFOUND',
			'ECONNABORTED',
			'ERR_BAD_RESPONSE',
			'ERR_CANCELED',
			'EPERM',
			'constructor',
			'__proto__',
			17,
			null,
		)
		.map((code) => axiosError(code)),
	fc
		.constantFrom(401, 403, 500)
		.map((code) => axiosError('ERR_BAD_REQUEST', { status: code, data: BODY_CANARY })),
	fc.constantFrom<unknown>(
		undefined,
		null,
		0,
		`Bearer ${ACCESS_TOKEN}`,
		{ message: ACCESS_TOKEN, cause: CLIENT_SECRET },
		new TypeError(`Cannot read properties of undefined (${UPLOAD_URL})`),
		new RangeError(ACCESS_TOKEN),
		Object.assign(new Error('EAUTH'), { code: 'EAUTH', body: { error: ACCESS_TOKEN } }),
		Object.assign(new Error('EAUTH'), { code: 'EAUTH', body: { error: 'invalid_grant' } }),
		causedByItself(),
	),
);

/** Anything that can become of a call to this endpoint, from a correct answer to garbage. */
export function hostileOutcome(endpoint: HostileEndpoint): fc.Arbitrary<Outcome> {
	const json = mutatedJson(listRealAnswers(endpoint));
	const text = fc.oneof(
		{ weight: 3, arbitrary: json },
		{ weight: 1, arbitrary: damagedText(json) },
	);
	const body: fc.Arbitrary<unknown> = fc.oneof(
		{ weight: 20, arbitrary: text },
		{ weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, null, 0, true, [], {}) },
		{ weight: 1, arbitrary: text.map((content) => Buffer.from(content)) },
	);
	return fc.oneof(
		{ weight: 12, arbitrary: fc.record({ status, headers, body }) },
		{ weight: 1, arbitrary: thrown.map((value) => ({ thrown: value })) },
	);
}

/** The same for a PUT, whose answers TikTok gives by status and header alone. */
export function hostilePut(): fc.Arbitrary<Outcome> {
	const putStatus = fc.oneof(
		fc.constantFrom(201, 206, 206, 200, 204, 302, 400, 403, 404, 408, 416, 416, 429, 500, 503),
		status,
	);
	const body: fc.Arbitrary<unknown> = fc.oneof(
		fc.constantFrom<unknown>('', undefined, null, {}, `<html>${BODY_CANARY} ${UPLOAD_URL}</html>`),
		fc.string(),
	);
	const answer: fc.Arbitrary<HostileAnswer> = fc.record({ status: putStatus, headers, body });
	return fc.oneof(
		{ weight: 8, arbitrary: answer },
		{ weight: 1, arbitrary: thrown.map((value) => ({ thrown: value })) },
	);
}

function causedByItself(): Error {
	const error = axiosError('ELOOP');
	error.cause = error;
	return error;
}
