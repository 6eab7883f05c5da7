import type { Item } from '../api/item';
import { nameContent, type ItemNames, type PostIdentity } from './itemNames';
import type { Checkpoint, OpenedPost, Sender } from './checkpoint';
import type { Turn } from './ledgerEntries';
import { PostLedger } from './postLedger';
import { forgetUpload, rememberPost } from './processMemory';
import { savePublishedId } from './publishedIds';

/** Everything that one try writes down about its post, in all memories. */
export class Books {
	readonly ledger: PostLedger;
	/** The one of its keys that stands for the Deduplication Key. */
	readonly userKey: string | undefined;

	constructor(
		readonly item: Item,
		readonly checkpoint: Checkpoint,
		readonly names: ItemNames,
		readonly sender: Sender,
		readonly identity: PostIdentity,
	) {
		this.ledger = new PostLedger(item.n8n, names);
		this.userKey = names.userKey;
	}

	/** A post that TikTok has opened, or accepted. */
	open(
		post: Pick<OpenedPost, 'publishId' | 'creatorUsername' | 'videoSize' | 'turns'>,
	): OpenedPost {
		const opened: OpenedPost = {
			...post,
			...nameContent(this.identity),
			acceptedBytes: 0,
			isCommitted: false,
			isUploaded: false,
		};
		this.checkpoint.sender = this.sender;
		this.checkpoint.post = opened;
		return opened;
	}

	/** These turns stand for this post from now on. */
	take(turns: readonly Turn[], post: OpenedPost): void {
		const { publishId, videoSize } = post;
		for (const { key, turn } of turns) rememberPost(key, { publishId, videoSize, turn });
	}

	/** TikTok has all of it. */
	async finish(post: OpenedPost): Promise<void> {
		post.isUploaded = true;
		forgetUpload(post.publishId);
		this.savePublishId(post.turns, post.publishId);
		await this.tell(this.ledger.finish(post.turns));
	}

	savePublishId(turns: readonly Turn[], publishId: string): void {
		const turn = turns.find(({ key }) => key === this.userKey);
		if (turn !== undefined) savePublishedId(this.item.n8n, turn, publishId);
	}

	/**
	 * What is certain is entered for later executions. Where the ledger fails, which it logs, this one goes on: a
	 * post that stays `committed` there is only asked about once more.
	 */
	async tell(entry: Promise<void>): Promise<void> {
		await entry.catch(() => {});
	}
}
