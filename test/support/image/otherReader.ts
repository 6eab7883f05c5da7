import sharp from 'sharp';

/** A picture as libvips reads it: red, green and blue of each pixel, on white. */
export interface Pixels {
	readonly width: number;
	readonly height: number;
	readonly rgb: Uint8Array;
}

export async function readWithSharp(file: Uint8Array): Promise<Pixels> {
	const { data, info } = await sharp(file)
		.flatten({ background: '#ffffff' })
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	const { width, height, channels } = info;
	if (channels === 3) return { width, height, rgb: data };
	const rgb = Uint8Array.from(
		{ length: width * height * 3 },
		(_, at) => data[Math.floor(at / 3)] ?? 0,
	);
	return { width, height, rgb };
}

/** The same as a JPEG of libjpeg, and how it looks when it is read again. */
export async function writeJpegWithSharp(pixels: Pixels, quality: number): Promise<Buffer> {
	const { width, height, rgb } = pixels;
	return await sharp(rgb, { raw: { width, height, channels: 3 } })
		.jpeg({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false })
		.toBuffer();
}

export async function shrinkWithSharp(
	pixels: Pixels,
	size: { width: number; height: number },
): Promise<Pixels> {
	const { width, height, rgb } = pixels;
	const data = await sharp(rgb, { raw: { width, height, channels: 3 } })
		.resize({ ...size, fit: 'fill' })
		.raw()
		.toBuffer();
	return { ...size, rgb: data };
}
