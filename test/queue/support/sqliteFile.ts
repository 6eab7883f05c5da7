/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import { ensureN8nInstalled, runOrThrow, type RunningN8n } from '../../support/n8n';

/** Node.js 24, which runs n8n, has SQLite in it; the one that runs the tests may not. */
const QUERY = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, sql] = process.argv.slice(1);
	const database = new DatabaseSync(file, { timeout: 10_000 });
	const isQuestion = sql.startsWith('SELECT');
	const rows = isQuestion ? database.prepare(sql).all() : (database.exec(sql), []);
	console.log(JSON.stringify(rows.map((row) => Object.values(row).map(String))));
`;

/** Runs SQL in the database of an n8n that keeps it in a file; returns the rows as texts. */
export async function querySqlite({ userFolder }: RunningN8n, sql: string): Promise<string[][]> {
	const { node24 } = await ensureN8nInstalled();
	const file = join(userFolder, '.n8n', 'database.sqlite');
	const args = ['--no-warnings', '-e', QUERY, file, sql];
	const { stdout } = await runOrThrow(node24, args, 'SQLite refused it.');
	return JSON.parse(stdout) as string[][];
}
