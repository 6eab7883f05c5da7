/**
 * What happens when an upload is disturbed, as data: every fault, where it may strike, and how the node has
 * to end. `faultTable.test.ts` plays every cell; the table in `docs/errors-and-limits.md` says the same
 * to users, and `test/package/documentation.test.ts` compares the two.
 */
import type { FaultScript, Switches } from '../../simulator';
import type { StorageMode } from '../../support/node/binaryStorage';

/** The chunk that a fault strikes. `only` is in a video of one chunk, the others in one of four. */
export const POSITIONS = ['only', 'first', 'middle', 'last'] as const;
export type Position = (typeof POSITIONS)[number];

/** How n8n keeps the video. */
export const STORAGE_MODES = [
	'filesystem',
	'memory',
	'one-piece',
	'small-pieces',
] as const satisfies readonly StorageMode[];

/** One scripted fault, at the chunk of the cell unless it says otherwise. */
export interface Strike extends Omit<FaultScript, 'on'> {
	readonly at?: 'chunk' | 'chunk before' | 'status query';
}

/** What is wrong with the file itself. */
export type SourceFault = 'ends early' | 'goes on' | 'breaks';

/** TikTok has the video once, byte for byte. */
export interface Published {
	readonly ends: 'published';
	/** PUTs beyond one for each chunk. */
	readonly extraPuts: number;
	/** The most bytes that may go up again: those of the chunk that failed, and of the one TikTok lost. */
	readonly again: 'nothing' | 'the chunk' | 'the chunk and the one before';
}

/** Nothing was published, nothing ever will be, and the error says so. */
export interface Failed {
	readonly ends: 'failed';
	readonly code: 'upload_expired' | 'upload_refused' | 'invalid_input';
	/** How far it got: `media` means that no post comes of it, `upload` tells how many bytes TikTok has. */
	readonly stage: 'upload' | 'media';
	readonly httpStatus?: number;
}

export type Ending = Published | Failed;

/** A row of the table. */
export interface FaultRow {
	readonly fault: string;
	/** The row of the table in `docs/errors-and-limits.md` that describes it. */
	readonly documentedAs: string;
	readonly strikes?: readonly Strike[];
	readonly source?: SourceFault;
	readonly ending: Ending;
	/** Where the ending or the script differs, or why there can be no such cell. */
	readonly but?: Partial<
		Record<Position, Partial<Pick<FaultRow, 'strikes' | 'ending'>> | Impossible>
	>;
	/** The node has to wait until it gives the PUT up. */
	readonly takesTime?: true;
	/** What TikTok leaves open about repeated and broken chunks matters here. */
	readonly isUnclear?: true;
}

/** Why a cell can't exist. */
export type Impossible = string;

/** n8n hands the node a file that it keeps in memory whole and at once. */
export const MEMORY_HAS_NO_SOURCE_FAULTS: Impossible = 'n8n hands over the whole file at once';

const SENT_AGAIN: Published = { ends: 'published', extraPuts: 1, again: 'the chunk' };
const GOES_ON: Published = { ends: 'published', extraPuts: 0, again: 'nothing' };
const BAD_FILE: Failed = { ends: 'failed', code: 'invalid_input', stage: 'media' };

const CONNECTION = 'The connection breaks before TikTok has the whole part';
const ANSWER = 'The answer is lost or cut off';
const GATEWAY = 'HTTP 5xx or 408, with whatever page';
const LIMIT = 'HTTP 429';
const STALL = 'Nothing moves any more';
const TRICKLE = 'Bytes trickle';
const RANGE = 'HTTP 416: TikTok stands elsewhere';
const STRANGE = 'An answer that TikTok does not document, such as HTTP 202';
const GONE = 'HTTP 403 or 404, also before the part was read';
const REFUSED = 'HTTP 400 and other refusals';
const FILE = 'The file ends early, is longer than declared, or can’t be read';

