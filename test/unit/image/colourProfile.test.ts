/* eslint-disable @n8n/community-nodes/no-restricted-imports -- packs what the tested code unpacks */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import {
	compareStructure,
	listPngChunks,
	planPicture,
	PNG_SIGNATURE,
	pngChunk,
	readPixels,
	readWithSharp,
	writePng,
} from '../../support/image';
import { convertPng } from '../../support/tested/image';

const LIMITS = { shorter: 1_080, longer: 4_096 };
const PLAN = planPicture(2, 8, { width: 40, height: 30 });
const LONGEST = 65_519;

async function toJpeg(png: Uint8Array): Promise<Uint8Array> {
	return (await convertPng(png, LIMITS, async () => {})).jpeg;
}

async function readProfile(file: Uint8Array): Promise<Buffer | undefined> {
	return (await sharp(file).metadata()).icc;
}

/** As the name of the profile, how it is packed, and the profile. */
function chunkOf(profile: Uint8Array): Buffer {
	return Buffer.concat([Buffer.from('of a test\0\0', 'latin1'), deflateSync(profile)]);
}

function withChunk(chunk: Buffer): Buffer {
	const [header, ...others] = listPngChunks(PLAN).map(([type, data]) => pngChunk(type, data));
	return Buffer.concat([PNG_SIGNATURE, header ?? Buffer.alloc(0), chunk, ...others]);
}

function makeProfile(space: string, signature = 'acsp', byteLength = 200): Buffer {
	const profile = Buffer.alloc(byteLength, 7);
	profile.write(space, 16, 'latin1');
	profile.write(signature, 36, 'latin1');
	return profile;
}

describe('the colour profile of a PNG', () => {
	it('goes with its JPEG, which looks the same because of it', async () => {
		const { width, height, rgb } = await readPixels(writePng(PLAN));
		const raw = { width, height, channels: 3 } as const;
		const png = await sharp(rgb, { raw }).withIccProfile('p3').png().toBuffer();
		const profile = await readProfile(png);
		expect(profile?.length).toBeGreaterThan(100);
		const jpeg = await toJpeg(png);
		expect(await readProfile(jpeg)).toEqual(profile);
		const likeness = compareStructure(await readWithSharp(png), await readWithSharp(jpeg));
		expect(likeness).toBeGreaterThan(0.95);
	});

	it('may be as long as one part of a JPEG', async () => {
		const profile = makeProfile('RGB ', 'acsp', LONGEST);
		const jpeg = Buffer.from(await toJpeg(withChunk(pngChunk('iCCP', chunkOf(profile)))));
		expect(jpeg.includes(Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), profile]))).toBe(
			true,
		);
		expect((await sharp(jpeg).metadata()).width).toBe(PLAN.width);
	});

	const good = pngChunk('iCCP', chunkOf(makeProfile('RGB ')));
	const broken = Buffer.from(good);
	broken[good.length - 1] = (broken.at(-1) ?? 0) ^ 1;

	it.each<[string, Buffer]>([
		['has a wrong checksum', broken],
		['is for grey', pngChunk('iCCP', chunkOf(makeProfile('GRAY')))],
		['is none', pngChunk('iCCP', chunkOf(makeProfile('RGB ', 'none')))],
		['is too short', pngChunk('iCCP', chunkOf(makeProfile('RGB ').subarray(0, 39)))],
		['is longer', pngChunk('iCCP', chunkOf(makeProfile('RGB ', 'acsp', LONGEST + 1)))],
		['is a bomb', pngChunk('iCCP', chunkOf(Buffer.alloc(50_000_000)))],
		['breaks off', pngChunk('iCCP', chunkOf(makeProfile('RGB ')).subarray(0, -4))],
		['is not packed', pngChunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), makeProfile('RGB ')]))],
		['has no name', pngChunk('iCCP', Buffer.from('a name alone'))],
	])('is left out where it %s', async (_title, chunk) => {
		expect(Buffer.from(await toJpeg(withChunk(chunk)))).toEqual(
			Buffer.from(await toJpeg(writePng(PLAN))),
		);
	});

	it('is in no JPEG of a picture without one', async () => {
		expect(await readProfile(await toJpeg(withChunk(good)))).toEqual(makeProfile('RGB '));
		expect(await readProfile(await toJpeg(writePng(PLAN)))).toBeUndefined();
	});
});
