import { readAppKey } from '../../support/tested/tiktok';

const ISSUED = 'aw1b2c3d4e5f6g7h';
const AROUND = [' ', '\t', '\n', '\r\n', '\0', '\u00a0', '\u00ad', '\u200b', '\u2060', '\ufeff'];

describe('a key of the app', () => {
	it.each(AROUND)('is read without %j around it', (padding) => {
		for (const stored of [
			`${padding}${ISSUED}`,
			`${ISSUED}${padding}`,
			`${padding}${ISSUED}${padding}${padding}`,
		]) {
			expect(readAppKey(stored)).toBe(ISSUED);
		}
	});

	it('keeps what is inside it, and every visible character', () => {
		for (const key of [ISSUED, 'a b', `a\u200bb`, '"quoted"', 'ключ=+/', '-_.~']) {
			expect(readAppKey(key)).toBe(key);
		}
	});

	it.each([undefined, null, 5, {}, '', ' \n'])('is empty where %j is stored', (stored) => {
		expect(readAppKey(stored)).toBe('');
	});
});
