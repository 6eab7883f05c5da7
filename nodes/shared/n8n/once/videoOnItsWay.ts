import { takenOver } from '../../tiktok/api/outcomeUnknown';
import type { Books } from './books';
import { forgetPost, type OpenedPost } from './checkpoint';
import { factOfVideo } from './mediaFact';
import { forgetUpload } from './processMemory';

/** A post that TikTok has opened and whose bytes this node sends. There is none before TikTok has opened it. */
export class VideoOnItsWay {
	constructor(
		private readonly books: Books,
		readonly post: OpenedPost,
	) {}

	/** TikTok has this many bytes. */
	accepted(bytes: number): void {
		this.post.acceptedBytes = bytes;
	}

	/**
	 * To be awaited whenever the last bytes are about to be sent: from here on the post may exist. That they
	 * were sent before is not enough, somebody may have given the post up and taken over since.
	 *
	 * @throws TikTokError `already_begun` when somebody else was first
	 */
	async committing(): Promise<void> {
		const { books, post } = this;
		const turns = await books.ledger.commit(factOfVideo(post.videoSize));
		if (turns === undefined) {
			// Where its last bytes were never sent, it is given up for good.
			forgetUpload(post.publishId);
			if (!post.isCommitted) forgetPost(books.checkpoint);
			throw takenOver();
		}
		post.isCommitted = true;
		post.turns = [...post.turns, ...turns];
		books.take(turns, post);
	}

	/** TikTok has all of it. */
	async uploaded(): Promise<void> {
		await this.books.finish(this.post);
	}
}
