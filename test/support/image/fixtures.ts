/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(__dirname, '../../fixtures/photos');

/** A real picture of test/fixtures/photos. */
export function readPhoto(name: string): Buffer {
	return readFileSync(path.join(FOLDER, name));
}
