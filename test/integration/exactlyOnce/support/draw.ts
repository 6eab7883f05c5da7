import { fc } from '../../../support/randomness';

/** One of the values, as often as its weight says. */
export function weighted<T extends string>(weights: Record<T, number>): fc.Arbitrary<T> {
	const entries = Object.entries(weights) as Array<[T, number]>;
	return fc.oneof(...entries.map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })));
}

/** From once to this often. */
export function times(most: number): fc.Arbitrary<number> {
	return fc.integer({ min: 1, max: most });
}

/** True once in five times. */
export function rarely(): fc.Arbitrary<boolean> {
	return weighted({ yes: 1, no: 4 }).map((answer) => answer === 'yes');
}
