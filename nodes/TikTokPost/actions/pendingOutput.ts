import type { IDataObject } from 'n8n-workflow';
import { afterSending, asError } from '../../shared/tiktok/api/errors';
import type { Waiting, WaitResult } from '../../shared/n8n/publish/waitingRoom';

/** An item whose post TikTok still works on: its output comes when that is over, and others can be sent meanwhile. */
export class PendingOutput {
	/**
	 * @param isSent by this node: whatever goes wrong from here on, nobody is told to send it again
	 * @param toOutput throws one of the errors that `toNodeError` knows where TikTok has failed the post
	 */
	constructor(
		readonly post: Waiting,
		private readonly isSent: boolean,
		private readonly toOutput: (result: WaitResult) => Promise<IDataObject>,
	) {}

	/** @throws TikTokError where asking is pointless, or no answer came within the time */
	async end(result: WaitResult | Error): Promise<IDataObject> {
		if (result instanceof Error) throw this.explain(result);
		return await this.toOutput(result);
	}

	/** What ends the wait instead of TikTok, as it is said about this post. */
	explain(error: unknown): Error {
		return asError(this.isSent ? afterSending(error, this.post.publishId, true) : error);
	}
}
