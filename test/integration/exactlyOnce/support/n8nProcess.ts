/* eslint-disable @typescript-eslint/no-require-imports -- the package is loaded anew for each process */
import * as n8nWorkflow from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import type * as nodeModule from '../../../../nodes/TikTokPost/TikTokPost.node';
import { openExecuteContext, type NodeRun } from '../../../support/node/executeNode';
import { CLOCK, LIMITS, type Limits } from '../../../support/tested/places';
import type { DirectHttp } from './directHttp';
import type { Incident } from './plans';
import type * as processPauseModule from './processPause';
import type { ProcessPause } from './processPause';
import type { Participant, SharedTime } from './sharedTime';
import type { Tally } from './tally';

/** What several runs of the node share. */
export interface Surroundings {
	readonly http: DirectHttp;
	/** The credential as saved. */
	readonly credential: IDataObject;
	readonly accessToken: string;
	/** The workflow's static data. */
	readonly staticData: IDataObject;
	/** The node's parameters for an item, which the node is not to find in `NodeRun` then. */
	parametersOf(item: INodeExecutionData): IDataObject;
	readonly tally: Tally;
	/** The execution, in the time that it shares with others. */
	readonly participant: Participant;
}

type Helpers = IExecuteFunctions['helpers'];
type Call = (this: unknown, ...args: unknown[]) => Promise<unknown>;
type Happening = (call: number, when: Incident['when'], isStore: boolean) => Promise<void>;

/** The calls by which the node does anything that lasts: everything else it does is lost in a crash. */
const LASTING_CALLS = [
	'httpRequest',
	'httpRequestWithAuthentication',
	'checkProcessedAndRecord',
	'removeProcessed',
	'getBinaryStream',
] as const;

const STORE_CALLS: readonly string[] = ['checkProcessedAndRecord', 'removeProcessed'];

/** One n8n process: a copy of the package's modules with a memory of its own, which ends with it. */
export class N8nProcess {
	private readonly loaded: LoadedNode;
	private readonly death = new AbortController();
	private readonly died: Promise<'died'>;
	private readonly calls = new Set<Promise<unknown>>();

	/** @param limits replace those of TikTok's */
	constructor(time: SharedTime, limits: SomeLimits = SMALL_LIMITS) {
		this.loaded = loadNode(time, limits);
		this.died = new Promise((resolve) => {
			this.death.signal.addEventListener('abort', () => resolve('died'), { once: true });
		});
	}

	get isDead(): boolean {
		return this.death.signal.aborted;
	}

	/** Like kill -9: from now on nothing that runs in it has any effect, and its connections are gone. */
	kill(): void {
		this.loaded.end();
		this.death.abort();
	}

	/**
	 * Runs the node once, unless the process dies meanwhile.
	 *
	 * @throws what the node throws
	 */
	async run(
		run: NodeRun,
		surroundings: Surroundings,
		incident?: Incident,
	): Promise<INodeExecutionData[] | 'died'> {
		if (this.isDead) return 'died';
		const stop = new AbortController();
		this.loaded.introduce(stop.signal, surroundings.participant);
		const context = openExecuteContext({ ...run, abortSignal: stop.signal });
		Object.assign(context, knownFacts(run, surroundings));
		Object.assign(context.helpers, directHelpers(surroundings));
		this.watchCalls(context.helpers as Helpers, async (number, when, isStore) => {
			if (incident?.call !== number || incident.when !== when) return;
			if (incident.do === 'break' && !isStore) return;
			surroundings.tally.add(`incidents: ${incident.do} ${when}`);
			if (when === 'during') await sleep(1);
			if (incident.do === 'die') this.kill();
			if (incident.do === 'stop') stop.abort();
			if (incident.do === 'break') throw new Error('locked');
		});
		const work = this.loaded.node.execute?.call(context) as Promise<INodeExecutionData[][]>;
		// After a death the work stays where it is for good; should it fail on the way, nobody hears it.
		work.catch(() => {});
		const result = await Promise.race([work, this.died]);
		if (result !== 'died') return result[0] ?? [];
		// Of its own only: those of others may last as long as time stands still for this one.
		await Promise.all(this.calls);
		return 'died';
	}

