/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/require-node-api-error
   -- test support starts real processes; it is never shipped */

import type { N8nSettings } from './n8nEnvironment';
import { runCommand, runOrThrow, type CommandResult } from './runCommand';

/** An n8n that comes as a container image. */
export interface N8nImage {
	/** As Docker knows it, such as "docker.n8n.io/n8nio/n8n:3". */
	image: string;
	/** Of n8n in it, as it says itself. */
	version: string;
}

/** Finds Docker, loads the image if it is not there yet, and asks n8n for its version; throws what to do else. */
export async function ensureImage(image: string): Promise<N8nImage> {
	await assertEngineRuns();
	const told = await runOrThrow(
		'docker',
		['run', '--rm', image, '--version'],
		'N8N_IMAGE has to name an image of n8n that this Docker can load.',
	);
	return { image, version: told.stdout.trim().split('\n').at(-1) ?? '' };
}

async function assertEngineRuns(): Promise<void> {
	let found: CommandResult;
	try {
		found = await runCommand('docker', ['version', '--format', '{{.Server.Version}}']);
	} catch {
		throw new Error(
			'N8N_IMAGE needs Docker, and there is no program "docker" here. Install it, or name a version in N8N_VERSION instead.',
		);
	}
	if (found.code === 0) return;
	throw new Error(
		`N8N_IMAGE needs Docker, and its engine does not run here. Start it, then run the command again. Docker says: ${found.stderr.trim()}`,
	);
}

/** What a container is called, of which there is one at a time on this address. */
export function containerNameOf(url: string): string {
	return `n8n-tiktok-post-${new URL(url).port}`;
}

/**
 * Arguments for `docker`, that run n8n as it runs here without a container: in the network of the host, where it
 * reaches the simulator and is reached on loopback; in the same user folder, where the package is, under the
 * same path; and as the same user, who can remove what n8n writes.
 */
export function dockerRunArguments(image: string, name: string, settings: N8nSettings): string[] {
	const { N8N_USER_FOLDER: userFolder, NODE_EXTRA_CA_CERTS: caFile } = settings;
	const env = {
		...settings,
		HOME: userFolder,
		// Without it n8n 3 loads no package that n8n has not verified.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	};
	return [
		...['run', '--rm', '--init', '--network', 'host', '--name', name],
		...userArguments(),
		...['--volume', `${userFolder}:${userFolder}`, '--volume', `${caFile}:${caFile}:ro`],
		...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
		...[image, 'start'],
	];
}

/** Windows has no such ids, and its Docker maps files to whoever owns them. */
function userArguments(): string[] {
	const { getuid, getgid } = process;
	return getuid && getgid ? ['--user', `${getuid()}:${getgid()}`] : [];
}

/** Ends a container whose `docker run` was killed, which leaves it running. */
export async function removeContainer(name: string): Promise<void> {
	await runCommand('docker', ['rm', '--force', name]);
}
