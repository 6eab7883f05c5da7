import {
	POST_FIELDS,
	PROFILE_FIELDS,
	readPostPage,
	readProfile,
	SCOPES_OF_PROFILE,
} from '../../support/tested/tiktok';

const ID = '7678907398077074696';

describe('a page of posts', () => {
	it('is read with all its fields', () => {
		const post = {
			id: ID,
			create_time: 1_793_000_000,
			title: 'Run',
			video_description: 'Morning run',
			share_url: 'https://www.tiktok.com/@a/video/1',
			embed_link: 'https://www.tiktok.com/player/v1/1',
			cover_image_url: 'https://cdn.example/a.webp',
			duration: 12,
			width: 720,
			height: 1280,
			view_count: 5,
			like_count: 4,
			comment_count: 3,
			share_count: 2,
			is_aigc: true,
		};
		expect(Object.keys(post).sort()).toEqual([...POST_FIELDS].sort());
		expect(readPostPage({ videos: [post], cursor: 17, has_more: true })).toEqual({
			posts: [post],
			next: 17,
			hasMore: true,
		});
	});

	it.each([
		['missing', {}],
		['null', { videos: null }],
		['empty', { videos: [] }],
	])('whose list is %s has no posts', (_title, data) => {
		expect(readPostPage(data)).toEqual({ posts: [], next: undefined, hasMore: false });
	});

	it.each([
		['a text', 'none'],
		['an object', { id: ID }],
		['a list of texts', [ID]],
		['a list of nothing', [null]],
		['a list with a post without an id', [{ id: ID }, { title: 'a' }]],
		['a list with an id that is none', [{ id: 'v_pub' }]],
	])('whose list is %s is no answer', (_title, videos) => {
		expect(readPostPage({ videos })).toBeUndefined();
	});

	it('leaves out what has another type than TikTok documents, and hides what gives access', () => {
		const post = {
			id: 17,
			create_time: 'yesterday',
			title: 5,
			video_description: `act.${'a'.repeat(40)} \ud800\u0000`,
			duration: -1,
			view_count: '12',
			like_count: 1.5,
			is_aigc: 'false',
			something_new: true,
		};
		expect(readPostPage({ videos: [post], cursor: 'x', has_more: 1 })).toStrictEqual({
			posts: [{ id: '17', video_description: '[hidden] ', view_count: 12 }],
			next: undefined,
			hasMore: false,
		});
	});
});

describe('a profile', () => {
	it('is read, and what was not asked for or not granted is left out', () => {
		const user = { display_name: 'A', username: '', is_verified: false, follower_count: '' };
		expect(readProfile({ user })).toStrictEqual({
			display_name: 'A',
			username: '',
			is_verified: false,
		});
	});

	it.each([[{}], [{ user: [] }], [{ user: 'a' }]])('is not in %j', (data) => {
		expect(readProfile(data)).toBeUndefined();
	});

	it('has a scope for each field', () => {
		const extra = Object.values(SCOPES_OF_PROFILE).flat();
		expect(new Set(extra).size).toBe(extra.length);
		const basic = PROFILE_FIELDS.filter((field) => !extra.includes(field));
		expect(basic).toEqual([
			'open_id',
			'union_id',
			'display_name',
			'avatar_url',
			'avatar_url_100',
			'avatar_large_url',
		]);
	});
});
