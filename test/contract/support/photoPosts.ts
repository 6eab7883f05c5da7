/** A correct direct post of these photos. */
export function photoPost(urls: readonly string[]): Record<string, unknown> {
	return {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'SELF_ONLY', title: 'Three views' },
		source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images: urls },
	};
}
