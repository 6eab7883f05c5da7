/** Values by key, of which only those used last are kept, so that memory can't grow for ever. */
export class RecentValues<V> {
	private readonly values = new Map<string, V>();

	/** @param mayGo says of a value that it is not in use; one that is stays, whatever the limit */
	constructor(
		private readonly limit: number,
		private readonly mayGo: (value: V) => boolean = () => true,
	) {}

	get size(): number {
		return this.values.size;
	}

	/** The value of a key, which is now the one used last; made where there is none. */
	open(key: string, make: () => V): V {
		const value = this.values.get(key) ?? make();
		this.values.delete(key);
		this.values.set(key, value);
		if (this.values.size > this.limit) this.letGo(value);
		return value;
	}

	/** The keys of a Map are in the order in which they came, so the one used longest ago is first. */
	private letGo(used: V): void {
		for (const [key, value] of this.values) {
			if (this.values.size <= this.limit) return;
			if (value !== used && this.mayGo(value)) this.values.delete(key);
		}
	}
}
