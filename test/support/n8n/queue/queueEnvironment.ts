import { buildN8nEnvironment, type SimulatorRouting } from '../n8nEnvironment';
import { DATABASE } from './postgres';

/** What a process of n8n's does in queue mode; the command that starts it has the same name. */
export type QueueRole = 'start' | 'webhook' | 'worker';

/** What {@link buildQueueEnvironment} makes the settings of one process from. */
export interface QueueEnvironmentOptions {
	simulator: SimulatorRouting;
	/** Of this process alone. */
	userFolder: string;
	/** Where all of them may read and write files. */
	filesFolder: string;
	port: number;
	brokerPort: number;
	postgresPort: number;
	redisPort: number;
	/** The same for all of them. */
	encryptionKey: string;
	/** Where the webhook processors answer, as far as callers know. */
	webhookUrl: string;
}

/** Settings of one process of a stack. docs/queue-mode.md shows those that people need. */
export function buildQueueEnvironment(options: QueueEnvironmentOptions): Record<string, string> {
	return {
		...buildN8nEnvironment(options),
		...QUEUE_SETTINGS,
		N8N_RESTRICT_FILE_ACCESS_TO: options.filesFolder,
		N8N_ENCRYPTION_KEY: options.encryptionKey,
		DB_POSTGRESDB_PORT: String(options.postgresPort),
		QUEUE_BULL_REDIS_PORT: String(options.redisPort),
		QUEUE_HEALTH_CHECK_PORT: String(options.port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		WEBHOOK_URL: options.webhookUrl,
	};
}

/** A worker that died is noticed after 25 seconds at most, not after 90. */
const NOTICES_SOONER = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

const QUEUE_SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_USER: DATABASE,
	DB_POSTGRESDB_DATABASE: DATABASE,
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	...NOTICES_SOONER,
};
