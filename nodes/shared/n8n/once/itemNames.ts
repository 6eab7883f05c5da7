import { createHash } from 'crypto';
import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import type { Item } from '../api/item';
import { runsAsTool } from '../runsAsTool';
import { markExecution, type ExecutionMark } from './checkpoint';
import type { MediaFact } from './mediaFact';

/** What makes a post this post and no other. */
export interface PostIdentity {
	/** Everything that is sent to TikTok with the media, in any stable form. */
	readonly content: unknown;
	/** What is known of the media without opening them, and stays when they are fetched anew: a size, a URL. */
	readonly media: unknown;
	/** n8n's id of the stored file: unique for each produced file, the same when an execution is retried. */
	readonly fileId: string | undefined;
	/** The user's Deduplication Key, or `''`. */
	readonly deduplicationKey: string;
	/** A draft is no post, so the same Deduplication Key stands for one of each. */
	readonly isDraft: boolean;
	/** Its last bytes, or the call that publishes, follow within seconds; with what is certain of its media. */
	readonly quick: { readonly media: MediaFact | undefined } | undefined;
}

/** How an item is recognised when it comes again. */
export interface ItemNames {
	/** Its name within its execution. */
	readonly slot: string;
	/** The names under which its post stands in the ledger, and nobody else's. */
	readonly keys: readonly string[];
	/** One more, under which it is entered for a retry that has lost the others; such a one has it among its `keys`. */
	readonly crashKey: string | undefined;
	/** The one of `keys` that stands for the user's Deduplication Key. */
	readonly userKey: string | undefined;
}

type Name = readonly [kind: string, ...parts: unknown[]];

/** In these modes several executions work on the same stored file: the editor's, tests, and sub-workflows. */
const SHARING_MODES: readonly WorkflowExecuteMode[] = ['manual', 'evaluation', 'integrated'];

/**
 * The names of an item: `slot` within its execution, `keys` and `crashKey` of its post for this node.
 *
 * @param account stands for the TikTok account: what one has posted is no post of another's
 */
export function nameItem(item: Item, identity: PostIdentity, account: string): ItemNames {
	const { $runIndex } = item.n8n.getWorkflowDataProxy(item.index);
	const mark = markExecution(item.n8n, Number($runIndex));
	// An AI agent has no items: each of its calls is a run of its own, also when n8n or the model tries one
	// again, so a call is known by what it posts.
	const slot = runsAsTool(item.n8n.getNode())
		? `tool ${hash(factsOf(identity))}`
		: `${$runIndex - mark.firstRun}.${item.index}`;
	const poster = [item.n8n.getWorkflow().id, item.n8n.getNode().id, account];
	const toKey = (name: Name | undefined) => name && hash([...poster, ...name]);
	const userKey = toKey(nameByUser(identity));
	const crashKey = toKey(nameByBeginning(item.n8n, slot, identity));
	const names = userKey === undefined ? listNames(mark, slot, identity) : [];
	// One that has lost the context of what it repeats.
	const isLost = mark.mode === 'retry';
	const keys = [userKey, ...names.map(toKey), isLost ? crashKey : undefined].filter(isGiven);
	return { slot, keys, crashKey, userKey };
}

/**
 * A name that lasts where n8n runs all nodes again, which is what its Retry does after a crash and after Stop: nodes
 * in front of this one may fetch the file anew and write another text. n8n keeps when the execution began, but others
 * may have begun in the same millisecond, so only such a retry goes by it.
 *
 * @returns `undefined` where n8n doesn't tell, which older versions don't
 */
function nameByBeginning(
	n8n: IExecuteFunctions,
	slot: string,
	{ media }: PostIdentity,
): Name | undefined {
	const beganAt = n8n.getExecutionContext?.()?.establishedAt;
	return beganAt === undefined ? undefined : ['began', beganAt, slot, media];
}

/**
 * What it is known by where the user gives no key of their own.
 * - The stored file, at its place. In production a file is posted once at each place of an execution, with whatever
 *   text; where executions share files it is another post when the text differs, but for retries of one execution.
 * - Where there is none, its place in the execution, which all retries share but those after a crash.
 */
function listNames(mark: ExecutionMark, slot: string, { content, fileId }: PostIdentity): Name[] {
	const inExecution: Name = ['execution', mark.name, slot];
	if (fileId === undefined) return [inExecution];
	const inProduction: Name = ['file', fileId, slot];
	const inEditor: Name = ['shared file', fileId, slot, content];
	if (mark.mode === 'retry') return [inExecution, inProduction, inEditor];
	return SHARING_MODES.includes(mark.mode) ? [inExecution, inEditor] : [inProduction];
}

/** The user's Deduplication Key, which all executions share. */
function nameByUser({ deduplicationKey, isDraft }: PostIdentity): Name | undefined {
	if (deduplicationKey === '') return undefined;
	return [isDraft ? 'key of a draft' : 'key', deduplicationKey];
}

function isGiven<T>(value: T | undefined): value is T {
	return value !== undefined;
}

/** Stand for everything that is sent, and for the media alone, in a checkpoint. */
export function nameContent(identity: PostIdentity): { content: string; media: string } {
	return { content: hash(factsOf(identity)), media: hash([identity.fileId, identity.media]) };
}

/** What stays the same however often it is tried: how soon it can be sent doesn't. */
function factsOf(identity: PostIdentity): unknown {
	return { ...identity, quick: undefined };
}

/** Stands for a value; 32 hexadecimal digits. */
export function hash(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
