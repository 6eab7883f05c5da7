/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- the command runs in plain Node; it is never shipped */
/**
 * To be imported before n8n-core, which writes into the folder of the user's own n8n otherwise. Whatever the command
 * keeps for the time being is there as well, and goes with it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** For programs that outlive the command. */
export const usersEnvironment = { ...process.env };

const folder = mkdtempSync(path.join(tmpdir(), 'live-check-'));
for (const name of ['N8N_USER_FOLDER', 'TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
process.on('exit', () => {
	try {
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	} catch {
		// Windows keeps files that a scanner reads. It is no reason to fail.
	}
});
