/** Upload faults that meet, and what TikTok leaves open about them; see `faultTable.ts`. */
import type { Switches } from '../../simulator';
import { GOES_ON, SENT_AGAIN, type FaultRow, type LeftOpen, type Strike } from './support/faultRow';

const SERVER_ERROR: Strike = { do: 'status', status: 500 };
const SERVER_ERROR_THOUGH_TAKEN: Strike = { do: 'status', status: 500, processed: true };
const AHEAD: Strike = { do: 'status', status: 416, processed: true };
/** As often as the node asks before it does without an answer. */
const NO_STATUS: Strike = { at: 'status query', do: 'html', times: 3 };
const INTERRUPTED: LeftOpen = { ends: 'left open', code: 'upload_interrupted', stage: 'upload' };
const SENT_AND_INTERRUPTED: LeftOpen = { ...INTERRUPTED, isSent: true };
const NOT_LAST = 'the last chunk only';
const LAST_ONLY = { first: NOT_LAST, middle: NOT_LAST };
const NO_CHUNK_BEFORE = { only: 'no chunk before it', first: 'no chunk before it' };

/** Faults that meet: two at the same chunk, one while it goes up again, one in the question that settles it. */
export const COMBINATIONS: readonly FaultRow[] = [
	{
		fault: 'reset inside the body, then HTTP 503',
		documentedAs: 'connection',
		strikes: [{ do: 'reset-inside' }, { do: 'status', status: 503 }],
		ending: { ends: 'published', extraPuts: 2, chunksAgain: 2 },
		isUnclear: true,
	},
	{
		fault: 'reset inside the body, then before it',
		documentedAs: 'connection',
		strikes: [{ do: 'reset-inside' }, { do: 'reset-before' }],
		ending: { ends: 'published', extraPuts: 2, chunksAgain: 2 },
	},
	{
		fault: 'a gateway’s page, then HTTP 429 with Retry-After',
		documentedAs: 'gateway',
		strikes: [{ do: 'html' }, { do: 'rate-limit', headers: { 'retry-after': '9' } }],
		ending: { ends: 'published', extraPuts: 2, chunksAgain: 2 },
	},
	{
		fault: 'a stall, then the answer is lost',
		documentedAs: 'stall',
		strikes: [{ do: 'stall' }, { do: 'reset-after' }],
		ending: SENT_AGAIN,
		takesTime: true,
		isUnclear: true,
	},
	{
		fault: 'the answer is lost twice, TikTok has the chunk the second time',
		documentedAs: 'answer',
		strikes: [
			{ do: 'reset-after', processed: false },
			{ do: 'cut-answer', cutIn: 'body' },
		],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 500 although the chunk was taken, then HTTP 503',
		documentedAs: 'gateway',
		strikes: [SERVER_ERROR_THOUGH_TAKEN, { do: 'status', status: 503 }],
		ending: { ends: 'published', extraPuts: 2, chunksAgain: 2 },
		isUnclear: true,
	},
	{
		fault: 'HTTP 500 although the chunk was taken, then the answer is lost',
		documentedAs: 'gateway',
		strikes: [SERVER_ERROR_THOUGH_TAKEN, { do: 'reset-after' }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is ahead, and a gateway’s page for the first question',
		documentedAs: 'range',
		strikes: [AHEAD, { at: 'status query', do: 'html' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is ahead, and no word from it',
		documentedAs: 'range',
		strikes: [AHEAD, NO_STATUS],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is ahead, and its word is cut off',
		documentedAs: 'range',
		strikes: [AHEAD, { at: 'status query', do: 'truncated-json' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is ahead, and its word makes no sense',
		documentedAs: 'range',
		strikes: [AHEAD, { at: 'status query', do: 'wrong-types', times: 3 }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is behind, and no word from it',
		documentedAs: 'range',
		strikes: [{ at: 'chunk before', do: 'forget' }, NO_STATUS],
		ending: { ends: 'published', extraPuts: 2, chunksAgain: 2 },
		but: NO_CHUNK_BEFORE,
	},
	{
		fault: 'the answer is lost, and no word from TikTok',
		documentedAs: 'answer',
		strikes: [{ do: 'reset-after' }, { ...NO_STATUS, do: 'reset-before' }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 500 although the chunk was taken, then HTTP 403',
		documentedAs: 'gone',
		strikes: [SERVER_ERROR_THOUGH_TAKEN, { do: 'status', status: 403 }],
		ending: SENT_AGAIN,
		but: LAST_ONLY,
		isUnclear: true,
	},
	{
		fault: 'HTTP 500, then HTTP 403',
		documentedAs: 'gone',
		strikes: [SERVER_ERROR, { do: 'status', status: 403 }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 500 although the chunk was taken, then HTTP 403, and no word from TikTok',
		documentedAs: 'gone',
		strikes: [SERVER_ERROR_THOUGH_TAKEN, { do: 'status', status: 403 }, NO_STATUS],
		ending: { ends: 'left open', code: 'unexpected_answer', stage: 'status', isSent: true },
		but: LAST_ONLY,
	},
	{
		fault: 'eight resets in a row',
		documentedAs: 'noEnd',
		strikes: [{ do: 'reset-before', times: 8 }],
		ending: INTERRUPTED,
	},
	{
		fault: 'eight lost answers in a row, and no word from TikTok',
		documentedAs: 'noEnd',
		strikes: [
			{ do: 'reset-after', times: 8 },
			{ ...NO_STATUS, times: 24 },
		],
		ending: INTERRUPTED,
		but: { only: { ending: SENT_AND_INTERRUPTED }, last: { ending: SENT_AND_INTERRUPTED } },
	},
];

/** What TikTok leaves open about chunks that break off or come twice; the node has to end the same. */
export const OPEN_QUESTIONS: ReadonlyArray<
	readonly [question: string, switches: Partial<Switches>]
> = [
	['a repeated range is accepted', { rePut: 206 }],
	[
		'bytes of a broken chunk stay, and there is no Content-Range',
		{ partialChunks: 'keep', putRange: 'none' },
	],
	[
		'bytes of a broken chunk are counted and thrown away, and Content-Range counts to the last index',
		{ partialChunks: 'count', putRange: 'last' },
	],
	[
		'a repeated range is accepted, the last index counted, and a broken chunk kept',
		{ rePut: 206, partialChunks: 'keep', putRange: 'last' },
	],
];
