/** What is planned in a history, as plain data that fast-check draws and prints. */

/** Something that happens around one of the node's calls to n8n. */
export interface Incident {
	/**
	 * - `die`: the process ends like with kill -9
	 * - `stop`: the user stops the execution
	 * - `break`: n8n's deduplication store fails, if it is what is called
	 */
	readonly do: 'die' | 'stop' | 'break';
	/** Which call, counted from 1 within one try. */
	readonly call: number;
	/** Whether it happens before the call, while it is carried out, or after it. */
	readonly when: 'before' | 'during' | 'after';
}

/**
 * Where the video is:
 * - `stored`, `long`: in n8n's storage, sent in one chunk or in three
 * - `inMemory`: in the item itself, so that it has no id
 * - `pulled`: on a link, where TikTok downloads it
 */
export type Media = 'stored' | 'long' | 'inMemory' | 'pulled';

/** One item that somebody wants to have posted. */
export interface ItemPlan {
	/** Deduplication Key, or none. */
	readonly key: string | undefined;
	/** The caption is another one at every try, as one that tells the time is. */
	readonly isChanging: boolean;
	readonly media: Media;
}

/**
 * Which files an execution works on:
 * - `own`: each item has one of its own
 * - `one`: all of its items refer to the same one
 * - `earlier`: what an earlier execution has stored, to be posted with other texts
 * - `again`: everything as in an earlier execution, so that it is the same post
 *
 * The last two happen only where executions share files: in the editor and in sub-workflows.
 */
export type Files = 'own' | 'one' | 'earlier' | 'again';

/** An execution to be started. */
export interface StartPlan {
	readonly mode: 'webhook' | 'manual' | 'integrated';
	readonly files: Files;
	/** The node's runs, as in a loop, each with its items. */
	readonly runs: ItemPlan[][];
}

export const WORKERS = [0, 1, 2] as const;

/** One of the three n8n processes. */
export type Worker = (typeof WORKERS)[number];

export const ACCOUNTS = [0, 1] as const;

/** One of the two TikTok accounts that the node's credential may be connected to. */
export type Account = (typeof ACCOUNTS)[number];

/** How an execution, or a retry of one, goes. */
export interface RunPlan {
	readonly worker: Worker;
	/** What somebody has chosen as the node's credential by then. */
	readonly account: Account;
	/** Tries of Retry On Fail. */
	readonly tries: number;
	readonly continueOnFail: boolean;
	/** Wait Until Finished. */
	readonly waits: boolean;
	/** Happens in this try, counted from 1. */
	readonly incident: (Incident & { readonly atTry: number }) | undefined;
	/** The process dies when this node is done, in a later node of the workflow. */
	readonly diesLater: boolean;
}

/** A run that nothing disturbs. */
export const NO_TROUBLE: RunPlan = {
	worker: 0,
	account: 0,
	tries: 1,
	continueOnFail: false,
	waits: true,
	incident: undefined,
	diesLater: false,
};
