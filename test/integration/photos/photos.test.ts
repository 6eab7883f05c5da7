import type { IDataObject } from 'n8n-workflow';
import { createParameters, statusParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const URLS = ['https://media.example.com/p/1.jpg', 'https://media.example.com/p/2.jpg?a=1,2'];

function photoParameters(changes: IDataObject = {}): IDataObject {
	return createParameters({
		mediaType: 'photos',
		photoUrls: URLS.join('\n'),
		photoTitle: 'Three views',
		photoDescription: 'From the hill #sim',
		...changes,
	});
}

describe('photos', () => {
	const use = useStage();

	beforeEach(() => {
		const { simulator } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		for (const url of URLS)
			simulator.media.serve(url, { content: JPEG, contentType: 'image/jpeg' });
	});

	it('are published with their texts, and their address is that of photos', async () => {
		const { output, hints } = await use.run(photoParameters());
		expect(output).toStrictEqual([
			{
				json: {
					publish_id: expect.stringMatching(/^p_pub_url~v2\./),
					status: 'PUBLISH_COMPLETE',
					post_ids: ['7678907398077074696'],
					post_url: 'https://www.tiktok.com/@sim.creator/photo/7678907398077074696',
					creator_username: 'sim.creator',
					downloaded_bytes: 2 * JPEG.length,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(hints).toEqual([]);
	});

	it('carry everything TikTok takes with them, each in its place', async () => {
		await use.run(
			photoParameters({
				privacyLevel: 'SELF_ONLY',
				allowUsersTo: ['comment'],
				isAigc: true,
				discloseCommercialContent: true,
				commercialContent: ['yourBrand'],
				options: { autoAddMusic: true, coverPhoto: 2 },
			}),
		);
		expect(use.stage.simulator.posts[0]?.request).toStrictEqual({
			media_type: 'PHOTO',
			post_mode: 'DIRECT_POST',
			is_aigc: true,
			post_info: {
				title: 'Three views',
				description: 'From the hill #sim',
				privacy_level: 'SELF_ONLY',
				disable_comment: false,
				auto_add_music: true,
				brand_content_toggle: false,
				brand_organic_toggle: true,
			},
			source_info: { source: 'PULL_FROM_URL', photo_cover_index: 1, photo_images: URLS },
		});
	});

	it('in the inbox carry title and description alone', async () => {
		const output = await use.runOne(photoParameters({ operation: 'upload' }));
		expect(output).toMatchObject({ status: 'SEND_TO_USER_INBOX' });
		expect(output).not.toHaveProperty('post_url');
		expect(use.stage.simulator.posts[0]?.request).toStrictEqual({
			media_type: 'PHOTO',
			post_mode: 'MEDIA_UPLOAD',
			post_info: { title: 'Three views', description: 'From the hill #sim' },
			source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images: URLS },
		});
	});

	it.each([
		['lines', URLS.join('\n')],
		['lines with spaces around', ` ${URLS.join(' \r\n ')} `],
		['text with commas', URLS.join(', ')],
		['an expression that gives a list', `={{ ${JSON.stringify(URLS)} }}`],
		['a list as JSON text', JSON.stringify(URLS)],
		['attachments of Airtable', `={{ ${JSON.stringify(URLS.map((url) => ({ url })))} }}`],
		['text with commas and one at the end', `${URLS.join(',')},`],
		['quoted bullets', URLS.map((url) => `- "${url}";`).join('\n')],
		['text in capital letters', URLS.join('\n').replaceAll('https://media', 'HTTPS://MEDIA')],
	])('can be given as %s', async (_title, photoUrls) => {
		await use.run(photoParameters({ photoUrls }));
		expect(use.stage.simulator.posts[0]?.sourceInfo.photo_images).toEqual(URLS);
	});

	it.each([
		['https://media.example.com/p/my photo.jpg', 'https://media.example.com/p/my%20photo.jpg'],
		['https://media.example.com/p/é.jpg', 'https://media.example.com/p/%C3%A9.jpg'],
		[
			'https://media.example.com/p.jpg?X-Sig=a%2Fb%2bc%3D&e=~(1)',
			'https://media.example.com/p.jpg?X-Sig=a%2Fb%2bc%3D&e=~(1)',
		],
	])('%j goes out as %j', async (photoUrls, sent) => {
		use.stage.simulator.media.serve(sent, { content: JPEG, contentType: 'image/jpeg' });
		await use.run(photoParameters({ photoUrls }));
		expect(use.stage.simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sourceInfo: { photo_images: [sent] } },
		]);
	});

	it.each<[string, IDataObject, RegExp, RegExp]>([
		['none', { photoUrls: ' ' }, /^Photo URLs is empty$/, /1 to 35 URLs/],
		[
			'36 photos',
			{
				photoUrls: Array<string>(36)
					.fill(URLS[0] ?? '')
					.join('\n'),
			},
			/^Photo URLs has 36 photos, and TikTok takes up to 35/,
			/Remove 1 of them/,
		],
		[
			'a URL without https',
			{ photoUrls: `${URLS[0]}\nhttp://media.example.com/2.jpg` },
			/^Photo URLs, photo 2: .* does not begin with https/,
			/verified for your TikTok app/,
		],
		[
			'a second thing on a line',
			{ photoUrls: `${URLS[0]} Sunset` },
			/^Photo URLs: "https:.*1\.jpg Sunset" has a space in it or behind it$/,
			/a line of its own/,
		],
		[
			'a list of something else',
			{ photoUrls: '={{ [{ id: "att1" }] }}' },
			/^Photo URLs holds something that is no URL/,
			/\$json\.photos\.map\(photo => photo\.url\)/,
		],
		[
			'a cover that is no number of a photo',
			{ options: { coverPhoto: '={{ -1 / 0 }}' } },
			/^Cover Photo must be a number, but it is -Infinity$/,
			/as a number/,
		],
		[
			'a cover that does not exist, by the former option',
			{ options: { photoCoverIndex: 2 } },
			/^Cover Photo Index must be a whole number from 0 to 1, got 2$/,
			/Add the option Cover Photo/,
		],
		[
			'a cover beyond the last photo',
			{ options: { coverPhoto: 3 } },
			/^Cover Photo must be a whole number from 1 to 2, got 3$/,
			/1 is the first/,
		],
		[
			'a title of 91 characters',
			{ photoTitle: 'x'.repeat(91) },
			/^Title is too long: 91 of at most 90/,
			/by 1/,
		],
		[
			'a description of 4,001 characters',
			{ photoDescription: 'x'.repeat(4_001) },
			/^Description is too long: 4001 of at most 4000/,
			/by 1/,
		],
		['no privacy level', { privacyLevel: '' }, /^Privacy Level is not set/, /Choose/],
		[
			'a duet',
			{ allowUsersTo: ['duet'] },
			/^Allow Users To does not know "duet"/,
			/any of: comment/,
		],
	])('%s is refused before TikTok is asked', async (_title, changes, message, fix) => {
		const error = await use.fail(photoParameters(changes));
		expect(error.message).toMatch(message);
		expect(error.description).toMatch(fix);
		expect(use.stage.listRequests()).toEqual([]);
	});

	it('a title of 90 and a description of 4,000 characters are taken', async () => {
		await use.run(
			photoParameters({ photoTitle: 'x'.repeat(90), photoDescription: 'y'.repeat(4_000) }),
		);
		expect(use.stage.simulator.posts).toMatchObject([{ status: 'PUBLISH_COMPLETE' }]);
	});

	it('without comments allowed by the account can’t allow them', async () => {
		const [creator] = use.stage.simulator.creators;
		if (creator) creator.commentDisabled = true;
		const error = await use.fail(photoParameters({ allowUsersTo: ['comment'] }));
		expect(error.message).toMatch(/^Allow Users To: comment is switched off/);
		expect(use.stage.simulator.posts).toEqual([]);
	});

	it('that can’t be downloaded fail with the reason', async () => {
		const photoUrls = 'https://media.example.com/p/gone.jpg';
		const error = await use.fail(photoParameters({ photoUrls }));
		expect(error.message).toMatch(/could not download a photo/);
	});

	it('as drafts need an app that is new enough', async () => {
		const [creator] = use.stage.simulator.creators;
		if (creator) creator.oldApp = true;
		const error = await use.fail(photoParameters({ operation: 'upload' }));
		expect(error.description).toMatch(/31\.8.*code app_version_check_failed/);
	});
});

describe('photos that TikTok does not take', () => {
	const use = useStage();
	const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
	const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
	const OTHER = 'https://media.example.com/p/2.PNG?size=1';

	beforeEach(() => {
		const { simulator } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(URLS[0] ?? '', { content: JPEG, contentType: 'image/jpeg' });
	});

	function withOther(url: string, content: Buffer, changes: IDataObject = {}): IDataObject {
		use.stage.simulator.media.serve(url, { content, contentType: 'image/jpeg' });
		return photoParameters({ photoUrls: [URLS[0], url].join('\n'), ...changes });
	}

	it.each([
		['PNG', OTHER, PNG, {}],
		['PNG', OTHER, PNG, { operation: 'upload' }],
		['PNG', OTHER, PNG, { options: { validateOnly: true } }],
		['HEIC photo', 'https://media.example.com/IMG_2.heic', HEIC, {}],
		['GIF', 'https://media.example.com/2.gif', Buffer.from('GIF89a\x01\0\x01\0'), {}],
	])('%s is named before a post is used up', async (kind, url, content, changes) => {
		const error = await use.fail(withOther(url, content, changes));
		expect(error.message).toBe(`Photo URLs, photo 2 is no JPEG or WebP: it looks like ${kind}`);
		expect(error.description).toMatch(/one other photo fails the whole post/);
		expect(use.stage.simulator.posts).toEqual([]);
		const media = use.stage.simulator.requests.filter(({ host }) => host === 'media.example.com');
		expect(media).toHaveLength(1);
	});

	it('by the ending, and are JPEG all the same, are published', async () => {
		const { hints } = await use.run(withOther(OTHER, JPEG));
		expect(use.stage.simulator.posts).toMatchObject([{ status: 'PUBLISH_COMPLETE' }]);
		expect(hints).toEqual([]);
	});

	it.each([
		['can’t be had', 'https://media.example.com/gone.png', undefined],
		['are no picture for this n8n', OTHER, Buffer.from('<!DOCTYPE html><title>Sign in</title>')],
	])('and %s are a warning', async (_title, url, content) => {
		const warning = expect.stringMatching(
			/^Photo URLs, photo 1 ends in \.png\. TikTok takes JPEG and WebP only/i,
		) as string;
		if (content) use.stage.simulator.media.serve(url, { content, contentType: 'text/html' });
		const options = { validateOnly: true };
		expect(await use.runOne(photoParameters({ photoUrls: url, options }))).toMatchObject({
			valid: true,
			warnings: [warning],
		});
	});

	it('stop with the execution', async () => {
		const parameters = withOther(OTHER, PNG);
		const error = await use.fail(parameters, { abortSignal: AbortSignal.abort() });
		expect(error.message).toBe('The execution was stopped');
	});

	it.each([
		['file_format_check_failed', /no JPEG or WebP/, /convert PNG and HEIC first/],
		['picture_size_check_failed', /too large in pixels/, /1,080 pixels on its shorter side/],
	])('fail with %s in words about photos', async (reason, message, advice) => {
		const { simulator } = use.stage;
		simulator.switches.failReason = reason;
		for (const operation of ['create', 'upload']) {
			const photoUrls = URLS[0];
			const error = await use.fail(photoParameters({ operation, photoUrls }));
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(advice);
		}
		for (const { publishId } of simulator.posts) {
			const { fail_message: text } = await use.runOne(statusParameters(publishId));
			expect(text).toMatch(message);
			expect(text).toMatch(advice);
		}
	});
});