export const FAULT_TABLE: readonly FaultRow[] = [
	{
		fault: 'reset before the body',
		documentedAs: CONNECTION,
		strikes: [{ do: 'reset-before' }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'reset in the first bytes',
		documentedAs: CONNECTION,
		strikes: [{ do: 'reset-inside', afterBytes: 1 }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'reset inside the body',
		documentedAs: CONNECTION,
		strikes: [{ do: 'reset-inside' }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'reset after the body, which TikTok lost',
		documentedAs: ANSWER,
		strikes: [{ do: 'reset-after', processed: false }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'reset after the body, which TikTok has',
		documentedAs: ANSWER,
		strikes: [{ do: 'reset-after' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'answer cut in its head, chunk lost',
		documentedAs: ANSWER,
		strikes: [{ do: 'cut-answer', processed: false, status: 201 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'answer cut in its head, chunk taken',
		documentedAs: ANSWER,
		strikes: [{ do: 'cut-answer' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'answer cut in its body, chunk lost',
		documentedAs: ANSWER,
		strikes: [{ do: 'cut-answer', cutIn: 'body', processed: false, status: 201 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'answer cut in its body, chunk taken',
		documentedAs: ANSWER,
		strikes: [{ do: 'cut-answer', cutIn: 'body' }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'HTTP 500',
		documentedAs: GATEWAY,
		strikes: [{ do: 'status', status: 500 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 500 although the chunk was taken',
		documentedAs: GATEWAY,
		strikes: [{ do: 'status', status: 500, processed: true }],
		ending: SENT_AGAIN,
		isUnclear: true,
	},
	{
		fault: 'HTTP 502 with an HTML page',
		documentedAs: GATEWAY,
		strikes: [{ do: 'html' }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 503',
		documentedAs: GATEWAY,
		strikes: [{ do: 'status', status: 503 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 503 before the body was read',
		documentedAs: GATEWAY,
		strikes: [{ do: 'early-status', status: 503, closes: true }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 408',
		documentedAs: GATEWAY,
		strikes: [{ do: 'status', status: 408 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 429',
		documentedAs: LIMIT,
		strikes: [{ do: 'rate-limit' }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 429 with Retry-After',
		documentedAs: LIMIT,
		strikes: [{ do: 'rate-limit', headers: { 'retry-after': '9' } }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'stall before the body',
		documentedAs: STALL,
		strikes: [{ do: 'stall' }],
		ending: SENT_AGAIN,
		takesTime: true,
	},
	{
		fault: 'stall inside the body',
		documentedAs: STALL,
		strikes: [{ do: 'stall', afterBytes: 1_000_000 }],
		ending: SENT_AGAIN,
		takesTime: true,
	},
	{
		fault: 'stall after the body, which TikTok has',
		documentedAs: STALL,
		strikes: [{ do: 'stall', processed: true }],
		ending: GOES_ON,
		takesTime: true,
		isUnclear: true,
	},
	{
		fault: 'trickle',
		documentedAs: TRICKLE,
		strikes: [{ do: 'slow', bytesPerSecond: 100_000 }],
		ending: SENT_AGAIN,
		takesTime: true,
	},
	{
		fault: 'HTTP 416 although the range is right',
		documentedAs: RANGE,
		strikes: [{ do: 'status', status: 416 }],
		ending: SENT_AGAIN,
	},
	{
		fault: 'HTTP 416, TikTok is ahead',
		documentedAs: RANGE,
		strikes: [{ do: 'status', status: 416, processed: true }],
		ending: GOES_ON,
		isUnclear: true,
	},
	{
		fault: 'HTTP 416, TikTok is behind',
		documentedAs: RANGE,
		strikes: [{ at: 'chunk before', do: 'forget' }],
		ending: { ends: 'published', extraPuts: 2, again: 'the chunk and the one before' },
		but: { only: 'no chunk before it', first: 'no chunk before it' },
		isUnclear: true,
	},
	{
		fault: 'a success that is none',
		documentedAs: STRANGE,
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
		documentedAs: GONE,
		strikes: [{ do: 'status', status: 403 }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 403 before the body was read',
		documentedAs: GONE,
		strikes: [{ do: 'early-status', status: 403, closes: true }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 403 before the body was read, which TikTok then reads',
		documentedAs: GONE,
		strikes: [{ do: 'early-status', status: 403 }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'the upload URL expires',
		documentedAs: GONE,
		strikes: [{ do: 'expire-url' }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 403 },
	},
	{
		fault: 'HTTP 404',
		documentedAs: GONE,
		strikes: [{ do: 'status', status: 404 }],
		ending: { ends: 'failed', code: 'upload_expired', stage: 'upload', httpStatus: 404 },
	},
	{
		fault: 'HTTP 400',
		documentedAs: REFUSED,
		strikes: [{ do: 'status', status: 400 }],
		ending: { ends: 'failed', code: 'upload_refused', stage: 'upload', httpStatus: 400 },
	},
	{
		fault: 'the file ends early',
		documentedAs: FILE,
		source: 'ends early',
		ending: BAD_FILE,
	},
	{
		fault: 'the file is longer than declared',
		documentedAs: FILE,
		source: 'goes on',
		ending: BAD_FILE,
		but: { first: 'only its end is longer', middle: 'only its end is longer' },
	},
	{
		fault: 'the file can’t be read',
		documentedAs: FILE,
		source: 'breaks',
		ending: BAD_FILE,
	},
];

/** What TikTok leaves open about chunks that break off or come twice; the node has to end the same. */
export const OPEN_QUESTIONS: ReadonlyArray<
	readonly [question: string, switches: Partial<Switches>]
> = [
	['a repeated range is accepted', { rePut: 206 }],
	['Content-Range counts to the last index', { putRange: 'last' }],
	['no Content-Range', { putRange: 'none' }],
	['a repeated range is accepted, last index', { rePut: 206, putRange: 'last' }],
	['bytes of a broken chunk are kept', { partialChunks: 'keep' }],
	[
		'bytes of a broken chunk are kept, no Content-Range',
		{ partialChunks: 'keep', putRange: 'none' },
	],
];
