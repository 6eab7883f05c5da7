/* eslint-disable @n8n/community-nodes/no-restricted-imports,
   no-console
   -- commands print and start processes; they are never shipped */
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { ensureN8nInstalled, packPackage } from '../test/support/n8n';
import { CACHE_FOLDER } from '../test/support/n8n/paths';
import { reportAndExit, runJest } from './support/jest';

/** `npm run pictures`: makes the docs' pictures anew, in a real n8n, and notes what they show. */
async function main(): Promise<void> {
	await ensureN8nInstalled(console.log);
	await packPackage();
	const counts = await runJest(['e2e'], ['--runInBand', '--forceExit', 'test/e2e/pictures']);
	if (counts.failed === 0) keepPictures();
	reportAndExit(counts);
}

/** What the tests name so is for the docs. */
const PICTURE = /^picture-(.+\.png)$/;

function keepPictures(): void {
	const folder = join(CACHE_FOLDER, 'screenshots');
	const kept = readdirSync(folder).flatMap((file) => PICTURE.exec(file)?.[1] ?? []);
	for (const file of kept) copyFileSync(join(folder, `picture-${file}`), join('docs/images', file));
	copyFileSync(join(folder, 'pictures.json'), 'docs/images/manifest.json');
	console.log(`${kept.length} pictures are in docs/images`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	reportAndExit({ passed: 0, failed: 1, skipped: 0 });
});
