/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ConnectedN8n } from './connectedN8n';

/** Places that outlive a run, with the text that is in each. */
export type Traces = Record<string, string>;

/** Everything that n8n keeps or prints: executions as its interface shows them, database, logs. */
export async function collectTraces(
	stage: ConnectedN8n,
	workflowIds: readonly string[],
): Promise<Traces> {
	const { rest, userFolder } = stage.n8n;
	const executions: string[] = [];
	for (const workflowId of workflowIds) {
		for (const id of await rest.listExecutions(workflowId)) {
			executions.push((await rest.getExecution(id)).raw);
		}
	}
	return {
		executions: executions.join('\n'),
		logs: stage.n8n.logs(),
		...(await readDataFolder(join(userFolder, '.n8n'))),
	};
}

/** The database with its write-ahead log, and n8n's event logs. Binary is read byte by byte. */
async function readDataFolder(folder: string): Promise<Traces> {
	const names = await readdir(folder);
	const read = async (pattern: RegExp) => {
		const files = names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
		return (await Promise.all(files.map(async (file) => await readFile(file, 'latin1')))).join();
	};
	return {
		database: await read(/^database\.sqlite/),
		eventLogs: await read(/^n8nEventLog/),
	};
}
