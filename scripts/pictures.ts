/* eslint-disable @n8n/community-nodes/no-restricted-imports,
   no-console
   -- commands print and start processes; they are never shipped */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
	DOCS_FOLDER,
	MANIFEST_FILE,
	PICTURE_FILES,
	PICTURE_NAMES,
} from '../test/e2e/support/pictures';
import { pathOfMade, pathOfNote } from '../test/e2e/support/takePicture';
import { ensureN8nInstalled, packPackage } from '../test/support/n8n';
import { reportAndExit, runJest } from './support/jest';

/** `npm run pictures`: makes the docs' pictures anew, in a real n8n, and notes what they show. */
async function main(): Promise<void> {
	await ensureN8nInstalled(console.log);
	await packPackage();
	const counts = await runJest(['e2e'], ['--runInBand', '--forceExit', 'test/e2e/pictures']);
	if (counts.failed === 0) keepPictures();
	reportAndExit(counts);
}

function keepPictures(): void {
	for (const file of PICTURE_FILES) copyFileSync(pathOfMade(file), join(DOCS_FOLDER, file));
	const notes = PICTURE_NAMES.map((name) => [name, readFileSync(pathOfNote(name), 'utf8')]);
	const manifest = JSON.stringify(Object.fromEntries(notes), null, '\t');
	writeFileSync(MANIFEST_FILE, `${manifest}\n`);
	console.log(`${PICTURE_FILES.length} pictures are in docs/images`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	reportAndExit({ passed: 0, failed: 1, skipped: 0 });
});
