import type { FaultScript } from '../../../simulator';
import { fc } from '../../../support/randomness';
import {
	WORKERS,
	type Incident,
	type ItemPlan,
	type RunPlan,
	type StartPlan,
	type Worker,
} from './plans';
import { fault } from './faults';
import { rarely, weighted } from './draw';
import type { World } from './world';

/** One thing that happens in a history. */
export type Step =
	| { readonly do: 'start'; readonly executions: ReadonlyArray<{ what: StartPlan; how: RunPlan }> }
	/** Retry on one of the executions so far; several plans press it several times at once. */
	| { readonly do: 'retry'; readonly which: number; readonly plans: RunPlan[] }
	| { readonly do: 'crash'; readonly worker: Worker }
	| { readonly do: 'fault'; readonly fault: FaultScript }
	| { readonly do: 'fail posts'; readonly reason: string | null }
	| { readonly do: 'let time pass'; readonly minutes: number };

const item: fc.Arbitrary<ItemPlan> = fc.record({
	key: fc.option(fc.constantFrom('A', 'B'), { nil: undefined, freq: 2 }),
	isChanging: rarely(),
	media: weighted({ stored: 5, long: 3, inMemory: 1, pulled: 1 }),
});

/** Mostly one run with one or two items: each costs time. */
const runs = fc.oneof(
	{ weight: 3, arbitrary: fc.array(item, { minLength: 1, maxLength: 2 }).map((items) => [items]) },
	{ weight: 1, arbitrary: fc.array(item, { minLength: 3, maxLength: 3 }).map((items) => [items]) },
	{ weight: 1, arbitrary: fc.tuple(item, item).map(([first, second]) => [[first], [second]]) },
);

const what: fc.Arbitrary<StartPlan> = fc.record({
	mode: weighted({ webhook: 3, manual: 2, integrated: 1 }),
	files: weighted({ own: 3, one: 1, earlier: 2, again: 2 }),
	runs,
});

const incident: fc.Arbitrary<Incident & { atTry: number }> = fc.record({
	do: weighted({ die: 2, stop: 1, break: 1 }),
	call: fc.integer({ min: 1, max: 24 }),
	when: fc.constantFrom('before' as const, 'during' as const, 'after' as const),
	atTry: fc.integer({ min: 1, max: 2 }),
});

const how: fc.Arbitrary<RunPlan> = fc.record({
	worker: fc.constantFrom(0 as const, 0 as const, 1 as const, 2 as const),
	account: weighted({ usual: 5, other: 1 }).map((which) => (which === 'usual' ? 0 : 1)),
	tries: fc.integer({ min: 1, max: 3 }),
	continueOnFail: rarely(),
	waits: fc.boolean(),
	incident: fc.option(incident, { nil: undefined, freq: 2 }),
	diesLater: weighted({ yes: 1, no: 14 }).map((answer) => answer === 'yes'),
});

export interface History {
	/** Older versions of n8n forget in a crash when an execution began. */
	readonly isOldN8n: boolean;
	readonly steps: Step[];
}

/** Any history begins with an execution; most of what follows is trouble and retries. */
const steps: fc.Arbitrary<Step[]> = fc
	.tuple(
		fc.array(trouble(), { maxLength: 2 }),
		start(),
		fc.array(fc.oneof({ weight: 3, arbitrary: trouble() }, { weight: 5, arbitrary: work() }), {
			minLength: 2,
			maxLength: 6,
			size: 'max',
		}),
	)
	.map(([before, first, rest]) => [...before, first, ...rest]);

export const histories: fc.Arbitrary<History> = fc.record({ isOldN8n: rarely(), steps });

/** Carries out one step. */
export async function take(world: World, step: Step): Promise<void> {
	switch (step.do) {
		case 'start':
			await Promise.all(
				step.executions.map(async (execution) => await world.start(execution.what, execution.how)),
			);
			return;
		case 'retry': {
			const failed = world.listFailed();
			const original = failed[step.which % Math.max(1, failed.length)];
			if (original === undefined) return;
			await Promise.all(step.plans.map(async (plan) => await world.retry(original, plan)));
			return;
		}
		case 'crash':
			return world.crash(step.worker);
		case 'fault':
			return world.simulator.faults.add(step.fault);
		case 'fail posts':
			world.simulator.switches.failReason = step.reason;
			return;
		case 'let time pass':
			return world.simulator.clock.advance(step.minutes * 60_000);
	}
}

function start(): fc.Arbitrary<Step> {
	const execution = fc.record({ what, how });
	const alone = fc.tuple(execution);
	const together = fc.array(execution, { minLength: 2, maxLength: 3 });
	return fc.record({
		do: fc.constant('start' as const),
		executions: fc.oneof({ weight: 2, arbitrary: alone }, { weight: 1, arbitrary: together }),
	});
}

function work(): fc.Arbitrary<Step> {
	const retry: fc.Arbitrary<Step> = fc.record({
		do: fc.constant('retry' as const),
		which: fc.nat({ max: 9 }),
		plans: fc.array(how, { minLength: 1, maxLength: 2 }),
	});
	return fc.oneof({ weight: 3, arbitrary: start() }, { weight: 5, arbitrary: retry });
}

function trouble(): fc.Arbitrary<Step> {
	const crash: fc.Arbitrary<Step> = fc.record({
		do: fc.constant('crash' as const),
		worker: fc.constantFrom(...WORKERS),
	});
	const failing: fc.Arbitrary<Step> = fc.record({
		do: fc.constant('fail posts' as const),
		reason: fc.constantFrom('internal', 'file_format_check_failed', 'spam_risk', null),
	});
	const time: fc.Arbitrary<Step> = fc.record({
		do: fc.constant('let time pass' as const),
		minutes: fc.constantFrom(1, 30, 61, 150),
	});
	const faulty: fc.Arbitrary<Step> = fault.map((script) => ({ do: 'fault', fault: script }));
	return fc.oneof(
		{ weight: 7, arbitrary: faulty },
		{ weight: 2, arbitrary: crash },
		{ weight: 1, arbitrary: failing },
		{ weight: 1, arbitrary: time },
	);
}
