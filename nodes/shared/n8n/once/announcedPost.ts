import type { Books } from './books';
import type { Turn } from './ledgerEntries';

/** A post whose media TikTok fetches: the call that makes it is on its way, and it has no name before TikTok answers. */
export class AnnouncedPost {
	constructor(
		private readonly books: Books,
		private readonly turns: Turn[],
	) {
		books.checkpoint.isAnnounced = true;
		books.checkpoint.sender = books.sender;
	}

	/** TikTok has accepted the call. */
	async accepted(publishId: string, creatorUsername: string): Promise<void> {
		const { books, turns } = this;
		const post = books.open({ publishId, creatorUsername, turns, videoSize: 0 });
		post.isCommitted = true;
		books.take(turns, post);
		await books.finish(post);
	}

	/** TikTok has refused it: no post exists. */
	async refused(): Promise<void> {
		const { books, turns } = this;
		await books.tell(books.ledger.close(turns));
		delete books.checkpoint.isAnnounced;
	}
}
