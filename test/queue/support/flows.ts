import { inParallel } from './inParallel';
import { KeyedFlow, type KeyedFlowOptions } from './keyedFlow';
import type { QueueStage } from './queueStage';

const OPENED_AT_ONCE = 5;

/** New flows `<name>-0`, `<name>-1`, …, each for an account of its own: those from `firstAccount` on. */
export async function openFlows(
	stage: QueueStage,
	name: string,
	count: number,
	{
		firstAccount = 0,
		...options
	}: Omit<KeyedFlowOptions, 'account'> & { firstAccount?: number } = {},
): Promise<KeyedFlow[]> {
	const accounts = (await stage.provideAccounts(firstAccount + count)).slice(firstAccount);
	return await inParallel(
		accounts,
		OPENED_AT_ONCE,
		async (account, index) =>
			await KeyedFlow.open(stage, `${name}-${index}`, { account, ...options }),
	);
}

/** A key that comes to one of the flows. */
export interface Delivery {
	flow: KeyedFlow;
	key: string;
}

/** `perFlow` keys for each flow, the flows taking turns. */
export function listDeliveries(flows: readonly KeyedFlow[], perFlow: number): Delivery[] {
	return Array.from({ length: perFlow }, (_, round) =>
		flows.map((flow) => ({ flow, key: `${flow.path}-asset-${round}` })),
	).flat();
}
