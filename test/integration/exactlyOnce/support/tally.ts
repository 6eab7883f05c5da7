/** How often what happened, over all histories. */
export class Tally {
	private readonly counts = new Map<string, number>();

	add(what: string, howMany = 1): void {
		this.counts.set(what, this.of(what) + howMany);
	}

	of(what: string): number {
		return this.counts.get(what) ?? 0;
	}

	toString(): string {
		const lines = [...this.counts].sort().map(([what, howMany]) => `  ${what}: ${howMany}`);
		return lines.join('\n');
	}
}
