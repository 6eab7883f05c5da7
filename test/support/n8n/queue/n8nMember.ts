import axios from 'axios';

import type { N8nInstall } from '../install';
import { servesEditor } from '../n8nProcess';
import type { QueueRole } from './queueEnvironment';
import { StackMember } from './stackMember';

const OK = 200;

/** What one process of n8n's in a stack is made of. */
export interface N8nMemberOptions {
	install: N8nInstall;
	name: string;
	role: QueueRole;
	/** More for the command line, such as `--concurrency=5`. */
	args?: readonly string[];
	port: number;
	/** Asked for at each start. */
	env: () => Record<string, string>;
}

/** A main process, a webhook processor or a worker. */
export class N8nMember extends StackMember {
	/** Where it answers: the editor, production webhooks, or a worker's health checks. */
	readonly url: string;

	readonly role: QueueRole;

	constructor({ install, name, role, args = [], port, env }: N8nMemberOptions) {
		const url = `http://127.0.0.1:${port}`;
		super(name, () => ({
			command: [install.node24, install.n8nBin, role, ...args],
			env: env(),
			isReady: async () => await (role === 'start' ? servesEditor(url) : isHealthy(url)),
		}));
		this.url = url;
		this.role = role;
	}

	/** Base of production webhooks on this process. */
	get webhookUrl(): string {
		return `${this.url}/webhook`;
	}

	/** Whether this worker took the execution up; several did where one of them died. */
	hasRun(executionId: string): boolean {
		return this.logs().includes(`Worker started execution ${executionId} `);
	}
}

/** Whether database and Redis are reached and the process is fully up. */
async function isHealthy(url: string): Promise<boolean> {
	const response = await axios
		.get(`${url}/healthz/readiness`, { proxy: false, validateStatus: () => true })
		.catch(() => undefined);
	return response?.status === OK;
}
