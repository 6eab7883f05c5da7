/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { join } from 'node:path';

/** The parts of a running simulator that n8n needs to reach it under TikTok's real host names. */
export interface SimulatorRouting {
	/** CONNECT proxy that maps TikTok's hosts to the simulator and refuses all others. */
	proxyUrl: string;
	/** Certificate authority of the simulator's certificates, as PEM. */
	caFile: string;
}

/** What {@link buildN8nEnvironment} makes n8n's settings from. */
export interface N8nEnvironmentOptions {
	simulator: SimulatorRouting;
	userFolder: string;
	port: number;
	brokerPort: number;
}

/** n8n's environment variables. */
export interface N8nSettings extends Record<string, string> {
	N8N_USER_FOLDER: string;
	NODE_EXTRA_CA_CERTS: string;
}

/** Folder inside the user folder that n8n's "Read/Write Files from Disk" node may use. */
export function filesFolder(userFolder: string): string {
	return join(userFolder, 'files');
}

/**
 * Settings for an n8n that listens on loopback only, calls nobody but the simulator, and shows an
 * editor without tours and banners. Nothing here is known to the shipped package.
 */
export function buildN8nEnvironment(options: N8nEnvironmentOptions): N8nSettings {
	const { simulator, userFolder, port, brokerPort } = options;
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: filesFolder(userFolder),
		HTTPS_PROXY: simulator.proxyUrl,
		NO_PROXY: '127.0.0.1,localhost',
		NODE_EXTRA_CA_CERTS: simulator.caFile,
		...QUIET,
	};
}

/** Everything that would call home or put something over the editor. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
	GENERIC_TIMEZONE: 'UTC',
};
