import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, StoppedError } from '../../../shared/tiktok/api/errors';
import { redactMessage } from '../../../shared/tiktok/api/redact';
import { RECOGNITION_BYTES, sniffVideoType } from '../../../shared/video';
import { factOfPhotos, factOfVideo, type MediaFact } from '../../../shared/n8n/once/mediaFact';
import type { MediaSource } from '../../../shared/n8n/media/mediaSource';
import type { PostMedia, PulledMedia } from './media';

/** What is certain of media that TikTok fetches: nothing of a video, for only TikTok sees it. */
export function factOfPulled({ source }: PulledMedia): MediaFact | undefined {
	return 'photo_images' in source ? factOfPhotos(source.photo_images.length) : undefined;
}

/**
 * What is certain of media. The size of a file of n8n's is known without opening it. A link's server is asked for the length. Where it does not tell, or shows a page instead
 * of a video, nothing is certain; that is no reason to fail, because nothing is to be sent.
 *
 * @throws StoppedError when the user stops the execution
 */
export async function findMediaFact(
	this: IExecuteFunctions,
	media: PostMedia,
): Promise<MediaFact | undefined> {
	if (media.kind === 'pulled') return factOfPulled(media);
	if (media.byteLength !== undefined) return factOfVideo(media.byteLength);
	try {
		return await lookAt(await media.findSource());
	} catch (error) {
		if (error instanceof StoppedError) throw asError(error);
		const { message } = asError(error);
		this.logger.debug(
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
