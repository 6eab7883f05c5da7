import { Command, InvalidArgumentError } from 'commander';

import type { DemoPorts } from './demoSession';

const DEFAULT_PORTS: DemoPorts = { n8n: 5678, pages: 5680 };
/** A run that ends by itself has no address worth remembering, and may run beside another n8n. */
const ANY_PORTS: DemoPorts = { n8n: 0, pages: 0 };

/** What the demo was asked to do. */
export interface DemoOptions {
	once: boolean;
	breakUpload: boolean;
	/** An n8n of many processes, with Postgres and Redis. */
	queue: boolean;
	ports: DemoPorts;
}

/** Reads the command line of `npm start -- …`; prints help or what is wrong with it, and ends then. */
export function readDemoOptions(): DemoOptions {
	const flags = new Command('npm start --')
		.description('Posts a video to a TikTok simulator from a real n8n, and leaves both running.')
		.option('--once', 'stop after the post; exit code 0 only if it was published unharmed', false)
		.option(
			'--break-upload',
			'let TikTok refuse the upload, to see what a failure looks like',
			false,
		)
		.option(
			'--queue',
			'run n8n in queue mode, with two webhook processors and three workers; needs Postgres and Redis',
			false,
		)
		.option('--port <port>', `port of n8n (default: ${DEFAULT_PORTS.n8n}, any with --once)`, toPort)
		.option(
			'--pages-port <port>',
			`port of the profile page (default: ${DEFAULT_PORTS.pages}, any with --once)`,
			toPort,
		)
		.parse()
		.opts<Omit<DemoOptions, 'ports'> & { port?: number; pagesPort?: number }>();
	const defaults = flags.once ? ANY_PORTS : DEFAULT_PORTS;
	return {
		once: flags.once,
		breakUpload: flags.breakUpload,
		queue: flags.queue,
		ports: { n8n: flags.port ?? defaults.n8n, pages: flags.pagesPort ?? defaults.pages },
	};
}

function toPort(text: string): number {
	const MAX_PORT = 65535;
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port <= MAX_PORT) return port;
	throw new InvalidArgumentError(`Use a number from 1 to ${MAX_PORT}.`);
}
