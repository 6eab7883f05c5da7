import { inParallel } from './inParallel';
import { KeyedFlow, type KeyedFlowOptions } from './keyedFlow';
import type { QueueStage } from './queueStage';

/** n8n takes seconds for each, and most of them are waiting. */
const OPENED_AT_ONCE = 25;

/** New flows `<name>-0`, `<name>-1`, …, each for an account of its own: those from `firstAccount` on. */
export async function openFlows(
	stage: QueueStage,
	name: string,
	count: number,
	options: Omit<KeyedFlowOptions, 'account'> & { firstAccount?: number } = {},
): Promise<KeyedFlow[]> {
	const { firstAccount = 0, ...rest } = options;
	const accounts = (await stage.provideAccounts(firstAccount + count)).slice(firstAccount);
	return await inParallel(
		accounts,
		OPENED_AT_ONCE,
		async (account, index) => await KeyedFlow.open(stage, `${name}-${index}`, { account, ...rest }),
	);
}

const shared = new WeakMap<QueueStage, Promise<KeyedFlow[]>>();
/** So many accounts that even one worker keeps none of them waiting for its minute. */
export const SHARED_FLOWS = 50;

/** Flows that all tests share whose keys are their own: opening them takes a while. */
export async function useSharedFlows(
	stage: QueueStage,
	from: number,
	count: number,
): Promise<KeyedFlow[]> {
	const flows = shared.get(stage) ?? openFlows(stage, 'shared', SHARED_FLOWS);
	shared.set(stage, flows);
	return (await flows).slice(from, from + count);
}

/** A key that comes to one of the flows. */
export interface Delivery {
	flow: KeyedFlow;
	key: string;
}

/** `perFlow` keys for each flow, the flows taking turns. No other test has keys of this name. */
export function listDeliveries(
	name: string,
	flows: readonly KeyedFlow[],
	perFlow: number,
): Delivery[] {
	return Array.from({ length: perFlow }, (_, round) =>
		flows.map((flow) => ({ flow, key: `${name}-${flow.path}-${round}` })),
	).flat();
}
