import type { IExecuteFunctions } from 'n8n-workflow';
import type { TikTokClient } from './client';

/** One of the items that a run of the node works on, one after the other. */
export interface Item {
	/** n8n's side of it: parameters, files, the user's Stop. */
	readonly n8n: IExecuteFunctions;
	/** Its place among the items of the run. */
	readonly index: number;
	/** TikTok's side of it. */
	readonly tiktok: TikTokClient;
	/** To be awaited once TikTok has opened its post: the next item can be got ready. */
	readonly onItsWay?: () => Promise<void>;
}
