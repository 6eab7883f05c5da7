import { RecentValues } from '../../support/tested/node';

interface Value {
	isBusy: boolean;
}

const idle = (): Value => ({ isBusy: false });

describe('values of which only the recent are kept', () => {
	it('are the same at each use', () => {
		const values = new RecentValues<Value>(2);
		const first = values.open('a', idle);
		expect(values.open('a', idle)).toBe(first);
		expect(values.size).toBe(1);
	});

	it('never grow beyond the limit; the one used longest ago goes first', () => {
		const values = new RecentValues<Value>(2);
		const a = values.open('a', idle);
		const b = values.open('b', idle);
		values.open('a', idle);
		values.open('c', idle);
		expect(values.size).toBe(2);
		expect(values.open('a', idle)).toBe(a);
		expect(values.open('b', idle)).not.toBe(b);
	});

	it('stay as long as they are in use, and go when they are not', () => {
		const values = new RecentValues<Value>(1, ({ isBusy }) => !isBusy);
		const busy = values.open('a', () => ({ isBusy: true }));
		for (const key of ['b', 'c', 'd']) values.open(key, idle);
		expect(values.size).toBe(2);
		expect(values.open('a', idle)).toBe(busy);
		busy.isBusy = false;
		values.open('e', idle);
		expect(values.size).toBe(1);
		expect(values.open('a', idle)).not.toBe(busy);
	});

	it('hold the one just opened, also with no room for it', () => {
		const values = new RecentValues<Value>(0);
		values.open('a', idle);
		expect(values.size).toBe(1);
	});
});
