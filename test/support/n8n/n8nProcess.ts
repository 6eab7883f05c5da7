import axios from 'axios';

import type { N8nInstall } from './install';
import { SupervisedProcess } from './supervisedProcess';

/** What one n8n process runs with. */
export interface N8nProcessOptions {
	install: N8nInstall;
	/** Settings for n8n; the process sees nothing else of n8n's, npm's or the test runner's. */
	env: Record<string, string>;
	/** Base URL under which the started n8n answers. */
	url: string;
	/** Receives everything n8n prints. */
	onOutput: (text: string) => void;
}

/** Starts `n8n start` with its task runner, and returns when it answers requests. */
export async function startN8nProcess(options: N8nProcessOptions): Promise<SupervisedProcess> {
	const { install, env, url, onOutput } = options;
	return await SupervisedProcess.start({
		name: 'n8n',
		command: [install.node24, install.n8nBin, 'start'],
		env,
		isReady: async () => await servesEditor(url),
		onOutput,
	});
}

/** The settings are the first thing the editor loads; they answer only once n8n is fully up. */
export async function servesEditor(url: string): Promise<boolean> {
	const response = await axios
		.get<{ data?: unknown }>(`${url}/rest/settings`, { proxy: false, validateStatus: () => true })
		.catch(() => undefined);
	return response?.status === 200 && response.data.data !== undefined;
}
