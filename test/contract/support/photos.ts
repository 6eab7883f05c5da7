/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(__dirname, '../../fixtures/photos');

/** A real picture of test/fixtures/photos. */
export function readPhoto(name: string): Buffer {
	return readFileSync(path.join(FOLDER, name));
}

/** A correct direct post of these photos. */
export function photoPost(urls: readonly string[]): Record<string, unknown> {
	return {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: { privacy_level: 'SELF_ONLY', title: 'Three views' },
		source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images: urls },
	};
}
