/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console -- test code runs in plain Node, not in n8n; the simulator knows no n8n errors; a command-line program prints */
import Fastify from 'fastify';
import { InvalidArgumentError, program } from 'commander';
import { routingEnvironment } from '../support/routing';
import { registerControl } from './control';
import { startSimulator } from './index';
import type { Simulator } from './types';

const MAX_PORT = 65_535;
const LOOPBACK = '127.0.0.1';

interface Flags {
	port: number;
	proxyPort: number;
	loopbackPort: number;
	controlPort: number;
	platform: 'web' | 'desktop';
	redirectUri?: string[];
	dataFolder?: string;
	keepVideos: boolean;
	json: boolean;
}

/** `npm run simulator`: a simulator as a process of its own, with a control API on loopback. */
async function main(): Promise<void> {
	const flags = readFlags();
	const simulator = await startSimulator(flags);
	simulator.app.platform = flags.platform;
	simulator.app.redirectUris.push(...(flags.redirectUri ?? []));
	const control = Fastify({ forceCloseConnections: true });
	registerControl(control, simulator);
	const close = async (): Promise<void> => {
		await Promise.all([simulator.close(), control.close()]);
	};
	const end = (): void => void close();
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	try {
		const controlUrl = await control.listen({ host: LOOPBACK, port: flags.controlPort });
		console.log(
			flags.json ? describeAsJson(simulator, controlUrl) : describe(simulator, controlUrl),
		);
	} catch (error) {
		await close();
		throw error;
	}
}

function readFlags(): Flags {
	return program
		.name('npm run simulator --')
		.description('A strict stand-in for TikTok on loopback. See test/simulator/README.md.')
		.option('--port <port>', 'TLS port of all TikTok hosts', parsePort, 0)
		.option('--proxy-port <port>', 'port of the CONNECT proxy', parsePort, 0)
		.option('--loopback-port <port>', 'port of the pages for people', parsePort, 0)
		.option('--control-port <port>', 'port of the JSON control API', parsePort, 0)
		.option('--platform <web|desktop>', 'platform of the registered app', parsePlatform, 'web')
		.option('--redirect-uri <uri...>', 'further redirect URIs of the app')
		.option('--data-folder <folder>', 'where received videos are kept')
		.option('--no-keep-videos', 'keep only the hashes of received videos')
		.option('--json', 'print the URLs as one JSON object', false)
		.parse()
		.opts<Flags>();
}

function parsePort(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
	throw new InvalidArgumentError('must be a port number, or 0 for any free port');
}

function parsePlatform(text: string): Flags['platform'] {
	if (text === 'web' || text === 'desktop') return text;
	throw new InvalidArgumentError('must be web or desktop');
}

function describeAsJson(simulator: Simulator, controlUrl: string): string {
	const { proxyUrl, caFile, tlsPort, loopbackUrl, authorizeUrl, app } = simulator;
	const env = routingEnvironment(simulator);
	return JSON.stringify({
		proxyUrl,
		caFile,
		tlsPort,
		loopbackUrl,
		authorizeUrl,
		controlUrl,
		app,
		env,
	});
}

function describe(simulator: Simulator, controlUrl: string): string {
	const { app, creators } = simulator;
	const environment = Object.entries(routingEnvironment(simulator))
		.filter(([name]) => name === name.toUpperCase())
		.map(([name, value]) => `  export ${name}=${value}`);
	return [
		'TikTok simulator is running. Ctrl-C ends it.',
		'',
		`  app          ${app.platform}, client key ${app.clientKey}, client secret ${app.clientSecret}`,
		`  redirects    ${app.redirectUris.join(' ')}`,
		`  consent page ${simulator.authorizeUrl}`,
		...creators.map(({ username }) => `  profile      ${simulator.profileUrl(username)}`),
		`  control API  ${controlUrl}/state`,
		`  TLS          127.0.0.1:${simulator.tlsPort}`,
		'',
		"Route a process's https traffic here with:",
		...environment,
	].join('\n');
}

main().catch((error: unknown) => {
	const { code, message } = error as NodeJS.ErrnoException;
	const hint = code === 'EADDRINUSE' ? ' Choose another port, or 0 for any.' : '';
	console.error(`The simulator could not start: ${message}.${hint}`);
	process.exitCode = 1;
});
