/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { stat } from 'node:fs/promises';
import { devNull } from 'node:os';

import type { SystemUser } from '../runCommand';

const WRITABLE_BY_ALL = 0o002;
/** Has root's view of the system, with a null device of its own, for this one command. */
const WITH_NULL_DEVICE =
	'mknod -m 666 "$0" c 1 3 && mount --bind "$0" /dev/null && exec setpriv "$@"';

/**
 * The command that runs `command` as `user` in spite of a `/dev/null` that only root may write to, as some
 * containers have it; undefined where there is no such trouble. `initdb` breaks off on it. Needs root.
 *
 * @param file that does not exist yet
 */
export async function aroundNullDevice(
	command: readonly string[],
	user: SystemUser | undefined,
	file: string,
): Promise<[string, ...string[]] | undefined> {
	if (!user) return undefined;
	const { mode } = await stat(devNull);
	if ((mode & WRITABLE_BY_ALL) !== 0) return undefined;
	const as = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
	return ['unshare', '--mount', 'sh', '-c', WITH_NULL_DEVICE, file, ...as, ...command];
}
