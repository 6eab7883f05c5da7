import type { IDataObject } from 'n8n-workflow';
import type { Item } from '../../../shared/n8n/api/item';
import { showOutcome } from '../../../shared/n8n/hints';
import type { PostAttempt } from '../../../shared/n8n/once/postAttempt';
import type { PlannedPost } from '../../../shared/n8n/publish/plannedPost';
import type { PreparedItem } from '../operation';
import type { PendingOutput } from '../pendingOutput';
import { beginAttempt, postOnce } from './postOnce';
import { readPostOptions, type PostOptions } from './postOptions';
import { validatePost } from './validatePost';

const CHECKED_ONLY =
	'Checked only, nothing was posted. Switch Options → Validate Only off to post.';

/** A post as an operation describes it, before anything is done about it. */
export class PreparedPost implements PreparedItem {
	private readonly options: PostOptions;
	private attempt: PostAttempt | undefined;

	/** @throws InputError for options of the wrong kind */
	constructor(
		private readonly item: Item,
		private readonly post: PlannedPost,
	) {
		this.options = readPostOptions(item);
	}

	async claimAhead(): Promise<void> {
		if (this.options.validateOnly) return;
		const attempt = await beginAttempt(this.item, this.post, this.options);
		this.attempt = attempt;
		await attempt.claimAhead();
	}

	/** Makes the post, or only checks it where the user wants no more. */
	async execute(): Promise<IDataObject | PendingOutput> {
		const { item, post, options } = this;
		if (options.validateOnly) {
			const output = await validatePost(item, post, options);
			showOutcome(item.n8n, 'checked', CHECKED_ONLY);
			return output;
		}
		const attempt = this.attempt ?? (await beginAttempt(item, post, options));
		return await postOnce(item, attempt, post, options);
	}

	async giveUp(): Promise<void> {
		await this.attempt?.ended();
	}
}
