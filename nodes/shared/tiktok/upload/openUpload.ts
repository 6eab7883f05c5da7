import type { ChunkPlan } from '../api/wire';

/** Where TikTok wants the bytes of a post that it has opened. */
export interface UploadTicket {
	readonly publishId: string;
	/** A write credential: lives in memory only. */
	readonly uploadUrl: string;
}

/** An upload that TikTok has opened with an init call. */
export interface OpenUpload extends UploadTicket {
	readonly mimeType: string;
	readonly plan: ChunkPlan;
	/** When the init was answered, in milliseconds; the URL lives an hour from then. */
	readonly openedAt: number;
}

/** How far an upload has got. */
export interface UploadPosition {
	/** Bytes TikTok has already. */
	readonly acceptedBytes: number;
	/** The last bytes were sent by an earlier try, so that TikTok may have more than it said. */
	readonly isCommitted: boolean;
}
