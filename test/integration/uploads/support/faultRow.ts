/** What the rows of the fault table are made of. */
import type { FaultScript } from '../../../simulator';
import type { StorageMode } from '../../../support/node/binaryStorage';

/** The chunk that a fault strikes. `only` is in a video of one chunk, the others in one of three. */
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
	/** Bytes that may go up again at most, in chunks: the one that failed, each time it failed. */
	readonly chunksAgain: number;
}

/** Nothing was published, nothing ever will be, and the error says so. */
export interface Failed {
	readonly ends: 'failed';
	readonly code: 'upload_expired' | 'upload_refused' | 'invalid_input';
	/** How far it got: `media` means that no post comes of it, `upload` tells how many bytes TikTok has. */
	readonly stage: 'upload' | 'media';
	readonly httpStatus?: number;
}

/** Nobody can tell yet, and the error says how to go on: another try ends with one post. */
export interface LeftOpen {
	readonly ends: 'left open';
	readonly code: 'upload_interrupted' | 'unexpected_answer' | 'network_error';
	readonly stage: 'upload' | 'status';
	/** All bytes were on their way: TikTok may have them, and nobody is told to send them again. */
	readonly isSent?: true;
}

export type Ending = Published | Failed | LeftOpen;

/** A row of the table. */
export interface FaultRow {
	readonly fault: string;
	/** The row of the users' table that describes it. */
	readonly documentedAs: keyof typeof DOCUMENTED_AS;
	readonly strikes?: readonly Strike[];
	readonly source?: SourceFault;
	readonly ending: Ending;
	/** Where the ending or the script differs, or why there can be no such cell. */
	readonly but?: Partial<Record<Position, Deviation | Impossible>>;
	/** The node has to wait until it gives the PUT up. */
	readonly takesTime?: true;
	/** What TikTok leaves open about repeated and broken chunks matters here. */
	readonly isUnclear?: true;
}

/** What is different about a cell. */
export type Deviation = Partial<Pick<FaultRow, 'strikes' | 'ending'>>;

/** Why a cell can't exist. */
export type Impossible = string;

/** n8n hands the node a file that it keeps in memory whole and at once. */
export const MEMORY_HAS_NO_SOURCE_FAULTS: Impossible = 'n8n hands over the whole file at once';

/** The first column of the table in `docs/errors-and-limits.md`. */
export const DOCUMENTED_AS = {
	connection: 'The connection breaks before TikTok has the whole part',
	answer: 'The answer is lost or cut off',
	gateway: 'HTTP 408 or any 5xx, with whatever page',
	limit: 'HTTP 429',
	range: 'HTTP 416: TikTok stands elsewhere in the file',
	strange: 'A success that TikTok does not document, such as HTTP 202',
	stall: 'Nothing moves any more',
	trickle: 'Bytes trickle',
	noEnd: 'The same part fails eight times in a row, or the hour of the upload is over',
	gone: 'HTTP 403 or 404, also before the part was read',
	refused: 'HTTP 400 or any other refusal',
	file: 'The file ends early, is longer than declared, or can’t be read',
} as const;

/** The chunk that failed goes up again, once. */
export const SENT_AGAIN: Published = { ends: 'published', extraPuts: 1, chunksAgain: 1 };
/** TikTok has the chunk, so that nothing goes up again. */
export const GOES_ON: Published = { ends: 'published', extraPuts: 0, chunksAgain: 0 };
