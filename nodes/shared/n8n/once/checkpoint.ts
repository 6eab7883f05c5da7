import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import type { Turn } from './ledgerEntries';

/**
 * What a second try of the same execution has to know about an item. It is saved with the execution and
 * readable there, so it holds no token and no upload URL.
 */
export interface Checkpoint {
	/** The post this execution opened, and how far it got. */
	post?: OpenedPost;
	/** A call that publishes by itself went out; without `post` its answer was never heard. */
	isAnnounced?: boolean;
	/** Who `post` or that call was sent as. */
	sender?: Sender;
	/** The names it was entered under in the ledger; they count, too, for a try that would give it others. */
	entered?: { readonly account: string; readonly keys: readonly string[] };
	/** The finished output of the item. */
	output?: IDataObject;
}

/** Who a post is sent as. A checkpoint is readable in the execution, so TikTok's id of the account is hashed. */
export interface Sender {
	/** Stands for the account; the same for all credentials that are connected to it. */
	readonly account: string;
	/** As the editor lists the credential, for people who look for the post. */
	readonly credentialName: string;
}

export interface OpenedPost {
	readonly publishId: string;
	/** What it has in the ledger: each sending of its last bytes took its turn at each of its names. */
	turns: Turn[];
	readonly creatorUsername: string;
	/** Stands for everything that was sent: the post with its media. */
	readonly content: string;
	/** Stands for the media alone. */
	readonly media: string;
	/** Bytes; 0 for a post whose media TikTok fetches itself. */
	readonly videoSize: number;
	acceptedBytes: number;
	/** The last bytes were on their way. */
	isCommitted: boolean;
	/** TikTok has the whole video. */
	isUploaded: boolean;
}

/**
 * The checkpoint of an item in n8n's node context. It stays the item's when something changes from try to
 * try, such as a caption that tells the time: what was posted once is not posted again with another text.
 *
 * Changes to the returned object are kept by n8n.
 *
 * @param slot the item's name within its execution: all runs of the node in a loop share the context
 */
export function openCheckpoint(n8n: IExecuteFunctions, slot: string): Checkpoint {
	const context = n8n.getContext('node');
	const checkpoint = (context[`post ${slot}`] ??= {});
	return checkpoint as Checkpoint;
}

/** Nothing is known any more of a post, or of a call that publishes by itself: nothing came of it. */
export function forgetPost(checkpoint: Checkpoint): void {
	delete checkpoint.post;
	delete checkpoint.isAnnounced;
	delete checkpoint.sender;
}

/** Whether an item of this execution made a post. */
export function hasMadePost(n8n: IExecuteFunctions, publishId: string): boolean {
	const kept: unknown[] = Object.values(n8n.getContext('node'));
	return kept.some((entry) => (entry as Checkpoint | null)?.post?.publishId === publishId);
}

/** What all retries of an execution have in common: they begin with the context it left. */
export interface ExecutionMark {
	/** A name of its own. */
	readonly name: string;
	/** How it was started. A retry doesn't know the mode of what it repeats, so one after a crash has `retry`. */
	readonly mode: WorkflowExecuteMode;
	/** The node's run it began with. After a crash n8n counts on from the runs that it lost. */
	readonly firstRun: number;
}

/**
 * The mark of this execution, made by the first of its items that asks.
 *
 * @param runIndex the node's run in which it does
 */
export function markExecution(n8n: IExecuteFunctions, runIndex: number): ExecutionMark {
	const context = n8n.getContext('node');
	const mark = (context.execution ??= {
		name: randomUUID(),
		mode: n8n.getMode(),
		firstRun: runIndex,
	} satisfies ExecutionMark);
	return mark as ExecutionMark;
}
