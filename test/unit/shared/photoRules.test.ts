import {
	checkPhotoPost,
	checkPhotoTexts,
	directPhotosCall,
	directVideoCall,
	InputError,
	photoDraftCall,
	type PhotoPost,
	toPhotoPostInfo,
	toPhotosSource,
	videoDraftCall,
} from '../../support/tested/tiktok';

const POST: PhotoPost = {
	title: 'Three views',
	description: 'From the hill #sim',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	allowUsersTo: [],
	isAigc: false,
	commercialContent: [],
	autoAddMusic: false,
};

function messageOf(check: () => unknown): string | undefined {
	try {
		check();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect((error as InputError).fix).not.toBe('');
		return (error as Error).message;
	}
	return undefined;
}

function urls(count: number): string[] {
	return Array.from({ length: count }, (_, index) => `https://media.example.com/${index + 1}.jpg`);
}

describe('the texts of photos', () => {
	it.each([
		['Title', { title: 'x'.repeat(90) }, undefined],
		['Title', { title: 'x'.repeat(91) }, 'Title is too long: 91 of at most 90 characters'],
		['Title', { title: '🎉'.repeat(46) }, 'Title is too long: 92 of at most 90 characters'],
		['Description', { description: 'x'.repeat(4_000) }, undefined],
		[
			'Description',
			{ description: 'x'.repeat(4_001) },
			'Description is too long: 4001 of at most 4000 characters',
		],
	])('%s at and over its limit', (_title, changes, message) => {
		expect(messageOf(() => checkPhotoTexts({ ...POST, ...changes }))).toBe(message);
		expect(messageOf(() => checkPhotoPost({ ...POST, ...changes }))).toBe(message);
	});
});

it.each([
	[{}, undefined],
	[{ privacyLevel: '' }, 'Privacy Level is not set'],
	[
		{ privacyLevel: 'SELF_ONLY', commercialContent: ['brandedContent'] as const },
		'Commercial Content "Branded Content" cannot be posted with Privacy Level "Only Me"',
	],
])('a photo post %j is refused like a video post: %s', (changes, message) => {
	expect(messageOf(() => checkPhotoPost({ ...POST, ...changes }))).toBe(message);
});

describe('the photos themselves', () => {
	it.each([1, 35])('%d are taken in their order', (count) => {
		expect(toPhotosSource(urls(count), count - 1)).toEqual({
			source: 'PULL_FROM_URL',
			photo_cover_index: count - 1,
			photo_images: urls(count),
		});
	});

	it.each([
		[0, 'Photo URLs is empty'],
		[36, 'Photo URLs has 36 photos, and TikTok takes up to 35 per post'],
	])('%d are refused', (count, message) => {
		expect(messageOf(() => toPhotosSource(urls(count), 0))).toBe(message);
	});

	it('one that TikTok can’t pull is named by its place', () => {
		const photos = [...urls(1), 'http://media.example.com/2.jpg'];
		expect(messageOf(() => toPhotosSource(photos, 0))).toBe(
			'Photo URLs, photo 2: "http://media.example.com/2.jpg" does not begin with https://',
		);
	});

	it.each([-1, 2, 0.5, Number.NaN])('cover %d of two is refused', (coverIndex) => {
		expect(messageOf(() => toPhotosSource(urls(2), coverIndex))).toBe(
			`Cover Photo Index must be a whole number from 0 to 1, got ${coverIndex}`,
		);
	});
});

describe('the init calls', () => {
	it('of a photo post carry everything, the AI label at the top level', () => {
		const post: PhotoPost = {
			...POST,
			allowUsersTo: ['comment'],
			isAigc: true,
			autoAddMusic: true,
			commercialContent: ['yourBrand'],
		};
		expect(directPhotosCall(post)).toStrictEqual({
			path: '/v2/post/publish/content/init/',
			body: {
				media_type: 'PHOTO',
				post_mode: 'DIRECT_POST',
				is_aigc: true,
				post_info: {
					title: 'Three views',
					description: 'From the hill #sim',
					privacy_level: 'PUBLIC_TO_EVERYONE',
					disable_comment: false,
					auto_add_music: true,
					brand_content_toggle: false,
					brand_organic_toggle: true,
				},
			},
		});
	});

	it('of a photo post allow and disclose nothing by themselves', () => {
		expect(toPhotoPostInfo(POST)).toMatchObject({
			disable_comment: true,
			auto_add_music: false,
			brand_content_toggle: false,
			brand_organic_toggle: false,
		});
		expect(toPhotoPostInfo({ ...POST, commercialContent: ['brandedContent'] })).toMatchObject({
			brand_content_toggle: true,
		});
	});

	it('of a photo draft carry the texts and nothing else', () => {
		expect(photoDraftCall(POST)).toStrictEqual({
			path: '/v2/post/publish/content/init/',
			body: {
				media_type: 'PHOTO',
				post_mode: 'MEDIA_UPLOAD',
				post_info: { title: 'Three views', description: 'From the hill #sim' },
			},
		});
	});

	it('of a video draft carry nothing but the video', () => {
		expect(videoDraftCall()).toStrictEqual({
			path: '/v2/post/publish/inbox/video/init/',
			body: {},
		});
	});

	it('of a video post carry its post_info', () => {
		const { isAigc, privacyLevel, allowUsersTo, commercialContent } = POST;
		const post = { isAigc, privacyLevel, allowUsersTo, commercialContent, caption: 'Run' };
		expect(directVideoCall(post)).toMatchObject({
			path: '/v2/post/publish/video/init/',
			body: { post_info: { title: 'Run', is_aigc: false } },
		});
	});
});
