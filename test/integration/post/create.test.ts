import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Switches } from '../../simulator';
import { executeNode, executeNodeToError } from '../../support/node/executeNode';
import { findSecrets } from '../../support/node/findSecrets';
import {
	createParameters,
	onlyJson,
	openPostStage,
	type PostStage,
} from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';
import { sha256Of } from '../../support/video';

const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';
const POST_ID = '7678907398077074696';

describe('Post: Create', () => {
	let stage: PostStage;
	let credential: TestCredential;
	let item: INodeExecutionData;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		item = await stage.storage.store(stage.video);
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	async function create(changes?: IDataObject, items = [item]) {
		return await executeNode({ parameters: createParameters(changes), items, credential });
	}

	it('publishes the video and returns what the README documents', async () => {
		const { output } = await create();
		expect(output).toStrictEqual([
			{
				json: {
					publish_id: PUBLISH_ID,
					status: 'PUBLISH_COMPLETE',
					post_ids: [POST_ID],
					post_url: `https://www.tiktok.com/@sim.creator/video/${POST_ID}`,
					creator_username: 'sim.creator',
					uploaded_bytes: stage.video.length,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(stage.simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(stage.video) },
		]);
	});

	it('asks about the creator, announces, sends, and asks until TikTok is done', async () => {
		await create();
		expect(stage.listRequests()).toEqual([
			'creator_info/query 200',
			'video/init 200',
			'upload 201',
			'status/fetch 200',
			'status/fetch 200',
		]);
	});

	it('goes on right after the upload when it is not to wait', async () => {
		const { output } = await create({ waitUntilFinished: false });
		expect(onlyJson(output)).toStrictEqual({
			publish_id: PUBLISH_ID,
			status: 'PROCESSING_UPLOAD',
			creator_username: 'sim.creator',
			uploaded_bytes: stage.video.length,
		});
		expect(stage.listRequests()).not.toContain('status/fetch 200');
	});

	it('tells in the output pane what the upload took', async () => {
		const { hints } = await create();
		expect(hints).toEqual([expect.stringMatching(/^Uploaded 48 kB in one part/)]);
	});

	it('tells it of all items at once', async () => {
		const { hints } = await create({}, [item, await stage.storage.store(stage.video)]);
		expect(hints).toEqual([expect.stringMatching(/^Uploaded 2 videos, \d+ kB in 2 parts, /)]);
	});

	it('shows nothing that gives access: no token, no secret, no upload URL', async () => {
		const run = await create();
		expect(findSecrets(run, stage.simulator.app.clientSecret)).toEqual([]);
		expect(onlyJson(run.output)).not.toHaveProperty('upload_url');
		expect(onlyJson(run.output)).not.toHaveProperty('error');
	});

	it('allows and discloses nothing by itself', async () => {
		await create();
		expect(stage.simulator.posts[0]?.request).toStrictEqual({
			post_info: {
				title: 'Morning run #sim',
				privacy_level: 'PUBLIC_TO_EVERYONE',
				disable_comment: true,
				disable_duet: true,
				disable_stitch: true,
				brand_content_toggle: false,
				brand_organic_toggle: false,
				is_aigc: false,
			},
			source_info: {
				source: 'FILE_UPLOAD',
				video_size: stage.video.length,
				chunk_size: stage.video.length,
				total_chunk_count: 1,
			},
		});
	});

	it('sends everything that was chosen, as TikTok names it', async () => {
		await create({
			caption: 'Two\nlines with 🎉 #tag @friend "quoted" {{ braces }}',
			privacyLevel: 'MUTUAL_FOLLOW_FRIENDS',
			allowUsersTo: ['comment', 'duet'],
			isAigc: true,
			discloseCommercialContent: true,
			commercialContent: ['yourBrand', 'brandedContent'],
			options: { videoCoverTimestampMs: 1_500 },
		});
		expect(stage.simulator.posts[0]?.postInfo).toStrictEqual({
			title: 'Two\nlines with 🎉 #tag @friend "quoted" {{ braces }}',
			privacy_level: 'MUTUAL_FOLLOW_FRIENDS',
			disable_comment: false,
			disable_duet: false,
			disable_stitch: true,
			video_cover_timestamp_ms: 1_500,
			brand_content_toggle: true,
			brand_organic_toggle: true,
			is_aigc: true,
		});
	});

	it('keeps commercial content that was chosen before disclosing was switched off to itself', async () => {
		await create({ discloseCommercialContent: false, commercialContent: ['brandedContent'] });
		expect(stage.simulator.posts[0]?.postInfo).toMatchObject({ brand_content_toggle: false });
	});

	it('takes choices from expressions as comma-separated text, and the file from any field', async () => {
		item = await stage.storage.store(stage.video, 'clip');
		item.json = { title: 'From an expression', allow: 'comment, duet', field: 'clip' };
		await create({
			caption: '={{ $json.title }}',
			allowUsersTo: '={{ $json.allow }}',
			binaryPropertyName: '={{ $json.field }}',
		});
		expect(stage.simulator.posts[0]?.postInfo).toMatchObject({
			title: 'From an expression',
			disable_comment: false,
			disable_duet: false,
			disable_stitch: true,
		});
	});

	it('makes one post per item, in order, each with its own video and its pair', async () => {
		const videos = [stage.video, Buffer.concat([stage.video, Buffer.alloc(10)])];
		const items = await Promise.all(videos.map(async (video) => await stage.storage.store(video)));
		items.forEach((each, index) => (each.json = { index }));
		const { output } = await create({ caption: '=Video {{ $json.index }}' }, items);
		expect(
			output.map(({ json, pairedItem }) => [json.publish_id, json.post_ids, pairedItem]),
		).toEqual([
			[PUBLISH_ID, [POST_ID], { item: 0 }],
			['v_pub_file~v2-1.7700000000000000002', ['7678907398077075720'], { item: 1 }],
		]);
		expect(stage.simulator.posts).toMatchObject([
			{ postInfo: { title: 'Video 0' }, sha256: await sha256Of(videos[0] as Buffer) },
			{ postInfo: { title: 'Video 1' }, sha256: await sha256Of(videos[1] as Buffer) },
		]);
	});

	it('posts nothing for no item', async () => {
		expect((await create({}, [])).output).toEqual([]);
		expect(stage.listRequests()).toEqual([]);
	});

	it('has no address for a private post', async () => {
		const { output } = await create({ privacyLevel: 'SELF_ONLY' });
		expect(onlyJson(output)).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(onlyJson(output)).not.toHaveProperty('post_url');
	});

	it('does not wait for moderation: published, and no public id yet', async () => {
		stage.simulator.switches.moderationMs = 3_600_000;
		const { output } = await create();
		expect(onlyJson(output)).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(onlyJson(output)).not.toHaveProperty('post_url');
	});

	it.each<[string, Partial<Switches>, string[] | undefined]>([
		['a list of numbers', { postIdForm: 'list' }, [POST_ID]],
		['a list of texts', { postIdForm: 'string' }, [POST_ID]],
		['a single number', { postIdForm: 'scalar' }, [POST_ID]],
		['nothing', { postIdForm: 'absent' }, undefined],
	])('reads the post’s id exactly when TikTok sends it as %s', async (_title, switches, ids) => {
		Object.assign(stage.simulator.switches, switches);
		expect(onlyJson((await create()).output).post_ids).toEqual(ids);
	});

	it.each<[string, Partial<Switches>]>([
		['mebibytes', { units: 'mib' }],
		['single chunks of any declared size', { looseSingle: true }],
		['both brand toggles demanded', { requireBrand: true }],
		['unknown fields refused', { unknownFields: 'refuse' }],
		['logid instead of log_id', { logIdName: 'logid' }],
		['the last index instead of a count', { putRange: 'last' }],
		['no word about what arrived', { putRange: 'none' }],
		['a European upload host', { uploadHost: 'open-upload-i18n.tiktokapis.com' }],
		['an upload host under .us', { uploadHost: 'open-upload.tiktokapis.us' }],
	])('posts just the same at a TikTok with %s', async (_title, switches) => {
		Object.assign(stage.simulator.switches, switches);
		expect(onlyJson((await create()).output)).toMatchObject({
			status: 'PUBLISH_COMPLETE',
			post_ids: [POST_ID],
		});
	});

	it('names an operation that does not exist', async () => {
		const parameters = createParameters({ operation: 'dance' });
		const error = await executeNodeToError({ parameters, items: [item], credential });
		expect(error.message).toBe('Operation "post: dance" does not exist');
		expect(stage.listRequests()).toEqual([]);
	});
});
