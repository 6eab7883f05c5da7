import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { errorFromFailReason } from '../../../shared/tiktok/errorCatalog';
import {
	checkPostAgainstCreator,
	checkVideoPost,
	toPostInfo,
	type VideoPost,
} from '../../../shared/tiktok/postRules';
import { phaseOf, type PublishStatus } from '../../../shared/tiktok/publishStatus';
import { assertScopeGranted } from '../../../shared/transport/account';
import { initVideoPost } from '../../../shared/transport/initPost';
import { openCheckedVideo } from '../../../shared/transport/openCheckedVideo';
import { queryCreatorInfo } from '../../../shared/transport/queryCreatorInfo';
import { uploadVideo } from '../../../shared/transport/uploadVideo';
import { waitForPublish } from '../../../shared/transport/waitForPublish';
import { makePostOutput } from '../output';
import { parseMaxWaitMs, parseNumber, parseText, readOptions } from '../parameters';
import { readVideoPost } from './create.parameters';

export { description } from './create.description';

const BYTES_PER_MB = 1_000_000;

/** Publishes a video from a binary field directly to the connected account. */
export async function execute(this: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const post = readVideoPost.call(this, itemIndex);
	const { maxWaitSeconds, chunkSizeMb } = readOptions.call(this, itemIndex);
	const maxWaitMs = parseMaxWaitMs(maxWaitSeconds);
	const chunkBytes = parseChunkBytes(chunkSizeMb);
	checkVideoPost(post);
	await assertScopeGranted.call(this, 'video.publish');
	const { publishId, username, bytes } = await uploadPost.call(this, post, chunkBytes, itemIndex);
	if (this.getNodeParameter('waitUntilFinished', itemIndex, true) !== true) {
		return makePostOutput(publishId, receivedStatus(bytes), username);
	}
	const { status, timedOut } = await waitForPublish.call(this, publishId, maxWaitMs);
	if (phaseOf(status) === 'failed') throw errorFromFailReason(status.fail_reason, publishId);
	return { ...makePostOutput(publishId, status, username), ...(timedOut && { timed_out: true }) };
}

interface UploadedPost {
	readonly publishId: string;
	readonly username: string;
	readonly bytes: number;
}

async function uploadPost(
	this: IExecuteFunctions,
	post: VideoPost,
	chunkBytes: number | undefined,
	itemIndex: number,
): Promise<UploadedPost> {
	const fieldName = parseText(
		this.getNodeParameter('binaryPropertyName', itemIndex),
		'Input Binary Field',
	);
	const video = await openCheckedVideo.call(this, itemIndex, fieldName);
	try {
		const creator = await queryCreatorInfo.call(this);
		checkPostAgainstCreator(post, creator);
		const upload = await initVideoPost.call(this, toPostInfo(post), {
			byteLength: video.byteLength,
			mimeType: video.mimeType,
			chunkBytes,
		});
		const report = await uploadVideo.call(this, upload, video.cursor);
		return {
			publishId: upload.publishId,
			username: creator.creator_username,
			bytes: report.bytes,
		};
	} finally {
		video.cursor.close();
	}
}

function parseChunkBytes(chunkSizeMb: unknown): number | undefined {
	const megabytes = parseNumber(chunkSizeMb, 'Chunk Size (MB)');
	return megabytes === undefined ? undefined : megabytes * BYTES_PER_MB;
}

/** What is known right after the upload, in the form of a status answer. */
function receivedStatus(bytes: number): PublishStatus {
	return {
		status: 'PROCESSING_UPLOAD',
		fail_reason: '',
		post_ids: [],
		uploaded_bytes: bytes,
		downloaded_bytes: undefined,
	};
}
