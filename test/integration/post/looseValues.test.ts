import type { IDataObject } from 'n8n-workflow';
import { createParameters, statusParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

describe('values as sheets, forms and AI agents deliver them', () => {
	const use = useStage();

	async function publish(changes: IDataObject): Promise<Record<string, unknown>> {
		await use.run(createParameters(changes), { items: [await use.videoItem()] });
		const [post] = use.stage.simulator.posts;
		expect(post?.status).toBe('PUBLISH_COMPLETE');
		return post?.postInfo ?? {};
	}

	it.each([
		['TRUE', true],
		['={{ 1 }}', true],
		['1', true],
		['False\n', false],
		['0', false],
	])('AI-Generated %j is %s', async (isAigc, isOn) => {
		expect(await publish({ isAigc })).toMatchObject({ is_aigc: isOn });
	});

	it.each([
		['PUBLIC_TO_EVERYONE\n', 'PUBLIC_TO_EVERYONE'],
		[' public_to_everyone', 'PUBLIC_TO_EVERYONE'],
		['\u200bPUBLIC_TO_EVERYONE\u00a0', 'PUBLIC_TO_EVERYONE'],
		['Everyone', 'PUBLIC_TO_EVERYONE'],
		['friends ', 'MUTUAL_FOLLOW_FRIENDS'],
		['Only Me', 'SELF_ONLY'],
		[' only  ME\n', 'SELF_ONLY'],
		['only\u00a0me', 'SELF_ONLY'],
		['Only Me (SELF_ONLY)', 'SELF_ONLY'],
	])('Privacy Level %j is read as %s', async (privacyLevel, level) => {
		expect(await publish({ privacyLevel })).toMatchObject({ privacy_level: level });
	});

	it('photos take the shown names of privacy levels, too', async () => {
		const { simulator } = use.stage;
		const url = 'https://media.example.com/1.jpg';
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(url, { content: Buffer.from('ffd8ff', 'hex'), contentType: '' });
		const photos = { mediaType: 'photos', photoUrls: url, privacyLevel: 'only me' };
		await use.run(createParameters(photos));
		expect(simulator.posts.map(({ postInfo }) => postInfo.privacy_level)).toEqual(['SELF_ONLY']);
	});

	it.each(['Followers', 'follower_of_creator', 'Nobody', 'Only', 'SELF ONLY, Everyone'])(
		'Privacy Level %j is refused with the names that this account may use',
		async (privacyLevel) => {
			const run = use.run(createParameters({ privacyLevel }), { items: [await use.videoItem()] });
			await expect(run).rejects.toMatchObject({
				message: expect.stringMatching(/^Privacy Level ".+" is not available to @sim\.creator/),
				description: expect.stringContaining('Everyone (PUBLIC_TO_EVERYONE), Friends'),
			});
			expect(use.stage.simulator.posts).toEqual([]);
		},
	);

	it.each(['Video', 'PHOTOS', ' video'])(
		'Media Type %j in the workflow itself is refused: n8n has dropped the texts of such a post',
		async (mediaType) => {
			const run = use.run(createParameters({ mediaType }), { items: [await use.videoItem()] });
			await expect(run).rejects.toMatchObject({
				message: `Media Type is spelt "${mediaType}" in the workflow`,
				description: expect.stringContaining(`write "${mediaType.trim().toLowerCase()}"`),
			});
			expect(use.stage.simulator.posts).toEqual([]);
		},
	);

	it('a level that is new at TikTok is posted as it is', async () => {
		const [creator] = use.stage.simulator.creators;
		Object.assign(creator ?? {}, { privacyLevelOptions: ['SUBSCRIBERS_ONLY'] });
		expect(await publish({ privacyLevel: 'subscribers_only' })).toMatchObject({
			privacy_level: 'SUBSCRIBERS_ONLY',
		});
	});

	it('lists of choices are read, whatever their blanks and capital letters', async () => {
		expect(
			await publish({
				allowUsersTo: '={{ "Comment,\\n DUET" }}',
				discloseCommercialContent: '={{ "Yes" }}',
				commercialContent: '={{ \'["Your Brand"]\' }}',
			}),
		).toMatchObject({
			disable_comment: false,
			disable_duet: false,
			disable_stitch: true,
			brand_organic_toggle: true,
			brand_content_toggle: false,
		});
	});

	it('a choice that an expression makes is read as well', async () => {
		expect(await publish({ videoSource: '={{ "Binary " }}' })).toBeDefined();
	});

	it('a caption that was cut inside of an emoji loses the half, and NUL is no text', async () => {
		const caption = "={{ ('a'.repeat(2199) + '😀').slice(0, 2200) + '\\u0000' }}";
		expect(await publish({ caption })).toMatchObject({ title: 'a'.repeat(2_199) });
	});

	it('title and description of photos lose it, too', async () => {
		const { simulator } = use.stage;
		const url = 'https://media.example.com/1.jpg';
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(url, { content: Buffer.from('ffd8ff', 'hex'), contentType: '' });
		const photos = { mediaType: 'photos', photoUrls: url };
		const half = '={{ "Sea \\ud83c" }}';
		for (const operation of ['create', 'upload']) {
			const texts = { photoTitle: half, photoDescription: half };
			await use.run(createParameters({ operation, ...photos, ...texts }));
		}
		expect(simulator.posts.map(({ postInfo }) => [postInfo.title, postInfo.description])).toEqual([
			['Sea ', 'Sea '],
			['Sea ', 'Sea '],
		]);
	});

	it('a Publish ID is read without blanks that nobody sees', async () => {
		const { publish_id: publishId } = await use.runOne(createParameters(), {
			items: [await use.videoItem()],
		});
		const output = await use.runOne(statusParameters(`\u200b${String(publishId)}\n`));
		expect(output).toMatchObject({ publish_id: publishId, status: 'PUBLISH_COMPLETE' });
	});
});
