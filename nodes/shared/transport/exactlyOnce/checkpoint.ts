import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/**
 * What a second try of the same execution has to know about an item. It is saved with the execution and
 * readable there, so it holds no token and no upload URL.
 */
export interface Checkpoint {
	/** What was to be posted; a checkpoint of anything else is void. */
	readonly fingerprint: string;
	/** Made once per item and execution, the same in every retry of it. */
	readonly nonce: string;
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
	/** Bytes; 0 for a post whose media TikTok fetches itself. */
	readonly videoSize: number;
	acceptedBytes: number;
	/** The last byte was on its way. */
	isCommitted: boolean;
	/** TikTok has the whole video. */
	isUploaded: boolean;
}

/**
 * The checkpoint of an item in n8n's node context, begun anew if there is none for the same fingerprint.
 * All runs of the node in a loop share the context, hence the run index in the key. Changes to the
 * returned object are kept by n8n.
 */
export function openCheckpoint(
	this: IExecuteFunctions,
	itemKey: string,
	fingerprint: string,
	makeNonce: () => string,
): Checkpoint {
	const context = this.getContext('node');
	const key = `post ${itemKey}`;
	const saved = context[key] as unknown as Checkpoint | undefined;
	if (saved?.fingerprint === fingerprint) return saved;
	const checkpoint: Checkpoint = { fingerprint, nonce: makeNonce() };
	context[key] = checkpoint as unknown as IDataObject;
	return checkpoint;
}
