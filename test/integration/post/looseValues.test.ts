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

	it.each(['PUBLIC_TO_EVERYONE\n', ' public_to_everyone', '\u200bPUBLIC_TO_EVERYONE\u00a0'])(
		'Privacy Level %j is read',
		async (privacyLevel) => {
			expect(await publish({ privacyLevel })).toMatchObject({
				privacy_level: 'PUBLIC_TO_EVERYONE',
			});
		},
	);

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
