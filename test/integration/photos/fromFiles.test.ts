import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import sharp from 'sharp';
import { readPhoto } from '../../support/image/fixtures';
import { findSecrets } from '../../support/node/findSecrets';
import { fileParameters, moveTo, PREFIX, usePhotoFiles } from './support/usePhotoFiles';

const photos = usePhotoFiles();
const { use } = photos;
const NAMES = ['sunset-1.jpg', 'sunset-3.webp', 'sunset-2.jpg'];

function sha256(content: Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}

const originals = (...names: string[]) => names.map((name) => sha256(readPhoto(name)));

async function run(item: INodeExecutionData, changes: IDataObject = {}) {
	const result = await use.run(fileParameters(changes), { items: [item] });
	expect(findSecrets(result, use.stage.simulator.app.clientSecret)).toEqual([]);
	return result.output[0]?.json ?? {};
}

async function fail(item: INodeExecutionData, changes: IDataObject = {}) {
	const error = await use.fail(fileParameters(changes), { items: [item] });
	return `${error.message}\n${error.description}`;
}

function expectNothingSent(): void {
	expect(use.stage.listRequests().filter((request) => /init|creator/.test(request))).toEqual([]);
}

describe('photos that are files of n8n', () => {
	it('are downloaded from n8n byte for byte and published, with their texts', async () => {
		const output = await run(await photos.itemOf(...NAMES));
		expect(output).toMatchObject({ status: 'PUBLISH_COMPLETE', creator_username: 'sim.creator' });
		expect(output).not.toHaveProperty('converted_photos');
		expect(photos.listPulled()).toEqual(originals(...NAMES));
		const [post] = use.stage.simulator.posts;
		expect(post?.request).toMatchObject({
			media_type: 'PHOTO',
			post_info: { title: 'Three views', description: 'From the hill #sim' },
			source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0 },
		});
		const urls = post?.sourceInfo.photo_images as string[];
		expect(urls.every((url) => url.startsWith(PREFIX))).toBe(true);
	});

	it('go to the inbox as drafts', async () => {
		const output = await run(await photos.itemOf(...NAMES), { operation: 'upload' });
		expect(output).toMatchObject({ status: 'SEND_TO_USER_INBOX' });
		expect(photos.listPulled()).toEqual(originals(...NAMES));
	});

	it('are 35 at most, and no 36', async () => {
		const many = Array<string>(35).fill('sunset-1.jpg');
		await run(await photos.itemOf(...many));
		expect(photos.listPulled()).toHaveLength(35);
		const text = await fail(await photos.itemOf(...many, 'sunset-2.jpg'));
		expect(text).toMatch(
			/^Input Binary Fields has 36 photos, and TikTok takes up to 35.*\nRemove 1/,
		);
	});

	it.each([
		['data_2, data', {}],
		[' data_2 ,, data ,', {}],
		['["data_2", "data"]', {}],
		['={{ [$binary.data_2, $binary.data] }}', {}],
	])('are those of %s, in that order', async (binaryPropertyNames) => {
		await run(await photos.itemOf(...NAMES), {
			binaryPropertyNames,
			options: { coverPhoto: 2 },
		});
		expect(photos.listPulled()).toEqual(originals('sunset-2.jpg', 'sunset-1.jpg'));
		expect(use.stage.simulator.posts[0]?.sourceInfo.photo_cover_index).toBe(1);
	});

	it('are the pictures of an item, whatever else it holds', async () => {
		const item = await photos.itemOf('sunset-1.jpg');
		const { binary: other } = await use.videoItem();
		await run({
			json: {},
			binary: { film: other?.data ?? { data: '', mimeType: '' }, ...item.binary },
		});
		expect(photos.listPulled()).toEqual(originals('sunset-1.jpg'));
	});

	it.each([
		['application/octet-stream', 'b.JPG'],
		['binary/octet-stream', 'b.jpeg'],
		['', 'b.webp'],
		['IMAGE/JPEG', 'no name of a picture'],
	])(
		'are told by a type in any case, or else by their name: %j, %s',
		async (mimeType, fileName) => {
			const { binary = {} } = await photos.itemOf('sunset-1.jpg', 'sunset-2.jpg');
			const [first, second] = Object.values(binary);
			if (!first || !second) throw new Error('The item has no photos');
			await run({ json: {}, binary: { a: first, b: { ...second, mimeType, fileName } } });
			expect(photos.listPulled()).toEqual(originals('sunset-1.jpg', 'sunset-2.jpg'));
		},
	);

	it('may have an address that ends in /', async () => {
		if (use.credential) use.credential.saved.photoAddress = ` ${PREFIX}\n`;
		await run(await photos.itemOf('sunset-1.jpg'));
		expect(photos.listPulled()).toHaveLength(1);
	});
});

