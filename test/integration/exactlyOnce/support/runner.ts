import { deepCopy, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import type { NodeRun } from '../../../support/node/executeNode';
import { createParameters, type PostStage } from '../../../support/node/postStage';
import type { TestCredential } from '../../../support/node/testCredential';
import type { DirectHttp } from './directHttp';
import { factsOf, loseRuns, type Ending, type Execution } from './execution';
import type { Videos } from './items';
import { N8nProcess } from './n8nProcess';
import type { RunPlan, StartPlan, Worker } from './plans';
import type { Participant, SharedTime } from './sharedTime';
import type { Tally } from './tally';
import type { Witness } from './witness';

/** Between the tries of n8n's Retry On Fail. */
const BETWEEN_TRIES_MS = 1_000;

/** What all histories have in common. */
export interface Theatre {
	readonly stage: PostStage;
	readonly http: DirectHttp;
	readonly videos: Videos;
	readonly tally: Tally;
}

/** An account, and the credential that is connected to it. */
export interface Connection {
	readonly openId: string;
	readonly accessToken: string;
	readonly credential: TestCredential;
}

/** One execution on its way. */
interface Performance {
	readonly execution: Execution;
	readonly mode: StartPlan['mode'] | 'retry';
	readonly plan: RunPlan;
	/** What n8n saves when the execution ends; a crash loses it. */
	readonly data: Execution['data'];
	readonly staticData: IDataObject;
	readonly participant: Participant;
}

/** Runs executions as n8n does, in two processes that share one database. */
export class Runner {
	private readonly workers = new Map<Worker, N8nProcess>();
	/** The workflow's static data as the database has it. */
	private savedStaticData = '{}';
	private tries = 0;

	constructor(
		private readonly theatre: Theatre,
		private readonly time: SharedTime,
		private readonly connections: readonly Connection[],
		private readonly witness: Witness,
	) {}

	/** The node's runs one after the other, each with the tries of Retry On Fail. */
	async run(execution: Execution, mode: Performance['mode'], plan: RunPlan): Promise<void> {
		const performance: Performance = {
			execution,
			mode,
			plan,
			data: deepCopy(execution.data),
			staticData: JSON.parse(this.savedStaticData) as IDataObject,
			participant: this.time.join(),
		};
		const { ending, run } = await this.runAll(performance);
		this.time.leave(performance.participant);
		execution.ending = ending;
		if (ending === 'crashed') return loseRuns(execution, run);
		if (mode !== 'manual') this.savedStaticData = JSON.stringify(performance.staticData);
		execution.data = performance.data;
		execution.nextRun = run;
	}

	/** Ends a process, and everything that runs in it. Returns whether there was one. */
	crash(worker: Worker): boolean {
		const process = this.workers.get(worker);
		process?.kill();
		return this.workers.delete(worker);
	}

	private async runAll(performance: Performance): Promise<{ ending: Ending; run: number }> {
		const { execution, plan } = performance;
		for (let run = execution.nextRun; run < execution.runs.length; run++) {
			const ending = await this.runOnce(performance, run);
			if (ending !== 'success') return { ending, run };
		}
		const run = execution.runs.length;
		if (!plan.diesLater) return { ending: 'success', run };
		this.theatre.tally.add('incidents: die in a later node');
		this.crash(plan.worker);
		return { ending: 'crashed', run };
	}

	private async runOnce(performance: Performance, run: number): Promise<Ending> {
		const { execution, plan } = performance;
		const items = execution.runs[run] ?? [];
		for (let attempt = 1; ; attempt++) {
			const isLast = attempt >= plan.tries;
			const { openId } = this.connectionOf(execution);
			const judge = this.witness.watchTry(execution, items, openId);
			try {
				const output = await this.tryOnce(performance, run, attempt);
				if (output === 'died') return 'crashed';
				judge(output);
				if (output[0]?.json.error === undefined || isLast) {
					return output.some(({ json }) => json.error !== undefined) ? 'error' : 'success';
				}
			} catch (error) {
				this.witness.judgeError(error, execution);
				if (isLast) return 'error';
			}
			await this.time.wait(performance.participant, BETWEEN_TRIES_MS);
		}
	}

	private async tryOnce(
		{ execution, mode, plan, data, staticData, participant }: Performance,
		run: number,
		attempt: number,
	): Promise<INodeExecutionData[] | 'died'> {
		const { http, tally } = this.theatre;
		const tryNumber = this.tries++;
		const { credential, accessToken } = this.connectionOf(execution);
		const nodeRun: NodeRun = {
			parameters: createParameters(),
			items: execution.runs[run],
			credential,
			runIndex: execution.lostRuns + run,
			mode,
			executionData: data,
			...(plan.continueOnFail ? { onError: 'continueRegularOutput' } : {}),
		};
		return await this.worker(plan.worker).run(
			nodeRun,
			{
				...{ http, tally, staticData, participant },
				credential: credential.saved as IDataObject,
				accessToken,
				parametersOf: (item) => makeParameters(item, plan, tryNumber),
			},
			plan.incident?.atTry === attempt ? plan.incident : undefined,
		);
	}

	private connectionOf({ account }: Execution): Connection {
		const connection = this.connections[account];
		if (connection === undefined) throw new Error(`Account ${account} is not connected`);
		return connection;
	}

	private worker(index: Worker): N8nProcess {
		const current = this.workers.get(index);
		if (current !== undefined && !current.isDead) return current;
		const started = new N8nProcess(this.time);
		this.workers.set(index, started);
		return started;
	}
}

function makeParameters(item: INodeExecutionData, { waits }: RunPlan, tryNumber: number) {
	const { id, key, isChanging, videoUrl } = factsOf(item);
	return createParameters({
		caption: isChanging ? `${id} try ${tryNumber}` : id,
		videoSource: videoUrl === '' ? 'binary' : 'pullFromUrl',
		videoUrl,
		waitUntilFinished: waits,
		options: { deduplicationKey: key },
	});
}
