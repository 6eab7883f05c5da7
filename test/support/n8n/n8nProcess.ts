import axios from 'axios';

import { containerNameOf, dockerRunArguments, type N8nImage } from './image';
import type { N8nInstall } from './install';
import type { N8nSettings } from './n8nEnvironment';
import { SupervisedProcess } from './supervisedProcess';

/** What one n8n process runs with. */
export interface N8nProcessOptions {
	program: N8nInstall | N8nImage;
	/** Settings for n8n; the process sees nothing else of n8n's, npm's or the test runner's. */
	env: N8nSettings;
	/** Base URL under which the started n8n answers. */
	url: string;
	/** Receives everything n8n prints. */
	onOutput: (text: string) => void;
}

/** Starts `n8n start` with its task runner, and returns when it answers requests. */
export async function startN8nProcess(options: N8nProcessOptions): Promise<SupervisedProcess> {
	const { url, onOutput } = options;
	return await SupervisedProcess.start({
		name: 'n8n',
		...commandOf(options),
		isReady: async () => await servesEditor(url),
		onOutput,
	});
}

function commandOf({ program, env, url }: N8nProcessOptions) {
	if ('node24' in program) {
		return { command: [program.node24, program.n8nBin, 'start'] as const, env };
	}
	const args = dockerRunArguments(program.image, containerNameOf(url), env);
	// Docker itself must not take n8n's way to the simulator.
	return { command: ['docker', ...args] as const, env: {} };
}

/** The settings are the first thing the editor loads; they answer only once n8n is fully up. */
export async function servesEditor(url: string): Promise<boolean> {
	const response = await axios
		.get<{ data?: unknown }>(`${url}/rest/settings`, { proxy: false, validateStatus: () => true })
		.catch(() => undefined);
	return response?.status === 200 && response.data.data !== undefined;
}
