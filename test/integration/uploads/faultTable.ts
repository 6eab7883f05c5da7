/**
 * What happens when an upload is disturbed, as data: every fault, where it may strike, and how the node has
 * to end. the `faults.*.test.ts` files play its cells; the table in `docs/errors-and-limits.md` says the same
 * to users, and `test/package/documentation.test.ts` compares the two.
 */
import { GOES_ON, SENT_AGAIN, type Failed, type FaultRow } from './support/faultRow';

const BAD_FILE: Failed = { ends: 'failed', code: 'invalid_input', stage: 'media' };

export const FAULT_TABLE: readonly FaultRow[] = [
	{
		fault: 'reset before the body',
		documentedAs: 'connection',
		strikes: [{ do: 'reset-before' }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'reset in the first bytes',
		documentedAs: 'connection',
		strikes: [{ do: 'reset-inside', afterBytes: 1 }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'reset inside the body',
		documentedAs: 'connection',
		strikes: [{ do: 'reset-inside' }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'reset after the body, which TikTok lost',
		documentedAs: 'answer',
		strikes: [{ do: 'reset-after', processed: false }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'reset after the body, which TikTok has',
		documentedAs: 'answer',
		strikes: [{ do: 'reset-after' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'answer cut in its head, chunk lost',
		documentedAs: 'answer',
		strikes: [{ do: 'cut-answer', processed: false, status: 201 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'answer cut in its head, chunk taken',
		documentedAs: 'answer',
		strikes: [{ do: 'cut-answer' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'answer cut in its body, chunk lost',
		documentedAs: 'answer',
		strikes: [{ do: 'cut-answer', cutIn: 'body', processed: false, status: 201 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'answer cut in its body, chunk taken',
		documentedAs: 'answer',
		strikes: [{ do: 'cut-answer', cutIn: 'body' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'HTTP 500',
		documentedAs: 'gateway',
		strikes: [{ do: 'status', status: 500 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 500 although the chunk was taken',
		documentedAs: 'gateway',
		strikes: [{ do: 'status', status: 500, processed: true }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 502 with an HTML page',
		documentedAs: 'gateway',
		strikes: [{ do: 'html' }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 503',
		documentedAs: 'gateway',
		strikes: [{ do: 'status', status: 503 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 503 before the body was read',
		documentedAs: 'gateway',
		strikes: [{ do: 'early-status', status: 503, closes: true }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 408',
		documentedAs: 'gateway',
		strikes: [{ do: 'status', status: 408 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 429',
		documentedAs: 'limit',
		strikes: [{ do: 'rate-limit' }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 429 with Retry-After',
		documentedAs: 'limit',
		strikes: [{ do: 'rate-limit', headers: { 'retry-after': '9' } }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'stall before the body',
		documentedAs: 'stall',
		strikes: [{ do: 'stall' }],
		ending: SENT_AGAIN,
		takesTime: true,
	},
	{
		fault: 'stall inside the body',
		documentedAs: 'stall',
		strikes: [{ do: 'stall', afterBytes: 1_000_000 }],
		ending: SENT_AGAIN,
		takesTime: true,
	},
	{
		fault: 'stall after the body, which TikTok has',
		documentedAs: 'stall',
		strikes: [{ do: 'stall', processed: true }],
		ending: GOES_ON,
		takesTime: true,
		isUnclear: true,
	},
	{
		fault: 'trickle',
		documentedAs: 'trickle',
		strikes: [{ do: 'slow', bytesPerSecond: 100_000 }],
		ending: SENT_AGAIN,
		takesTime: true,
	},
	{
		fault: 'HTTP 416 although the range is right',
		documentedAs: 'range',
		strikes: [{ do: 'status', status: 416 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 416, TikTok is ahead',
		documentedAs: 'range',
		strikes: [{ do: 'status', status: 416, processed: true }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is behind',
		documentedAs: 'range',
		strikes: [{ at: 'chunk before', do: 'forget' }],
		ending: { ends: 'published', extraPuts: 2, chunksAgain: 2 },
		but: { only: 'no chunk before it', first: 'no chunk before it' },
		isUnclear: true,
	},
	{
		fault: 'a success that is none',
		documentedAs: 'strange',
		strikes: [{ do: 'status', status: 202 }],
		ending: SENT_AGAIN,
		but: {
			// For the last chunk any success counts, so TikTok has to have it.
			last: { strikes: [{ do: 'status', status: 202, processed: true }], ending: GOES_ON },
			only: { strikes: [{ do: 'status', status: 202, processed: true }], ending: GOES_ON },
		},
	},
	{
		fault: 'HTTP 403',
		documentedAs: 'gone',
		strikes: [{ do: 'status', status: 403 }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 403 before the body was read',
		documentedAs: 'gone',
		strikes: [{ do: 'expire-url', early: true, closes: true }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 403 before the body was read, which TikTok then reads',
		documentedAs: 'gone',
		strikes: [{ do: 'expire-url', early: true }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'the upload URL expires',
		documentedAs: 'gone',
		strikes: [{ do: 'expire-url' }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 404',
		documentedAs: 'gone',
		strikes: [{ do: 'status', status: 404 }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 404 },
	},
	{
		fault: 'HTTP 400',
		documentedAs: 'refused',
		strikes: [{ do: 'status', status: 400 }],
		ending: { ends: 'failed', code: 'upload_refused', stage: 'upload', httpStatus: 400 },
	},
	{
		fault: 'the file ends early',
		documentedAs: 'file',
		source: 'ends early',
		ending: BAD_FILE,
	},
	{
		fault: 'the file is longer than declared',
		documentedAs: 'file',
		source: 'goes on',
		ending: BAD_FILE,
		but: { first: 'only its end is longer', middle: 'only its end is longer' },
	},
	{
		fault: 'the file can’t be read',
		documentedAs: 'file',
		source: 'breaks',
		ending: BAD_FILE,
	},
];
