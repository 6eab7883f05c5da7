import { Time } from '../../ledger/support/time';

/** Model time in which something may happen meanwhile. */
export class PausingTime extends Time {
	/** Milliseconds of each pause. */
	readonly pauses: number[] = [];
	/** What happens in the next pauses, one each. */
	meanwhile: Array<() => void | Promise<void>> = [];

	async pause(milliseconds: number): Promise<void> {
		this.pauses.push(milliseconds);
		await this.meanwhile.shift()?.();
		this.pass(milliseconds);
	}
}
