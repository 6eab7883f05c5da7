import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

const HOST = 'https://media.example.com';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const KEY = 'asset-1';

/** One Deduplication Key for two assets: the second is not posted, which somebody has to notice. */
describe('a known Deduplication Key with other media', () => {
	const use = useStage();
	/** A video, another one of the same length, and a longer one. */
	let videos: Readonly<Record<'one' | 'twin' | 'longer', Buffer>>;

	beforeEach(() => {
		const { simulator, video } = use.stage;
		const twin = Buffer.from(video);
		twin.writeUInt8(twin.readUInt8(twin.length - 1) ^ 1, twin.length - 1);
		const box = Buffer.from('0000000866726565', 'hex');
		videos = { one: video, twin, longer: Buffer.concat([video, box]) };
		simulator.app.verifiedProperties.push('media.example.com');
		for (const [name, content] of Object.entries(videos)) {
			for (const link of ['first', 'second']) {
				simulator.media.serve(`${HOST}/${name}-${link}.mp4`, { content, contentType: 'video/mp4' });
			}
		}
		const page = Buffer.from('<!DOCTYPE html><title>Your link has expired</title>');
		simulator.media.serve(`${HOST}/page.mp4`, { content: page, contentType: 'text/html' });
		for (const photo of ['1', '2', '3', '4']) {
			simulator.media.serve(`${HOST}/${photo}.jpg`, { content: JPEG, contentType: 'image/jpeg' });
		}
	});

	/** An item's media as somebody delivers them. */
	type Delivery = () => Promise<{ changes?: IDataObject; items?: INodeExecutionData[] }>;

	const stored =
		(name: keyof typeof videos): Delivery =>
		async () => ({ items: [await use.stage.storage.store(videos[name])] });
	const inMemory =
		(name: keyof typeof videos): Delivery =>
		async () => {
			const [item] = (await stored(name)()).items ?? [];
			const data = { ...item?.binary?.data, id: undefined, data: videos[name].toString('base64') };
			return { items: [{ json: {}, binary: { data } }] as INodeExecutionData[] };
		};
	const link =
		(file: string, videoSource = 'url'): Delivery =>
		async () => ({ changes: { videoSource, videoUrl: `${HOST}/${file}.mp4` } });
	const pulled = (file: string): Delivery => link(file, 'pullFromUrl');
	const photos =
		(...names: string[]): Delivery =>
		async () => ({
			changes: { mediaType: 'photos', photoUrls: names.map((name) => `${HOST}/${name}.jpg`) },
		});

	async function deliver(delivery: Delivery, options: IDataObject = {}) {
		const { changes = {}, items } = await delivery();
		const parameters = createParameters({
			...changes,
			options: { deduplicationKey: KEY, ...options },
		});
		const { output, hints } = await use.run(parameters, {
			mode: 'webhook',
			...(items && { items }),
		});
		return { json: output[0]?.json, hints };
	}

	it.each<[string, Delivery, Delivery]>([
		['a stored file of another length', stored('one'), stored('longer')],
		['a file in memory of another length', inMemory('one'), inMemory('longer')],
		['a link to a file of another length', link('one-first'), link('longer-first')],
		['first a file, then a link to a longer one', stored('one'), link('longer-first')],
		['another number of photos', photos('1', '2'), photos('1', '2', '3')],
		['first a video, then photos', stored('one'), photos('1')],
		['first photos, then a video', photos('1'), link('one-first')],
	])('is told: %s', async (_title, first, second) => {
		const { json: posted } = await deliver(first);
		const { json, hints } = await deliver(second);
		expect(json).toMatchObject({
			publish_id: posted?.publish_id,
			skipped: true,
			skip_reason: 'already_posted_other_media',
			deduplication_key: KEY,
		});
		expect(hints).toEqual([
			expect.stringMatching(/^Not posted: Deduplication Key "asset-1" .* other media/),
		]);
		expect(use.stage.simulator.posts).toHaveLength(1);
		// And with the first ones it is as before.
		expect((await deliver(first)).json).toMatchObject({ skip_reason: 'already_posted' });
	});

	it.each<[string, Delivery, Delivery]>([
		['another file of the same length', stored('one'), stored('twin')],
		['another link to the same file', link('one-first'), link('one-second')],
		['first a file, then a link to it', stored('one'), link('one-first')],
		['another link that TikTok fetches', pulled('one-first'), pulled('longer-first')],
		['first a link that TikTok fetches, then a file', pulled('one-first'), stored('longer')],
		['first a file, then a link that TikTok fetches', stored('one'), pulled('longer-first')],
		['other photos of the same number', photos('1', '2'), photos('3', '4')],
		['a link that leads nowhere any more', link('one-first'), link('gone')],
		['a link that shows a page by now', link('one-first'), link('page')],
	])('is not claimed where nothing is certain: %s', async (_title, first, second) => {
		await deliver(first);
		const { json, hints } = await deliver(second);
		expect(json).toMatchObject({ skipped: true, skip_reason: 'already_posted' });
		expect(hints).toEqual([expect.stringMatching(/^Not posted again/)]);
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('is told about the media that were posted, not about those that TikTok failed before', async () => {
		use.stage.simulator.switches.failReason = 'internal';
		await expect(deliver(stored('one'))).rejects.toThrow();
		use.stage.simulator.switches.failReason = null;
		expect((await deliver(stored('longer'))).json).not.toMatchObject({ skipped: true });
		expect((await deliver(stored('longer'))).json).toMatchObject({ skip_reason: 'already_posted' });
	});

	it('fails where the user wants that, and only there', async () => {
		const stop = { onOtherMedia: 'stop' };
		await deliver(stored('one'), stop);
		await expect(deliver(stored('longer'), stop)).rejects.toMatchObject({
			message: 'Deduplication Key "asset-1" was posted before, with other media',
			description: expect.stringContaining('On Known Key With Other Media'),
		});
		expect((await deliver(stored('one'), stop)).json).toMatchObject({ skipped: true });
		expect(use.stage.simulator.posts).toHaveLength(1);
	});

	it('goes by the Deduplication Key, also where the file was posted under another one', async () => {
		const { items } = await stored('one')();
		const same: Delivery = async () => ({ items });
		await deliver(same);
		await deliver(stored('longer'), { deduplicationKey: 'asset-2' });
		const stop = { onOtherMedia: 'stop', deduplicationKey: 'asset-2' };
		await expect(deliver(same, stop)).rejects.toThrow(
			/"asset-2" was posted before, with other media/,
		);
	});
});
