import { asError, StoppedError } from '../../../shared/tiktok/api/errors';
import { redactMessage } from '../../../shared/tiktok/api/redact';
import { RECOGNITION_BYTES, sniffVideoType } from '../../../shared/video/sniffVideoType';
import {
	factOfPhotos,
	factOfPulled,
	factOfVideo,
	type MediaFact,
} from '../../../shared/n8n/once/mediaFact';
import type { MediaSource } from '../../../shared/n8n/media/mediaSource';
import type { Item } from '../../../shared/n8n/api/item';
import { findSource } from '../../../shared/n8n/publish/checkMedia';
import type { PostMedia } from '../../../shared/n8n/publish/plannedPost';

/**
 * What is certain of media. The size of a file of n8n's is known without opening it. A link's server is asked for the
 * length. Where it does not tell, or shows a page instead of a video, nothing is certain; that is no reason to fail,
 * because nothing is to be sent.
 *
 * @throws StoppedError when the user stops the execution
 */
export async function findMediaFact(item: Item, media: PostMedia): Promise<MediaFact | undefined> {
	if (media.kind === 'pulled') return factOfPulled(media.source);
	if (media.kind === 'files') return factOfPhotos(media.files.length);
	if ('byteLength' in media.file) return factOfVideo(media.file.byteLength);
	try {
		return await lookAt(await findSource(item, media));
	} catch (error) {
		if (error instanceof StoppedError) throw asError(error);
		const { message } = asError(error);
		item.n8n.logger.debug(
			`TikTok Post: the size of a skipped video is unknown: ${redactMessage(message)}`,
		);
		return undefined;
	}
}

async function lookAt(source: MediaSource): Promise<MediaFact | undefined> {
	const media = await source.open();
	try {
		const { container } = sniffVideoType(await media.sections.peek(RECOGNITION_BYTES));
		return container === 'unknown' ? undefined : factOfVideo(source.byteLength);
	} finally {
		media.close();
	}
}
