/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { findQuietPort } from '../ports';
import { StackMember } from './stackMember';

const LOOPBACK = '127.0.0.1';

/** A Redis of one stack's own, on loopback. It keeps its queue through a restart. */
export class RedisServer {
	private constructor(
		readonly port: number,
		readonly member: StackMember,
	) {}

	/** @param folder receives its files; must exist */
	static async open(program: string, folder: string): Promise<RedisServer> {
		const dataFolder = join(folder, 'redis');
		await mkdir(dataFolder);
		const port = await findQuietPort();
		const member = new StackMember('Redis', () => ({
			command: [
				program,
				...['--port', String(port), '--bind', LOOPBACK, '--dir', dataFolder],
				...['--save', '', '--appendonly', 'yes'],
			],
			env: {},
			isReady: async () => await answersPing(port),
		}));
		await member.start();
		return new RedisServer(port, member);
	}
}

/** It does not while it reads its files. */
async function answersPing(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, LOOPBACK, () => socket.write('PING\r\n'));
		socket.once('data', (answer) => {
			socket.destroy();
			resolve(answer.toString().startsWith('+PONG'));
		});
		socket.once('error', () => resolve(false));
	});
}
