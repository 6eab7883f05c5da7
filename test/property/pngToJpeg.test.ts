import {
	compareStructure,
	noise,
	PNG_KINDS,
	readPixels,
	readWithSharp,
	SAMPLES_PER_PIXEL,
	writeJpegWithSharp,
	writePng,
	type PngPlan,
} from '../support/image';
import { fc } from '../support/randomness';
import { scale } from '../support/scale';
import { convertPng, PictureError } from '../support/tested/image';

const LIMITS = { shorter: 1_080, longer: 4_096 };
const giveWay = async () => {};
/** As libjpeg counts it, that of the tested code. */
const QUALITY = 92;
/** The roundings of two encoders differ, which shows in pictures of a few pixels. */
const MAX_LESS_LIKE = 0.02;
const MIN_LIKENESS = 0.85;
const TIMEOUT_MS = scale(60_000, 600_000);

/** Smooth, with edges, with noise: as much of each as chance has it. */
const plan: fc.Arbitrary<PngPlan> = fc
	.record({
		kind: fc.constantFrom(...PNG_KINDS),
		width: fc.integer({ min: 8, max: 90 }),
		height: fc.integer({ min: 8, max: 90 }),
		isInterlaced: fc.boolean(),
		filters: fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }),
		waves: fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: 4, maxLength: 4 }),
		edge: fc.integer({ min: 3, max: 60 }),
		grain: fc.double({ min: 0, max: 0.3, noNaN: true }),
	})
	.map(({ kind: [colour, depth], filters, waves, edge, grain, ...rest }) => {
		const max = 2 ** depth - 1;
		const level = (x: number, y: number, part: number) =>
			0.5 +
			0.25 * Math.sin(x * (waves[part] ?? 0)) +
			(((x + y) / edge) & 1) / 4 +
			(noise(x, y, part) - 0.5) * grain;
		return {
			...{ colour, depth, ...rest },
			filter: (row) => filters[row % filters.length] ?? 0,
			...(colour === 3 && {
				palette: Uint8Array.from({ length: 3 * 2 ** depth }, (_, at) => (at * 255) / (3 * max)),
			}),
			draw: (x, y) =>
				Array.from({ length: SAMPLES_PER_PIXEL[colour] ?? 0 }, (_, part) =>
					Math.max(0, Math.min(max, Math.round(level(x, y, part) * max))),
				),
		};
	});

describe('a PNG made into a JPEG', () => {
	it(
		'looks like itself, and as libjpeg would have made it look',
		async () => {
			await fc.assert(
				fc.asyncProperty(plan, async (picture) => {
					const png = writePng(picture);
					const { jpeg } = await convertPng(png, LIMITS, giveWay);
					const original = await readWithSharp(png);
					const likeness = compareStructure(original, await readWithSharp(jpeg));
					const theirs = await readWithSharp(await writeJpegWithSharp(original, QUALITY));
					expect(likeness).toBeGreaterThan(MIN_LIKENESS);
					expect(likeness).toBeGreaterThan(compareStructure(original, theirs) - MAX_LESS_LIKE);
				}),
				{ numRuns: scale(60, 2_000) },
			);
		},
		TIMEOUT_MS,
	);

	it(
		'is refused or read, and nothing else happens, whatever is changed in it',
		async () => {
			const change = fc.record({
				at: fc.nat(10_000),
				remove: fc.nat(6),
				insert: fc.uint8Array({ maxLength: 6 }),
			});
			await fc.assert(
				fc.asyncProperty(
					plan,
					fc.array(change, { minLength: 1, maxLength: 4 }),
					async (it, changes) => {
						const damaged = changes.reduce((png, { at, remove, insert }) => {
							const from = at % png.length;
							return Buffer.concat([png.subarray(0, from), insert, png.subarray(from + remove)]);
						}, writePng(it));
						await readPixels(damaged).catch((error: unknown) => {
							if (!(error instanceof PictureError)) throw error;
						});
					},
				),
				{ numRuns: scale(200, 5_000) },
			);
		},
		TIMEOUT_MS,
	);
});
