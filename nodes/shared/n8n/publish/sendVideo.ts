import type { OpenUpload, UploadPosition } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';
import { showWarnings } from '../hints';
import { MediaCursor } from '../media/mediaCursor';
import type { PostAttempt } from '../once/postAttempt';
import type { Started } from '../once/start';
import type { VideoOnItsWay } from '../once/videoOnItsWay';
import { announceVideo } from '../upload/announceVideo';
import { VideoUpload, type UploadReport } from '../upload/videoUpload';
import { checkVideo, findSource } from './checkMedia';
import type { PlannedPost, VideoToUpload } from './plannedPost';

/** A video that TikTok has. */
export interface SentVideo {
	readonly publishId: string;
	readonly creatorUsername: string;
	readonly report: UploadReport;
}

type UploadStart = Extract<Started, { kind: 'fresh' | 'resume' }>;
interface UploadToSend {
	readonly onItsWay: VideoOnItsWay;
	readonly upload: OpenUpload;
	readonly from: UploadPosition;
}

const FROM_THE_START: UploadPosition = { acceptedBytes: 0, isCommitted: false };

/**
 * Brings a video to TikTok, from wherever an earlier try left it.
 *
 * @param chunkBytes the user's choice; `undefined` = as few chunks as TikTok takes
 * @throws InputError before anything is sent, or when the source breaks off before its last bytes were sent
 * @throws TikTokError when TikTok refuses the post or the upload can't be finished; marked `mayBePosted` from when
 * the last bytes were sent, whatever ended it then
 * @throws StoppedError when the user stopped the execution, with the publish id from then on
 */
export async function sendVideo(
	item: Item,
	attempt: PostAttempt,
	start: UploadStart,
	post: PlannedPost,
	media: VideoToUpload,
	chunkBytes: number | undefined,
): Promise<SentVideo> {
	let cursor: MediaCursor | undefined;
	let onItsWay: VideoOnItsWay | undefined;
	try {
		const source = await findSource(item, media);
		cursor = await MediaCursor.open(source, async () => await onItsWay?.committing());
		const toSend =
			start.kind === 'resume'
				? start
				: await checkAndAnnounce(item, attempt, post, cursor, chunkBytes);
		({ onItsWay } = toSend);
		const sending = new VideoUpload(item, toSend.upload, cursor, toSend.from);
		while (!sending.isComplete) {
			await sending.sendNextChunk();
			onItsWay.accepted(sending.acceptedBytes);
		}
		const { report } = sending;
		await onItsWay.uploaded();
		const { publishId, creatorUsername } = onItsWay.post;
		return { publishId, creatorUsername, report };
	} catch (error) {
		throw await attempt.failed(error);
	} finally {
		cursor?.close();
	}
}

/** Checks the video, then announces it. */
async function checkAndAnnounce(
	item: Item,
	attempt: PostAttempt,
	post: PlannedPost,
	cursor: MediaCursor,
	chunkBytes: number | undefined,
): Promise<UploadToSend> {
	const { mimeType, creator, warnings } = await checkVideo(item, post, cursor);
	showWarnings(item.n8n, warnings);
	const creatorUsername = creator.info?.creator_username ?? '';
	const { byteLength } = cursor.source;
	const upload = await announceVideo(item, post.call, { byteLength, mimeType, chunkBytes });
	const onItsWay = await attempt.opened(upload, creatorUsername);
	return { onItsWay, upload, from: FROM_THE_START };
}
