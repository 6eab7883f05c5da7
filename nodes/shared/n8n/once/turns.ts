import type { Turn } from './ledgerEntries';

/** Whose turn it is at each key, as far as this post knows. */
export class Turns {
	/** Where it is not the first one's. */
	private readonly later = new Map<string, number>();

	of(key: string): Turn {
		return { key, turn: this.later.get(key) ?? 0 };
	}

	/** That turn is over, or this post's own. */
	passBy({ key, turn }: Turn): void {
		this.later.set(key, Math.max(turn + 1, this.of(key).turn));
	}
}
