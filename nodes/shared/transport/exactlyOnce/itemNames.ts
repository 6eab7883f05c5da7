import { createHash } from 'crypto';
import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { runsAsTool } from '../runsAsTool';
import { markExecution, type ExecutionMark } from './checkpoint';

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
}

/** How an item is recognised when it comes again. */
export interface ItemNames {
	/** Its name within its execution. */
	readonly place: string;
	/** The names under which its post stands in the ledger; the first is always the execution's. */
	readonly keys: readonly string[];
	/** One more name, under which its post is entered for a retry that has lost the others. */
	readonly trace: string | undefined;
}

type Name = readonly [kind: string, ...parts: unknown[]];

/** In these modes several executions work on the same stored file: the editor's, tests, and sub-workflows. */
const SHARING_MODES: readonly WorkflowExecuteMode[] = ['manual', 'evaluation', 'integrated'];

/** The names of an item: `place` within its execution, `keys` and `trace` of its post for this node. */
export function nameItem(
	this: IExecuteFunctions,
	itemIndex: number,
	identity: PostIdentity,
): ItemNames {
	const { $runIndex } = this.getWorkflowDataProxy(itemIndex);
	const mark = markExecution.call(this, Number($runIndex));
	// An AI agent has no items: each of its calls is a run of its own, also when n8n or the model tries one
	// again, so a call is known by what it posts.
	const place = runsAsTool(this.getNode())
		? `tool ${hash(identity)}`
		: `${$runIndex - mark.firstRun}.${itemIndex}`;
	const node = [this.getWorkflow().id, this.getNode().id];
	const keys = listNames(mark, place, identity).map((name) => hash([...node, ...name]));
	const began = nameByBeginning.call(this, place, identity);
	const trace = began && hash([...node, ...began]);
	if (trace === undefined || mark.mode !== 'retry') return { place, keys, trace };
	return { place, keys: [...keys, trace], trace: undefined };
}

/**
 * A name that lasts where n8n runs all nodes again, which is what its Retry does after a crash and after Stop: nodes
 * in front of this one may fetch the file anew and write another text. n8n keeps when the execution began, but others
 * may have begun in the same millisecond, so only such a retry goes by it.
 *
 * @returns `undefined` where n8n doesn't tell, which older versions don't
 */
function nameByBeginning(
	this: IExecuteFunctions,
	place: string,
	{ media }: PostIdentity,
): Name | undefined {
	const beganAt = this.getExecutionContext?.()?.establishedAt;
	return beganAt === undefined ? undefined : ['began', beganAt, place, media];
}

/**
 * - The execution's name: its retries share it, but for one after a crash.
 * - The stored file's, which also survives that. In production a file is posted once at each place of an
 *   execution, with whatever text; where executions share files it is another post when the text differs.
 * - The user's Deduplication Key, which all executions share.
 */
function listNames(
	mark: ExecutionMark,
	place: string,
	{ content, fileId, deduplicationKey }: PostIdentity,
): Name[] {
	const names: Name[] = [['execution', mark.name, place]];
	if (fileId !== undefined) {
		const isShared = SHARING_MODES.includes(mark.mode);
		if (!isShared) names.push(['file', fileId, place]);
		if (isShared || mark.mode === 'retry') names.push(['shared file', fileId, place, content]);
	}
	if (deduplicationKey !== '') names.push(['key', deduplicationKey]);
	return names;
}

/** Stands for a value; 32 hexadecimal digits. */
export function hash(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