describe('PNG', () => {
	it('becomes JPEG, and the output says so', async () => {
		const output = await run(await photos.itemOf('sunset-1.jpg', 'sunset.png'));
		const pulled = use.stage.simulator.posts[0]?.photos ?? [];
		expect(pulled.map(({ type }) => type)).toEqual(['jpeg', 'jpeg']);
		const { width, height, bytes } = pulled[1] ?? {};
		expect(output.converted_photos).toEqual([
			{
				photo: 'Input Binary Fields, photo 2 (binary field "data_1")',
				from: `PNG, ${width} × ${height}`,
				to: `JPEG, ${width} × ${height}`,
				bytes,
			},
		]);
	});

	it('is no damaged text, however alike its bytes are', async () => {
		const create = { width: 200, height: 200, channels: 3, background: '#fdfdfd' } as const;
		const png = await sharp({ create }).png({ compressionLevel: 0 }).toBuffer();
		expect(png.filter((byte) => byte === 0xfd).length).toBeGreaterThan(100_000);
		const output = await run(await photos.itemWith({ front: png }));
		expect(output.converted_photos).toMatchObject([{ to: 'JPEG, 200 × 200' }]);
	});

	it('is refused where that is switched off', async () => {
		const item = await photos.itemOf('sunset-1.jpg', 'sunset.png');
		const text = await fail(item, { options: { convertPng: false } });
		expect(text).toMatch(
			/^Input Binary Fields, photo 2 \(binary field "data_1"\) is a PNG.*\n.*Convert PNG on/,
		);
		expectNothingSent();
	});

	it('that is damaged is refused with its name', async () => {
		const png = readPhoto('sunset.png');
		const item = await photos.itemWith({ front: png.subarray(0, png.length - 500) });
		expect(await fail(item)).toMatch(
			/^Input Binary Fields, photo 1 \(binary field "front"\) is a damaged PNG/,
		);
		expectNothingSent();
	});
});

