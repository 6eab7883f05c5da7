import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/**
 * What a second try of the same execution has to know about an item. It is saved with the execution and
 * readable there, so it holds no token and no upload URL.
 */
export interface Checkpoint {
	/** n8n's id of the file that was to be posted, or `''`; a checkpoint of another file is void. */
	readonly fileId: string;
	/** The item's own name in the ledger, the same in every retry of the execution. */
	readonly key: string;
	/** The post this execution opened, and how far it got. */
	post?: OpenedPost;
	/** A call that publishes by itself went out; without `post` its answer was never heard. */
	isAnnounced?: boolean;
	/** The finished output of the item. */
	output?: IDataObject;
}

export interface OpenedPost {
	readonly publishId: string;
	readonly creatorUsername: string;
	/** Stands for everything that was sent with the post. */
	readonly content: string;
	/** Bytes; 0 for a post whose media TikTok fetches itself. */
	readonly videoSize: number;
	acceptedBytes: number;
	/** The last bytes were on their way. */
	isCommitted: boolean;
	/** TikTok has the whole video. */
	isUploaded: boolean;
}

/**
 * The checkpoint of an item in n8n's node context, begun anew if there is none for the same file. It stays
 * the item's when something else changes from try to try, such as a caption that tells the time: what was
 * posted once is not posted again with another text.
 *
 * All runs of the node in a loop share the context, hence the run index in the key. Changes to the
 * returned object are kept by n8n.
 *
 * @param itemKey run and item index
 * @param makeKey the item's name in the ledger, for a new checkpoint
 */
export function openCheckpoint(
	this: IExecuteFunctions,
	itemKey: string,
	fileId: string,
	makeKey: () => string,
): Checkpoint {
	const context = this.getContext('node');
	const name = `post ${itemKey}`;
	const saved = context[name] as unknown as Checkpoint | undefined;
	if (saved?.fileId === fileId) return saved;
	const checkpoint: Checkpoint = { fileId, key: makeKey() };
	context[name] = checkpoint as unknown as IDataObject;
	return checkpoint;
}
