import { parseLosslessJson } from '../support/tested/tiktok';
import { fc } from '../support/randomness';

/** JSON values without integers beyond 2^53. */
const safeJson = fc.jsonValue().filter((value) => !/\d{16}/.test(JSON.stringify(value)));

it('equals JSON.parse wherever numbers are safe', () => {
	fc.assert(
		fc.property(safeJson, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
			const text = JSON.stringify(value, undefined, indent);
			expect(parseLosslessJson(text)).toEqual(JSON.parse(text));
		}),
		{ numRuns: 2_000 },
	);
});

it('leaves texts alone, whatever they hold', () => {
	const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9"\\{}:, -]*$/));
	fc.assert(
		fc.property(fc.dictionary(text, text), (value) => {
			expect(parseLosslessJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
		{ numRuns: 2_000 },
	);
});

it('keeps every integer exact, wherever it stands', () => {
	const integer = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
	fc.assert(
		fc.property(integer, integer, (first, second) => {
			const read = parseLosslessJson(`{"a": [${first} ,"${second}"],"b":{"c":${second}}}`);
			expect(read).toEqual({ a: [show(first), String(second)], b: { c: show(second) } });
		}),
	);
});

it('accepts exactly what JSON.parse accepts', () => {
	const jsonish = fc.oneof(
		fc.string(),
		fc.stringMatching(/^[[\]{}:,"\\ 0-9eE.+-]{0,30}$/),
		fc.stringMatching(/^[[{"]?[ 0-9:,]{17,40}[\]}"]?$/),
		fc.jsonValue().chain((value) => {
			const text = JSON.stringify(value);
			return fc.nat(text.length).map((length) => text.slice(0, length));
		}),
	);
	fc.assert(
		fc.property(jsonish, (text) => {
			expect(accepts(parseLosslessJson, text)).toBe(accepts(JSON.parse, text));
		}),
		{ numRuns: 5_000 },
	);
});

/** A safe integer as a number, any other as its digits. */
function show(integer: bigint): number | string {
	const number = Number(integer);
	return Number.isSafeInteger(number) ? number : String(integer);
}

function accepts(parse: (text: string) => unknown, text: string): boolean {
	try {
		parse(text);
		return true;
	} catch {
		return false;
	}
}