	/** Lets something happen before and after each call; a dead process makes none. */
	private watchCalls(helpers: Helpers, happens: Happening): void {
		let calls = 0;
		for (const name of LASTING_CALLS) {
			const call = helpers[name] as Call;
			const isStore = STORE_CALLS.includes(name);
			const watch = async (context: unknown, args: unknown[]): Promise<unknown> => {
				const number = ++calls;
				await happens(number, 'before', isStore);
				await this.haltIfDead();
				const settled = Promise.allSettled([call.apply(context, this.endWithMe(name, args))]);
				this.calls.add(settled);
				await happens(number, 'during', isStore);
				const [result] = await settled;
				this.calls.delete(settled);
				await happens(number, 'after', isStore);
				await this.haltIfDead();
				if (result.status === 'rejected') throw result.reason;
				return result.value;
			};
			const watched: Call = async function (this: unknown, ...args) {
				return await watch(this, args);
			};
			Object.assign(helpers, { [name]: watched });
		}
	}

	private async haltIfDead(): Promise<void> {
		if (this.isDead) await new Promise(() => {});
	}

	/** A dying process' connections end in the middle. */
	private endWithMe(name: string, args: unknown[]): unknown[] {
		if (name !== 'httpRequest') return args;
		const [options] = args as [IHttpRequestOptions];
		const signals = [this.death.signal, ...(options.abortSignal ? [options.abortSignal] : [])];
		return [{ ...options, abortSignal: AbortSignal.any(signals as AbortSignal[]) }];
	}
}

/** What n8n would find out by evaluating expressions, which takes longer than everything else here. */
function knownFacts(
	{ items = [] }: NodeRun,
	{ staticData, credential, parametersOf }: Surroundings,
): Partial<IExecuteFunctions> {
	const parameters = items.map(parametersOf);
	const getNodeParameter = (name: string, itemIndex: number, fallback?: unknown) =>
		parameters[itemIndex]?.[name] ?? fallback;
	return {
		getWorkflowStaticData: () => staticData,
		getCredentials: async <T>() => credential as T,
		getNodeParameter: getNodeParameter as IExecuteFunctions['getNodeParameter'],
	};
}

function directHelpers({ http, accessToken }: Surroundings): Partial<Helpers> {
	return {
		httpRequest: async (options) => await http.request(options),
		httpRequestWithAuthentication: async (_type, options) =>
			await http.request(options, accessToken),
	};
}

type SomeLimits = Partial<Record<keyof Limits, number>>;

type LoadedNode = Omit<ProcessPause, 'pause'> & { readonly node: INodeType };

/**
 * TikTok's limits for chunks, of which the simulator takes a thousandth, too: with them a video of 150 kB
 * goes up in three chunks.
 */
const SMALL_LIMITS = {
	MIN_CHUNK_BYTES: 5_243,
	MAX_CHUNK_BYTES: 64_000,
	SAFE_CHUNK_BYTES: 10_000,
} satisfies SomeLimits;

/** Everything of n8n's is shared with the test; only the package's own modules are new, and their time. */
function loadNode(time: SharedTime, limits: SomeLimits): LoadedNode {
	let loaded: LoadedNode | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => n8nWorkflow);
		jest.doMock(LIMITS, () => ({
			...jest.requireActual<Limits>(LIMITS),
			...limits,
		}));
		const { makePause } = require('./processPause') as typeof processPauseModule;
		const { pause, ...rest } = makePause(time);
		jest.doMock(CLOCK, () => pause);
		if (require(CLOCK) !== pause) throw new Error('Import ./ownClocks first');
		const { TikTokPost } =
			require('../../../../nodes/TikTokPost/TikTokPost.node.ts') as typeof nodeModule;
		loaded = { node: new TikTokPost(), ...rest };
	});
	if (loaded === undefined) throw new Error('The node could not be loaded');
	return loaded;
}
