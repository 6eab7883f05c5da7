/**
 * What certainly tells media from others, wherever they come from: media with different facts are different media,
 * those with the same fact need not be the same.
 */
export type MediaFact = string;

/** @param byteLength of the whole file */
export function factOfVideo(byteLength: number): MediaFact {
	return `video of ${byteLength} bytes`;
}

/** @param count of photos in the post */
export function factOfPhotos(count: number): MediaFact {
	return `${count} photos`;
}
