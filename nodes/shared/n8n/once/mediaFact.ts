import type { PulledSource } from '../../tiktok/api/wire';

/**
 * What certainly tells media from others, wherever they come from: media with different facts are different media,
 * those with the same fact need not be the same.
 */
export type MediaFact = string;

/** @param byteLength of the whole file */
export function factOfVideo(byteLength: number): MediaFact {
	return `video of ${byteLength} bytes`;
}

export function factOfPhotos(count: number): MediaFact {
	return `${count} photos`;
}

/** Nothing of a video that TikTok fetches: only TikTok sees it. */
export function factOfPulled(source: PulledSource): MediaFact | undefined {
	return 'photo_images' in source ? factOfPhotos(source.photo_images.length) : undefined;
}
