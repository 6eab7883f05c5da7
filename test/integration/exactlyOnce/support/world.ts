import { deepCopy, type INodeExecutionData } from 'n8n-workflow';
import { factsOf, retryExecution, startExecution, type Execution } from './execution';
import { hasFileId, makeItem, serveVideo, withFileOf } from './items';
import {
	ACCOUNTS,
	NO_TROUBLE,
	WORKERS,
	type Account,
	type RunPlan,
	type StartPlan,
	type Worker,
} from './plans';
import { Runner, type Connection, type Theatre } from './runner';
import { SharedTime } from './sharedTime';
import { Witness } from './witness';

const ROUNDS_TO_HEAL = 3;

/** One history: what people start, what goes wrong, and what came of it. */
export class World {
	readonly executions: Execution[] = [];
	readonly witness: Witness;
	private readonly runner: Runner;
	private lineages = 0;

	/** @param isOldN8n whether n8n doesn't tell when an execution began */
	constructor(
		private readonly theatre: Theatre,
		private readonly isOldN8n: boolean,
	) {
		const { stage, videos, tally } = theatre;
		stage.prepare();
		Object.assign(stage.simulator.switches, {
			units: 'kb',
			rateLimits: false,
			postCapPerDay: 1_000_000,
			accessTtl: 1e9,
		});
		serveVideo(stage, videos);
		const connections = ACCOUNTS.map((account) => connect(stage, account));
		this.witness = new Witness(stage.simulator, tally);
		const time = new SharedTime(stage.simulator.clock);
		this.runner = new Runner(theatre, time, connections, this.witness);
	}

	get simulator(): Theatre['stage']['simulator'] {
		return this.theatre.stage.simulator;
	}

	/** Starts an execution. */
	async start(plan: StartPlan, run: RunPlan): Promise<void> {
		const lineage = this.lineages++;
		const earlier = this.findEarlier(plan);
		const runs = await this.makeRuns(plan, lineage, earlier);
		const sharesFiles = earlier !== undefined && plan.files === 'earlier';
		if (sharesFiles) earlier.sharesFiles = true;
		const beganAt = this.isOldN8n ? undefined : lineage;
		const { account } = run;
		const execution = startExecution(
			{ lineage, startMode: plan.mode, account, sharesFiles, runs },
			beganAt,
		);
		const files = earlier === undefined && plan.files !== 'one' ? 'own' : plan.files;
		this.theatre.tally.add(`executions: ${plan.mode}, ${files} files`);
		this.executions.push(execution);
		await this.runner.run(execution, plan.mode, run);
	}

	/** Presses Retry on an execution: it begins from what that one saved. */
	async retry(original: Execution, run: RunPlan): Promise<void> {
		const execution = retryExecution(original, run.account);
		const isOther = run.account !== original.account;
		if (isOther) this.theatre.tally.add('executions: retry with another account');
		const isFirst = execution.depth === 1;
		this.theatre.tally.add(isFirst ? 'executions: retry' : 'executions: retry of a retry');
		if (original.ending === 'crashed') this.theatre.tally.add('executions: retry after a crash');
		this.executions.push(execution);
		await this.runner.run(execution, 'retry', run);
	}

	/**
	 * Executions that can be retried: n8n refuses to retry one that succeeded. After a crash a retry can't
	 * know whether it comes from the editor, so where the same file goes out with other texts, too, people
	 * don't press it but run the workflow again.
	 */
	listFailed(): Execution[] {
		return this.executions.filter(
			({ ending, sharesFiles }) => ending === 'error' || (ending === 'crashed' && !sharesFiles),
		);
	}

	/** Ends a process; the next execution starts a new one. */
	crash(worker: Worker): void {
		if (this.runner.crash(worker)) this.theatre.tally.add('incidents: die between executions');
	}

	/** Lets everything that is not finished be retried without further trouble. */
	async heal(): Promise<void> {
		this.simulator.faults.pending().forEach((fault) => (fault.consumed = fault.times ?? 1));
		this.simulator.switches.failReason = null;
		for (let round = 0; round < ROUNDS_TO_HEAL; round++) {
			for (const last of this.listUnfinished())
				await this.retry(last, { ...NO_TROUBLE, account: last.account });
		}
	}

	/** The last error of each execution that all its retries have not brought to success. */
	listBadEndings(): string[] {
		return this.listUnfinished().map(({ codes }) => String(codes.at(-1)));
	}

	/**
	 * What the node can't know to have seen before: when somebody runs the same again, and with an old n8n
	 * after a crash, items whose file has no id, or shares it with others and has another caption each time;
	 * without Deduplication Key.
	 */
	listUnrecognisable(): Set<unknown> {
		const unrecognisable = new Set<string>();
		const firstLineages = new Map<string, number>();
		const crashed = this.executions.filter(({ ending }) => ending === 'crashed');
		const crashedLineages = new Set(crashed.map(({ lineage }) => lineage));
		for (const { runs, lineage, startMode } of this.executions) {
			for (const item of runs.flat()) {
				const { id, key, isChanging } = factsOf(item);
				if (!firstLineages.has(id)) firstLineages.set(id, lineage);
				const isLost = this.isOldN8n && crashedLineages.has(lineage);
				const comesAgain = isLost || firstLineages.get(id) !== lineage;
				const isKnown = hasFileId(item) && !(isChanging && startMode !== 'webhook');
				if (key === '' && comesAgain && !isKnown) unrecognisable.add(id);
			}
		}
		return unrecognisable;
	}

	async close(): Promise<void> {
		WORKERS.forEach((worker) => this.runner.crash(worker));
		await this.theatre.http.settled();
	}

	private listUnfinished(): Execution[] {
		const done = this.executions.filter(({ ending }) => ending === 'success');
		const isDone = new Set(done.map(({ lineage }) => lineage));
		const last = new Map(this.listFailed().map((execution) => [execution.lineage, execution]));
		return [...last.values()].filter(({ lineage }) => !isDone.has(lineage));
	}

	/** The execution whose files or items are used again. */
	private findEarlier({ mode, files }: StartPlan): Execution | undefined {
		if (mode === 'webhook' || files === 'own' || files === 'one') return undefined;
		return this.executions.find((one) => one.startMode === mode && one.depth === 0);
	}

	private async makeRuns(
		{ runs, files }: StartPlan,
		lineage: number,
		earlier: Execution | undefined,
	): Promise<INodeExecutionData[][]> {
		if (earlier !== undefined && files === 'again') return deepCopy(earlier.runs);
		const { stage, videos } = this.theatre;
		const made: INodeExecutionData[][] = [];
		for (const [run, items] of runs.entries()) {
			const makes = items.map(
				async (item, index) => await makeItem(stage, videos, item, `${lineage}.${run}.${index}`),
			);
			made.push(await Promise.all(makes));
		}
		const source = earlier?.runs ?? (files === 'one' ? made : []);
		const file = source.flat().find(hasFileId);
		if (file === undefined) return made;
		return made.map((items) => items.map((item) => withFileOf(item, file)));
	}
}

/** The node's credential as somebody has connected it to one of the accounts. */
function connect(stage: Theatre['stage'], account: Account): Connection {
	const [usual] = stage.simulator.creators;
	const openId = `${String(usual?.openId)}${account === 0 ? '' : '-other'}`;
	if (account !== 0) stage.simulator.addCreator({ openId });
	const { access_token: accessToken } = stage.simulator.connect(openId);
	return { openId, accessToken, credential: stage.connect(openId) };
}
