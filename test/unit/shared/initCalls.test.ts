import {
	directPhotosCall,
	directVideoCall,
	isDraftCall,
	photoDraftCall,
	videoDraftCall,
} from '../../support/tested/tiktok';

const DIRECT = {
	privacyLevel: 'SELF_ONLY',
	allowUsersTo: [],
	isAigc: true,
	commercialContent: [],
} as const;

const TEXTS = { title: 'Three views', description: 'From the hill' };

describe('the calls that make posts', () => {
	it('tell of a video in post_info that it is AI-generated', () => {
		expect(directVideoCall({ ...DIRECT, caption: 'Run' })).toMatchObject({
			path: '/v2/post/publish/video/init/',
			body: { post_info: { title: 'Run', is_aigc: true } },
		});
	});

	it('tell of photos at the top level that they are AI-generated', () => {
		const call = directPhotosCall({ ...DIRECT, ...TEXTS, autoAddMusic: false });
		expect(call).toMatchObject({
			path: '/v2/post/publish/content/init/',
			body: { media_type: 'PHOTO', post_mode: 'DIRECT_POST', is_aigc: true },
		});
		expect(call.body).not.toHaveProperty('post_info.is_aigc');
	});

	it('tell nothing about a video for the inbox', () => {
		expect(videoDraftCall()).toStrictEqual({
			path: '/v2/post/publish/inbox/video/init/',
			body: {},
		});
	});

	it('tell of photos for the inbox what TikTok keeps there', () => {
		expect(photoDraftCall({ ...TEXTS, autoAddMusic: true } as typeof TEXTS)).toStrictEqual({
			path: '/v2/post/publish/content/init/',
			body: { media_type: 'PHOTO', post_mode: 'MEDIA_UPLOAD', post_info: TEXTS },
		});
	});
});

it.each([
	['a video', directVideoCall({ ...DIRECT, caption: '' }), false],
	['a video draft', videoDraftCall(), true],
	['photos', directPhotosCall({ ...DIRECT, ...TEXTS, autoAddMusic: false }), false],
	['a photo draft', photoDraftCall(TEXTS), true],
] as const)('a draft is told from a post: %s', (_title, call, isDraft) => {
	expect(isDraftCall(call)).toBe(isDraft);
});
