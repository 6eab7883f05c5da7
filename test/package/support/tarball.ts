/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { execFileSync } from 'node:child_process';
import { ensureFreshDist } from './freshDist';
import { ROOT } from './projectFiles';

/** What `npm pack` would put into the package, without writing it. */
export interface Tarball {
	/** Paths inside the package, sorted. */
	files: string[];
	unpackedBytes: number;
}

/** Builds if needed and asks npm what it would ship. */
export function dryRunPack(): Tarball {
	ensureFreshDist();
	const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	return readPackAnswer(JSON.parse(answer));
}

interface PackAnswer {
	files: Array<{ path: string }>;
	unpackedSize: number;
}

/** npm 10 and 11 answer with a list, npm 12 with an object keyed by package. */
function readPackAnswer(answer: Record<string, PackAnswer>): Tarball {
	const [packed] = Object.values(answer);
	if (!packed) throw new Error('npm pack described no package');
	return {
		files: packed.files.map((file) => file.path).sort(),
		unpackedBytes: packed.unpackedSize,
	};
}
