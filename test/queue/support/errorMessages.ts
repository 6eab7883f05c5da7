import { executionError } from '../../support/n8n';
import type { KeyedFlow } from './keyedFlow';
import type { QueueStage } from './queueStage';

/** What the failed executions of these flows failed with: for each message how many. */
export async function countErrors(
	stage: QueueStage,
	flows: readonly KeyedFlow[],
): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const flow of flows) {
		for (const { id, status } of await flow.listExecutions()) {
			if (status === 'success') continue;
			const message = await readMessage(stage, id, status);
			counts[message] = (counts[message] ?? 0) + 1;
		}
	}
	return counts;
}

async function readMessage(stage: QueueStage, id: string, status: string): Promise<string> {
	const execution = await stage.stack.rest.getExecution(id).catch(() => undefined);
	return (execution && executionError(execution)?.message) ?? status;
}
