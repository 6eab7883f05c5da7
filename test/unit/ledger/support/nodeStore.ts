import type { IExecuteFunctions } from 'n8n-workflow';
import type { Time } from './time';

/** n8n's deduplication store of one node, which answers at once, and nobody else writes into unless a test does. */
export class NodeStore {
	/** What is in the database, oldest first. */
	entries: string[] = [];
	/** What each call has asked, and each removal has taken back. */
	readonly calls: string[][] = [];
	readonly removals: string[][] = [];
	/** All else that n8n was told with them. */
	readonly settings = new Set<string>();
	/** Lines in n8n's log. */
	readonly log: string[] = [];
	/** What the next calls throw, one after the other. */
	failures: unknown[] = [];
	removalFailure: unknown;
	/** Milliseconds that a call takes. */
	callMs = 10;
	/** Called when a call was read and before it is written. */
	duringCall = () => {};
	readonly stop = new AbortController();

	constructor(
		private readonly time: Time,
		private readonly workflowId = 'workflow',
		private readonly nodeId = 'node',
	) {}

	/** n8n as an execution of the node sees it. */
	get n8n(): IExecuteFunctions {
		return {
			helpers: {
				checkProcessedAndRecord: async (items: string[], ...settings: unknown[]) =>
					await this.check(items, settings),
				removeProcessed: async (items: string[], ...settings: unknown[]) =>
					await this.remove(items, settings),
			},
			getWorkflow: () => ({ id: this.workflowId }),
			getNode: () => ({ id: this.nodeId }),
			getExecutionCancelSignal: () => this.stop.signal,
			logger: { error: (line: string) => this.log.push(line) },
		} as unknown as IExecuteFunctions;
	}

	add(...entries: string[]): void {
		this.entries.push(...entries.filter((entry) => !this.entries.includes(entry)));
	}

	drop(...entries: string[]): void {
		this.entries = this.entries.filter((entry) => !entries.includes(entry));
	}

	private async check(items: string[], settings: unknown[]): Promise<{ new: string[] }> {
		this.calls.push(items);
		this.settings.add(JSON.stringify(settings));
		await Promise.resolve();
		this.time.pass(this.callMs);
		if (this.failures.length > 0) throw this.failures.shift();
		const fresh = items.filter((item) => !this.entries.includes(item));
		this.duringCall();
		this.add(...fresh);
		return { new: fresh };
	}

	private async remove(items: string[], settings: unknown[]): Promise<void> {
		this.removals.push(items);
		this.settings.add(JSON.stringify(settings));
		await Promise.resolve();
		if (this.removalFailure !== undefined) throw this.removalFailure;
		this.drop(...items);
	}
}
