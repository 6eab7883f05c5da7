/* eslint-disable @n8n/community-nodes/no-restricted-globals
   -- test support starts real processes; it is never shipped */

import { runCommand, type SystemUser } from '../runCommand';

const ROOT_UID = 0;
/** Whoever comes first exists on Debian with Postgres; the other one nearly everywhere. */
const CANDIDATES = ['postgres', 'nobody'];

/** Somebody who may run Postgres, which refuses root; undefined where whoever runs this may. */
export async function findUnprivilegedUser(): Promise<SystemUser | undefined> {
	if (process.getuid?.() !== ROOT_UID) return undefined;
	for (const name of CANDIDATES) {
		const uid = await runCommand('id', ['-u', name]);
		const gid = await runCommand('id', ['-g', name]);
		if (uid.code === 0 && gid.code === 0) {
			return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
		}
	}
	throw new Error(`Postgres cannot run as root, and there is no user ${CANDIDATES.join(' or ')}`);
}
