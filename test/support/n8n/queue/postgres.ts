/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { runOrThrow, type SystemUser } from '../runCommand';
import { aroundNullDevice } from './nullDevice';
import { findQuietPort } from '../ports';
import { StackMember } from './stackMember';
import { findUnprivilegedUser } from './systemUser';

/** n8n's user and database in a {@link PostgresServer}; connections from this machine need no password. */
export const DATABASE = 'n8n';
const INITIAL_DATABASE = 'postgres';
const LOOPBACK = '127.0.0.1';

/** A Postgres of one stack's own, on loopback. */
export class PostgresServer {
	readonly member: StackMember;

	private constructor(
		private readonly programs: string,
		private readonly dataFolder: string,
		private readonly user: SystemUser | undefined,
		readonly port: number,
	) {
		this.member = new StackMember('Postgres', () => ({
			command: [join(programs, 'postgres'), '-D', dataFolder, ...this.settings()],
			env: {},
			isReady: async () => await this.isReady(),
			user,
			// SIGTERM would wait until n8n has left.
			stopSignal: 'SIGINT',
		}));
	}

	/**
	 * Makes an empty database and starts it.
	 *
	 * @param programs folder with Postgres's programs
	 * @param folder receives its files; must exist
	 */
	static async open(programs: string, folder: string): Promise<PostgresServer> {
		const user = await findUnprivilegedUser();
		const dataFolder = join(folder, 'postgres');
		await mkdir(dataFolder, { mode: 0o700 });
		if (user) await chown(dataFolder, user.uid, user.gid);
		const server = new PostgresServer(programs, dataFolder, user, await findQuietPort());
		await server.create(folder);
		await server.member.start();
		await server.query(`CREATE DATABASE ${DATABASE}`, INITIAL_DATABASE);
		return server;
	}

	/** Runs SQL in n8n's database; returns the rows as texts. */
	async query(sql: string, database = DATABASE): Promise<string[][]> {
		const { stdout } = await this.run('psql', [
			...['-h', LOOPBACK, '-p', String(this.port), '-U', DATABASE, '-d', database],
			...['-X', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql],
		]);
		const lines = stdout.split('\n').filter((line) => line !== '');
		return lines.map((line) => line.split('\t'));
	}

	private async create(folder: string): Promise<void> {
		const { programs, dataFolder, user } = this;
		const args = [
			...['-D', dataFolder, '-U', DATABASE, '--auth=trust'],
			...['--encoding=UTF8', '--locale=C'],
		];
		const initdb = join(programs, 'initdb');
		const around = await aroundNullDevice([initdb, ...args], user, join(folder, 'null'));
		if (!around) return void (await this.run('initdb', args));
		const [program, ...rest] = around;
		await runOrThrow(program, rest, 'No database could be made.');
	}

	private settings(): string[] {
		const settings = {
			port: String(this.port),
			listen_addresses: LOOPBACK,
			unix_socket_directories: '',
		};
		return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	}

	private async isReady(): Promise<boolean> {
		return await this.query('SELECT 1', INITIAL_DATABASE).then(
			() => true,
			() => false,
		);
	}

	private async run(program: string, args: string[]) {
		return await runOrThrow(join(this.programs, program), args, 'Postgres refused it.', {
			user: this.user,
			cwd: this.dataFolder,
		});
	}
}
