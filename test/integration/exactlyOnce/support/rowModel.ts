import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { loadAnew } from '../../../support/node/loadAnew';
import { POST_LEDGER, type PostLedgerModule } from '../../../support/tested/places';

/** How long a call to the database takes: mostly this, and once in a hundred calls up to that; milliseconds. */
const USUAL_MS = 15;
const TAIL_MS = 400;
const TAIL_EVERY = 100;

/** Time that jumps from one thing that happens to the next. */
export class EventTime {
	now = 0;
	private readonly waits: Array<{ readonly until: number; readonly end: () => void }> = [];

	async wait(milliseconds: number): Promise<void> {
		await new Promise<void>((end) => {
			this.waits.push({ until: this.now + Math.max(0, milliseconds), end });
		});
	}

	/** Until all of the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const end = () => (isDone = true);
		work.then(end, end);
		for (;;) {
			// Everything that follows from what happened last, before time goes on.
			await sleep(0);
			if (isDone) return await work;
			const next = this.waits.reduce((a, b) => (b.until < a.until ? b : a));
			this.waits.splice(this.waits.indexOf(next), 1);
			this.now = next.until;
			next.end();
		}
	}
}

/** @param random from 0 to 1 */
export function usualLatency(random: () => number): () => number {
	return () => (random() < 1 / TAIL_EVERY ? random() * TAIL_MS : USUAL_MS * (0.5 + random()));
}

/** The one row of n8n's deduplication store, as several processes read, change and write it back. */
export class Row {
	private entries: readonly string[] = [];
	calls = 0;
	bytesWritten = 0;

	constructor(
		private readonly time: EventTime,
		/** Milliseconds that a call takes. */
		private readonly latency: () => number,
	) {}

	get length(): number {
		return this.entries.length;
	}

	/** Some of the time passes before the row is read, most of it until it is written. */
	async change(changes: (entries: readonly string[]) => readonly string[]): Promise<void> {
		const milliseconds = this.latency();
		await this.time.wait(milliseconds * 0.3);
		const changed = changes(this.entries);
		await this.time.wait(milliseconds * 0.7);
		this.calls += 1;
		this.bytesWritten += changed.length * 27;
		this.entries = changed;
	}
}

/** The ledger in one process: a copy of the package's modules with a memory of its own. */
export function loadLedger(time: EventTime): PostLedgerModule {
	return loadAnew<PostLedgerModule>(POST_LEDGER, () => ({
		now: () => time.now,
		waitUntil: async (moment) => await time.wait(moment - time.now),
	}));
}

/** n8n as the ledger needs it. */
export function n8nWith(row: Row): IExecuteFunctions {
	const helpers = {
		async checkProcessedAndRecord(
			items: string[],
			_scope: string,
			{ maxEntries }: { maxEntries: number },
		) {
			let fresh: string[] = [];
			await row.change((entries) => {
				const known = new Set(entries);
				fresh = items.filter((item) => !known.has(item));
				return [...entries, ...fresh].slice(-maxEntries);
			});
			return { new: fresh, processed: items.filter((item) => !fresh.includes(item)) };
		},
		async removeProcessed(items: string[]) {
			await row.change((entries) => entries.filter((entry) => !items.includes(entry)));
		},
	};
	return {
		helpers,
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		getExecutionCancelSignal: () => undefined,
		logger: { error: () => {} },
	} as unknown as IExecuteFunctions;
}
