import type { Page } from 'playwright-core';

/** A browser does not draw edges the same to the last bit each time; of 255, and nobody sees it. */
const INVISIBLE = 4;

/** Runs in the page: the largest difference of any part of any pixel; 255 where the sizes differ. */
const DIFFER = `async (sources) => {
	const pixels = await Promise.all(sources.map(async (source) => {
		const image = await createImageBitmap(await (await fetch(source)).blob());
		const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
		canvas.drawImage(image, 0, 0);
		return canvas.getImageData(0, 0, image.width, image.height);
	}));
	const [a, b] = pixels;
	if (a.width !== b.width || a.height !== b.height) return 255;
	let most = 0;
	for (let at = 0; at < a.data.length; at++) most = Math.max(most, Math.abs(a.data[at] - b.data[at]));
	return most;
}`;

/** Whether a person sees no difference between two PNG files. */
export async function looksTheSame(page: Page, one: Buffer, other: Buffer): Promise<boolean> {
	const sources = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
	const difference: unknown = await page.evaluate(`(${DIFFER})(${JSON.stringify(sources)})`);
	return Number(difference) <= INVISIBLE;
}
