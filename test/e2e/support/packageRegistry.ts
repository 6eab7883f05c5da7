/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests read files; they are never shipped */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Simulator } from '../../simulator';
import { PACKAGE_NAME, PROJECT_FOLDER } from '../../support/n8n/paths';

const REGISTRY = 'https://registry.npmjs.org';

/** Has npm ask npm's own registry, as it is simulated, whatever the machine's settings, and not try again for minutes. */
export function npmEnvironment({ caFile }: Simulator): Record<string, string> {
	return {
		npm_config_registry: REGISTRY,
		npm_config_cafile: caFile,
		npm_config_fetch_retries: '0',
	};
}

/** Offers a packed package where npm looks for it. */
export async function publish({ media }: Simulator, tarball: string): Promise<void> {
	const content = await readFile(tarball);
	const manifest = JSON.parse(await readFile(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as {
		version: string;
	};
	const { version } = manifest;
	const url = `${REGISTRY}/${PACKAGE_NAME}/-/${PACKAGE_NAME}-${version}.tgz`;
	const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
	const release = { name: PACKAGE_NAME, version, dist: { tarball: url, integrity } };
	const all = {
		name: PACKAGE_NAME,
		'dist-tags': { latest: version },
		versions: { [version]: release },
	};
	const serve = (path: string, json: object) =>
		media.serve(`${REGISTRY}/${path}`, {
			content: Buffer.from(JSON.stringify(json)),
			contentType: 'application/json',
		});
	serve(PACKAGE_NAME, all);
	serve(`${PACKAGE_NAME}/latest`, release);
	media.serve(url, { content, contentType: 'application/octet-stream' });
}
