import { LoggerProxy, type Logger as N8nLogger } from 'n8n-workflow';
import { Container, Logger } from './container';

/** Everything that n8n and the node log while a test runs. */
export interface CapturedLogs {
	readonly entries: readonly unknown[];
	clear(): void;
}

/** Takes the place of n8n's logger for the rest of the test file. */
export function captureLogs(): CapturedLogs {
	const entries: unknown[] = [];
	const keep = (...entry: unknown[]): void => {
		entries.push(entry);
	};
	const logger = {
		debug: keep,
		error: keep,
		info: keep,
		warn: keep,
		scoped: () => logger,
	} as unknown as N8nLogger & { scoped(): unknown };
	Container.set(Logger, logger as never);
	LoggerProxy.init(logger);
	return {
		entries,
		clear: () => {
			entries.length = 0;
		},
	};
}