describe('what TikTok would refuse', () => {
	const LARGE = Buffer.concat([readPhoto('sunset-1.jpg'), Buffer.alloc(20_000_000)]);
	it.each<[string, () => Promise<INodeExecutionData>, RegExp]>([
		[
			'too many pixels',
			async () => await photos.itemOf('sunset-1.jpg', '1086x1448.jpg'),
			/photo 2 .* has 1086 × 1448 pixels, and TikTok takes up to 1080.*\n.*Edit Image/,
		],
		[
			'too many pixels, WebP',
			async () => await photos.itemOf('1200x1200.webp'),
			/photo 1 .* has 1200 × 1200 pixels.*\n.*not WebP/,
		],
		[
			'too many bytes',
			async () => await photos.itemWith({ a: LARGE }),
			/photo 1 .* has 20\.0 MB, and TikTok takes photos up to 20 MB/,
		],
		['nothing', async () => await photos.itemWith({ a: Buffer.alloc(0) }), /photo 1 .* is empty/],
		[
			'half a header',
			async () => await photos.itemWith({ a: readPhoto('sunset-1.jpg').subarray(0, 100) }),
			/photo 1 .* is a damaged JPEG/,
		],
		[
			'a GIF',
			async () => await photos.itemWith({ a: Buffer.from('GIF89a\x01\0\x01\0') }),
			/photo 1 .* is no JPEG, WebP or PNG: it looks like GIF/,
		],
		[
			'a page',
			async () =>
				await photos.itemWith({ a: Buffer.from('<!doctype html><title>Sign in</title>') }),
			/photo 1 .* is no JPEG, WebP or PNG: it looks like HTML\n.*address of the file itself/,
		],
		[
			'its base64 text',
			async () =>
				await photos.itemWith({
					a: Buffer.from(Buffer.from(readPhoto('sunset-1.jpg')).toString('base64')),
				}),
			/photo 1 .* looks like the base64 text of a photo\n.*Convert to File/,
		],
		...['sunset-1.jpg', '1200x1200.webp'].map(
			(name): [string, () => Promise<INodeExecutionData>, RegExp] => [
				`what a step that took it for text made of ${name}`,
				async () =>
					await photos.itemWith({
						a: Buffer.from(Buffer.from(readPhoto(name)).toString('utf8')),
					}),
				/photo 1 .* handled as text\n.*Response Format to File/,
			],
		),
		[
			'a video',
			async () => await photos.itemWith({ a: use.stage.video }),
			/photo 1 .* is no JPEG, WebP or PNG: it looks like a video/,
		],
		[
			'no file at all',
			async () => ({ json: {} }),
			/^Input Binary Fields is empty, and the item holds no picture\nThe item holds no file\. Put a node that delivers the photos/,
		],
		[
			'no picture',
			async () => await use.videoItem(),
			/^Input Binary Fields is empty, and the item holds no picture\nSet Input Binary Fields to one the item has: "data"/,
		],
	])('%s: is named before anything is sent', async (_title, makeItem, text) => {
		expect(await fail(await makeItem())).toMatch(text);
		expectNothingSent();
	});

	it.each<[unknown, RegExp]>([
		[
			'https://u:SECRET,SECRET@media.example.com/a.jpg?sig=SECRET,SECRET',
			/"https:\/\/media\.example\.com\/a\.jpg"\nThis is a URL.* Set Photo Source to URLs instead\.$/,
		],
		[
			['https://media.example.com/a.jpg?sig=SECRET,SECRET'],
			/"https:\/\/media\.example\.com\/a\.jpg"\nThis is a URL/,
		],
		[
			`data:image/jpeg;base64,/9j/${'QUJD'.repeat(100)}`,
			/"data:image.{90,99}"\nGive the name of the field that holds the file, not its content\. Set Input Binary Fields to one the item has: "data"\.$/,
		],
	])('%.40j instead of names is shown without secrets', async (binaryPropertyNames, text) => {
		const shown = await fail(await photos.itemOf('sunset-1.jpg'), {
			binaryPropertyNames: binaryPropertyNames as string,
		});
		expect(shown).toMatch(text);
		expect(shown).not.toContain('SECRET');
		expectNothingSent();
	});

	it('a field that is not there is named, with those there are', async () => {
		const text = await fail(await photos.itemOf(...NAMES), { binaryPropertyNames: 'data,photo' });
		expect(text).toMatch(
			/^Input Binary Fields: the item has no binary field "photo"\n.*"data", "data_1", "data_2"/,
		);
		expectNothingSent();
	});
});

describe('a file that n8n would lose or can not serve', () => {
	it('is copied where it came with a request and is renamed later', async () => {
		const item = await photos.itemOf('sunset-1.jpg');
		await moveTo(item, '/executions/temp/');
		await run(item);
		expect(photos.listPulled()).toEqual(originals('sunset-1.jpg'));
		expect(
			listServedIds().filter((id) => !/^filesystem-v2:workflows\/wf1\/executions\/1\//.test(id)),
		).toEqual([]);
	});

	it('is not copied otherwise', async () => {
		const item = await photos.itemOf('sunset-1.jpg');
		await run(item);
		expect(listServedIds()).toEqual([item.binary?.data?.id]);
	});

	it('is copied where n8n holds it in the item', async () => {
		const content = readPhoto('sunset-1.jpg');
		const binary = { data: { data: content.toString('base64'), mimeType: 'image/jpeg' } };
		await run({ json: {}, binary });
		expect(photos.listPulled()).toEqual([sha256(content)]);
	});
});

/** Where n8n has what TikTok was told to download. */
function listServedIds(): string[] {
	const urls = use.stage.simulator.posts[0]?.sourceInfo.photo_images as string[];
	return urls.map((url) => {
		const [body = ''] = url.split('/').at(-1)?.split('.') ?? [];
		return Buffer.from(body, 'base64url').subarray(4).toString();
	});
}
