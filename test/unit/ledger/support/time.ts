/** Time that passes only where something takes it; milliseconds. */
export class Time {
	now = 1_000_000;
	/** Moments that were waited for. */
	readonly waits: number[] = [];
	/** What may end them. */
	readonly stops: Array<AbortSignal | undefined> = [];

	pass(milliseconds: number): void {
		this.now += milliseconds;
	}

	async waitUntil(moment: number, stop?: AbortSignal): Promise<void> {
		this.waits.push(moment);
		this.stops.push(stop);
		await Promise.resolve();
		this.now = Math.max(this.now, moment);
	}
}
