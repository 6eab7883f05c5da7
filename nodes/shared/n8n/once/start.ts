import type { IDataObject } from 'n8n-workflow';
import type { PublishStatus } from '../../tiktok/api/publishStatus';
import type { OpenUpload, UploadPosition } from '../../tiktok/upload/openUpload';
import type { OpenedPost } from './checkpoint';
import type { Turn } from './ledgerEntries';
import type { VideoOnItsWay } from './videoOnItsWay';

/** A post that was made before, as TikTok describes it now. */
export interface PostedBefore {
	readonly publishId: string;
	/** `undefined` when TikTok doesn't know the post any more. */
	readonly status: PublishStatus | undefined;
}

/** Posted before, by this or another execution. */
export interface Posted {
	readonly kind: 'posted';
	/** Which post it was, where that is still known. */
	readonly post: PostedBefore | undefined;
	/** Where the ledger has it. */
	readonly turn: Turn;
	/** Known by the Deduplication Key alone, so it may be about other media. */
	readonly isByUserKey: boolean;
}

/** Where an item that is not finished has to begin. */
export type Start =
	| Posted
	/** TikTok has the video; only the wait is left. */
	| { readonly kind: 'uploaded'; readonly publishId: string; readonly creatorUsername: string }
	/** An upload is open and goes on from there. */
	| {
			readonly kind: 'resume';
			readonly post: OpenedPost;
			readonly upload: OpenUpload;
			readonly from: UploadPosition;
	  }
	/** Nothing of it exists at TikTok. */
	| { readonly kind: 'fresh' };

/** Where a try begins, with what it goes on with. */
export type Started =
	/** A try of this execution finished it: the output as it was. */
	| { readonly kind: 'finished'; readonly output: IDataObject }
	| Exclude<Start, { kind: 'resume' }>
	| (Extract<Start, { kind: 'resume' }> & { readonly onItsWay: VideoOnItsWay });
