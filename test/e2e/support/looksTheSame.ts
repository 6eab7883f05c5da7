import type { Page } from 'playwright-core';

/** A browser does not draw edges the same to the last bit each time; of 255, and nobody sees it. */
const INVISIBLE = 4;
/** Nor does anybody see a few points of an edge in another shade; another letter differs by more than that. */
const FAINT = { difference: 48, pixels: 40 };

/** How far two pictures are apart. */
interface Distance {
	/** The largest difference of any part of any pixel, of 255. */
	most: number;
	/** How many pixels differ visibly, were they many. */
	pixels: number;
}

/** Runs in the page. Pictures of different sizes have nothing in common. */
const MEASURE = `async ([sources, invisible]) => {
	const [a, b] = await Promise.all(sources.map(async (source) => {
		const image = await createImageBitmap(await (await fetch(source)).blob());
		const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
		canvas.drawImage(image, 0, 0);
		return canvas.getImageData(0, 0, image.width, image.height);
	}));
	if (a.width !== b.width || a.height !== b.height) return { most: 255, pixels: a.data.length / 4 };
	let most = 0;
	let pixels = 0;
	for (let at = 0; at < a.data.length; at += 4) {
		const parts = [0, 1, 2, 3].map((part) => Math.abs(a.data[at + part] - b.data[at + part]));
		const difference = Math.max(...parts);
		most = Math.max(most, difference);
		if (difference > invisible) pixels += 1;
	}
	return { most, pixels };
}`;

/** Whether a person sees no difference between two PNG files. */
export async function looksTheSame(page: Page, one: Buffer, other: Buffer): Promise<boolean> {
	const sources = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
	const argument = JSON.stringify([sources, INVISIBLE]);
	const { most, pixels } = await page.evaluate<Distance>(`(${MEASURE})(${argument})`);
	return most <= INVISIBLE || (most <= FAINT.difference && pixels <= FAINT.pixels);
}
