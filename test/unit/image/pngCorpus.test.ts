import {
	largestDifference,
	planPicture,
	PNG_KINDS,
	readPixels,
	readWithSharp,
	writePng,
	type PngPlan,
} from '../../support/image';

/** Of 255; 16 bits become 8 by rounding here and by cutting there. */
const MAX_DIFFERENCE = 1;
const COLOURS: Readonly<Record<number, string>> = {
	...{ 0: 'grey', 2: 'colour', 3: 'palette', 4: 'grey with opacity', 6: 'colour with opacity' },
};

const KINDS = PNG_KINDS.flatMap(([colour, depth]) =>
	[false, true].map((isInterlaced) => ({
		name: `${COLOURS[colour]}, ${depth} bits${isInterlaced ? ', interlaced' : ''}`,
		plan: { ...planPicture(colour, depth), isInterlaced },
	})),
);

describe('a PNG of each kind is read as libvips reads it', () => {
	it.each(KINDS)('$name', async ({ plan }) => {
		await expectSamePixels(plan);
	});

	it.each(KINDS.filter(({ plan }) => [0, 2, 3].includes(plan.colour)))(
		'$name, one colour transparent',
		async ({ plan }) => {
			const samples = plan.draw(5, 5).flatMap((sample) => [sample >> 8, sample & 0xff]);
			const opacities = [0, 30, 200];
			await expectSamePixels({
				...plan,
				transparency: Uint8Array.from(
					plan.colour === 3 ? opacities.slice(0, 2 ** plan.depth) : samples,
				),
			});
		},
	);

	it.each([0, 1, 2, 3, 4])('filter %i in all rows', async (filter) => {
		for (const [colour, depth] of PNG_KINDS) {
			await expectSamePixels({ ...planPicture(colour, depth), filter: () => filter });
		}
	});

	it('sizes from 1 × 1 to 9 × 9, interlaced: some passes are empty', async () => {
		for (let width = 1; width <= 9; width++) {
			for (let height = 1; height <= 9; height++) {
				await expectSamePixels({ ...planPicture(2, 8, { width, height }), isInterlaced: true });
				await expectSamePixels({ ...planPicture(0, 1, { width, height }), isInterlaced: true });
			}
		}
	});
});

describe('a PNG that says less than it could', () => {
	it('takes colours that its palette lacks for black', async () => {
		const palette = Uint8Array.of(10, 20, 30);
		const plan = { ...planPicture(3, 2, { width: 2, height: 1 }), palette };
		const { rgb } = await readPixels(writePng({ ...plan, draw: (x) => [x] }));
		expect([...rgb]).toEqual([10, 20, 30, 0, 0, 0]);
	});

	it('takes them for black also where it says that they are transparent', async () => {
		const [palette, transparency] = [Uint8Array.of(10, 20, 30), Uint8Array.of(255, 0)];
		const plan = { ...planPicture(3, 2, { width: 2, height: 1 }), palette, transparency };
		const { rgb } = await readPixels(writePng({ ...plan, draw: (x) => [x] }));
		expect([...rgb]).toEqual([10, 20, 30, 0, 0, 0]);
	});

	it.each([
		['too short', 2, 2],
		['too short by a number', 2, 4],
		['too long', 2, 8],
		['empty', 0, 0],
		['too short for a number', 0, 1],
		['too long for grey', 0, 4],
	])('has nothing transparent where the chunk for it is %s', async (_title, colour, bytes) => {
		const plan = planPicture(colour, 8, { width: 2, height: 1 });
		const draw = (x: number) => Array.from({ length: colour === 2 ? 3 : 1 }, () => x);
		const png = writePng({ ...plan, draw, transparency: new Uint8Array(bytes) });
		expect([...(await readPixels(png)).rgb]).toEqual([0, 0, 0, 1, 1, 1]);
		expect([...(await readWithSharp(png)).rgb]).toEqual([0, 0, 0, 1, 1, 1]);
	});
});

async function expectSamePixels(plan: PngPlan): Promise<void> {
	const png = writePng(plan);
	const [ours, theirs] = [await readPixels(png), await readWithSharp(png)];
	expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
	expect(largestDifference(ours.rgb, theirs.rgb)).toBeLessThanOrEqual(MAX_DIFFERENCE);
}
