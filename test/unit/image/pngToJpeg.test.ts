import {
	compareStructure,
	noise,
	planPicture,
	PNG_KINDS,
	readPixels,
	readWithSharp,
	writePng,
	writeJpegWithSharp,
	type PngPlan,
} from '../../support/image';
import { convertPng, inflate, PictureError } from '../../support/tested/image';

const LIMITS = { shorter: 1_080, longer: 4_096 };
/** That of the tested code. */
const QUALITY = 92;
const giveWay = async () => {};

describe('the JPEG of a PNG', () => {
	it.each(PNG_KINDS)('of kind %i with %i bits looks like it', async (colour, depth) => {
		const plan = planPicture(colour, depth, { width: 70, height: 51 });
		const pixels = await readPixels(writePng(plan));
		const theirs = await readWithSharp(await writeJpegWithSharp(pixels, QUALITY));
		const { jpeg } = await convertPng(writePng(plan), LIMITS, giveWay);
		const likeness = compareStructure(pixels, await readWithSharp(jpeg));
		expect(likeness).toBeGreaterThan(0.95);
		expect(likeness).toBeGreaterThan(compareStructure(pixels, theirs) - 0.002);
		const interlaced = writePng({ ...plan, isInterlaced: true });
		const { jpeg: same } = await convertPng(interlaced, LIMITS, giveWay);
		expect(Buffer.compare(same, jpeg)).toBe(0);
	});

	it.each([
		['white', () => [255, 255, 255]],
		['black', () => [0, 0, 0]],
		['red', () => [255, 0, 0]],
		['green', () => [0, 255, 0]],
		['blue', () => [0, 0, 255]],
	])('is %s all over where the picture is', async (_title, draw) => {
		const png = writePng({ width: 21, height: 35, colour: 2, depth: 8, draw });
		const { rgb } = await readWithSharp((await convertPng(png, LIMITS, giveWay)).jpeg);
		draw().forEach((level, part) => {
			const levels = rgb.filter((_, at) => at % 3 === part);
			const differences = Array.from(levels, (it) => Math.abs(it - level));
			expect(Math.max(...differences)).toBeLessThanOrEqual(3);
		});
	});

	it('is white where the picture is transparent', async () => {
		const plan: PngPlan = { width: 9, height: 9, colour: 6, depth: 8, draw: () => [9, 99, 200, 0] };
		const { jpeg } = await convertPng(writePng(plan), LIMITS, giveWay);
		expect((await readWithSharp(jpeg)).rgb.every((level) => level >= 254)).toBe(true);
	});

	it('can be read whatever the picture: all sizes up to 34, hard edges, noise', async () => {
		for (let side = 1; side <= 34; side++) {
			const size = { width: side, height: 35 - side };
			const draw = (x: number, y: number) =>
				[0, 1, 2].map((it) => (noise(x, y, it) > 0.5 ? 255 : 0));
			const png = writePng({ ...size, colour: 2, depth: 8, draw });
			const { jpeg } = await convertPng(png, LIMITS, giveWay);
			expect(await readWithSharp(jpeg)).toMatchObject(size);
		}
	});

	it('is as large as the picture, or as TikTok takes it', async () => {
		const sizeOf = async (width: number, height: number) => {
			const png = writePng({ width, height, colour: 0, depth: 1, draw: () => [1] });
			const { jpeg, ...sizes } = await convertPng(png, { shorter: 20, longer: 50 }, giveWay);
			expect(await readWithSharp(jpeg)).toMatchObject({ width: sizes.width, height: sizes.height });
			return sizes;
		};
		expect(await sizeOf(20, 50)).toEqual({
			...{ width: 20, height: 50 },
			original: { width: 20, height: 50 },
		});
		expect(await sizeOf(40, 60)).toMatchObject({ width: 20, height: 30 });
		expect(await sizeOf(60, 40)).toMatchObject({ width: 30, height: 20 });
		expect(await sizeOf(10, 100)).toMatchObject({ width: 5, height: 50 });
		expect(await sizeOf(200, 1)).toMatchObject({ width: 50, height: 1 });
		expect(await sizeOf(21, 21)).toMatchObject({ width: 20, height: 20 });
	});
});

describe('while it is made', () => {
	const plan: PngPlan = {
		width: 512,
		height: 512,
		colour: 0,
		depth: 1,
		draw: (x, y) => [(x ^ y) & 1],
	};

	it.each([false, true])('others get their turn (interlaced: %s)', async (isInterlaced) => {
		let turns = 0;
		await convertPng(writePng({ ...plan, isInterlaced }), LIMITS, async () => {
			turns += 1;
		});
		expect(turns).toBe(2);
	});

	it('the user can stop it', async () => {
		const stop = new Error('stopped');
		const converting = convertPng(writePng(plan), LIMITS, async () => await Promise.reject(stop));
		await expect(converting).rejects.toBe(stop);
	});
});

describe('unpacking', () => {
	it('passes on why its pieces end', async () => {
		const fault = new PictureError('is broken', 'Mend it.');
		function* pieces(): Generator<Uint8Array> {
			yield Uint8Array.of(0x78, 0x9c);
			throw fault;
		}
		await expect(inflate(pieces()).next()).rejects.toBe(fault);
	});
});
