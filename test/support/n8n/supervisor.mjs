// Runs one command in this process's own group and takes the whole group down with it.
//
// n8n starts a task runner of its own. If n8n is killed, or the test that started it dies in any
// way, the runner would stay behind; here the closed channel to the parent ends everything.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
// Postgres refuses to run as root, whose files this supervisor may need to read.
const { SUPERVISED_UID: uid, SUPERVISED_GID: gid, ...env } = process.env;
const user = uid === undefined ? {} : { uid: Number(uid), gid: Number(gid), cwd: '/' };
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env, ...user });

function killGroup() {
	if (process.platform === 'win32') child.kill('SIGKILL');
	else process.kill(-process.pid, 'SIGKILL');
	process.exit(1);
}

child.once('spawn', () => process.send({ pid: child.pid }));
child.once('error', (error) => process.send({ error: String(error) }, killGroup));
child.once('exit', (code, signal) => process.send({ exit: { code, signal } }, killGroup));
process.on('disconnect', killGroup);
// Ctrl-C in a terminal reaches this group only through the parent, which asks n8n to stop in order.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
