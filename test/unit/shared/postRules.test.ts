import {
	checkPostAgainstCreator,
	checkVideoPost,
	checkVideoSize,
	type CreatorInfo,
	InputError,
	type Interaction,
	toPostInfo,
	type VideoPost,
	warnAboutCover,
} from '../../support/tested/tiktok';

const POST: VideoPost = {
	caption: 'Morning run #sim',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	allowUsersTo: [],
	isAigc: false,
	commercialContent: [],
};

const CREATOR: CreatorInfo = {
	creator_avatar_url: '',
	creator_username: 'sim.creator',
	creator_nickname: 'Sim Creator',
	privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
	comment_disabled: false,
	duet_disabled: false,
	stitch_disabled: true,
	max_video_post_duration_sec: 600,
};

/** Message and fix of the refusal, or undefined when the check passes. */
function refusalOf(check: () => void): { message: string; fix: string; stage: string } | undefined {
	try {
		check();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		const { message, fix, stage } = error as InputError;
		return { message, fix, stage };
	}
	return undefined;
}

function check(changes: Partial<VideoPost>) {
	return refusalOf(() => checkVideoPost({ ...POST, ...changes }));
}

describe('Caption', () => {
	it.each([
		['empty', ''],
		['of 2,200 characters', 'x'.repeat(2_200)],
		['of 1,100 emoji, which count as two each', '🎉'.repeat(1_100)],
	])('%s passes', (_title, caption) => {
		expect(check({ caption })).toBeUndefined();
	});

	it('of 2,201 characters is refused with the number to cut', () => {
		expect(check({ caption: 'x'.repeat(2_201) })).toEqual({
			message: 'Caption is too long: 2201 of at most 2200 characters',
			fix: 'Shorten Caption by 1 character. TikTok counts an emoji as two or more.',
			stage: 'parameters',
		});
	});

	it('of 1,101 emoji is refused, because TikTok counts UTF-16 units', () => {
		expect(check({ caption: '🎉'.repeat(1_101) })).toMatchObject({
			message: 'Caption is too long: 2202 of at most 2200 characters',
			fix: 'Shorten Caption by 2 characters. TikTok counts an emoji as two or more.',
		});
	});
});

describe('Privacy Level', () => {
	it('has to be chosen', () => {
		expect(check({ privacyLevel: '' })).toMatchObject({
			message: 'Privacy Level is not set',
			fix: expect.stringMatching(/^Choose who may see the post/),
		});
	});

	it('"Only Me" does not go with branded content', () => {
		const commercialContent = ['brandedContent'] as const;
		expect(check({ privacyLevel: 'SELF_ONLY', commercialContent })).toMatchObject({
			message: 'Commercial Content "Branded Content" cannot be posted with Privacy Level "Only Me"',
			fix: 'Choose another Privacy Level, or remove Branded Content.',
		});
	});

	it.each([
		['"Only Me" with the own brand', 'SELF_ONLY', ['yourBrand']],
		['"Friends" with branded content', 'MUTUAL_FOLLOW_FRIENDS', ['brandedContent']],
		['"Only Me" without commercial content', 'SELF_ONLY', []],
	] as const)('%s passes', (_title, privacyLevel, commercialContent) => {
		expect(check({ privacyLevel, commercialContent })).toBeUndefined();
	});

	it('has to be one that the account offers', () => {
		const post = { ...POST, privacyLevel: 'FOLLOWER_OF_CREATOR' };
		expect(refusalOf(() => checkPostAgainstCreator(post, CREATOR))).toMatchObject({
			message: 'Privacy Level "Followers (FOLLOWER_OF_CREATOR)" is not available to @sim.creator',
			fix: 'Choose one of: Everyone (PUBLIC_TO_EVERYONE), Friends (MUTUAL_FOLLOW_FRIENDS), Only Me (SELF_ONLY).',
		});
	});

	it.each(['FRIENDS', 'constructor', '__proto__'])(
		'%s, which TikTok does not know, is named as it is',
		(level) => {
			const post = { ...POST, privacyLevel: level };
			expect(refusalOf(() => checkPostAgainstCreator(post, CREATOR))?.message).toBe(
				`Privacy Level "${level}" is not available to @sim.creator`,
			);
		},
	);

	it('new at TikTok passes when the account offers it', () => {
		const creator = { ...CREATOR, privacy_level_options: ['SOMETHING_NEW'] };
		const post = { ...POST, privacyLevel: 'SOMETHING_NEW' };
		expect(refusalOf(() => checkPostAgainstCreator(post, creator))).toBeUndefined();
	});

	it('is left to TikTok when TikTok lists none', () => {
		const creator = { ...CREATOR, privacy_level_options: [] };
		expect(refusalOf(() => checkPostAgainstCreator(POST, creator))).toBeUndefined();
	});
});

describe('Allow Users To', () => {
	it.each<[Interaction[]]>([[[]], [['comment']], [['comment', 'duet']]])(
		'%j passes on an account that offers it',
		(allowUsersTo) => {
			const post = { ...POST, allowUsersTo };
			expect(refusalOf(() => checkPostAgainstCreator(post, CREATOR))).toBeUndefined();
		},
	);

	it('names everything that the account has switched off', () => {
		const post: VideoPost = { ...POST, allowUsersTo: ['comment', 'duet', 'stitch'] };
		const creator = { ...CREATOR, comment_disabled: true };
		expect(refusalOf(() => checkPostAgainstCreator(post, creator))).toMatchObject({
			message: 'Allow Users To: comment, stitch is switched off in the settings of @sim.creator',
			fix: expect.stringContaining('Allow Users To'),
		});
	});
});

describe('Cover Timestamp (Ms)', () => {
	it.each([
		[12_000, 12, []],
		[
			12_001,
			12,
			[
				'Cover Timestamp (Ms) is 12001, and the video ends at 12000: TikTok takes the first frame then.',
			],
		],
		[99_000_000, undefined, []],
		[undefined, 12, []],
	])('%s in a video of %s seconds warns: %j', (videoCoverTimestampMs, seconds, warnings) => {
		const info = toPostInfo({ ...POST, videoCoverTimestampMs });
		expect(warnAboutCover(info, seconds)).toEqual(warnings);
	});

	it.each([undefined, 0, 1_500])('%s passes', (videoCoverTimestampMs) => {
		expect(check({ videoCoverTimestampMs })).toBeUndefined();
	});

	it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%s is refused', (value) => {
		expect(check({ videoCoverTimestampMs: value })).toMatchObject({
			message: `Cover Timestamp (Ms) must be a whole number of milliseconds from 0, got ${value}`,
		});
	});
});

describe('the size of the video', () => {
	it.each([1, 64_000_001, 4_294_967_296])('of %d bytes passes', (bytes) => {
		expect(refusalOf(() => checkVideoSize(bytes, 'binary field "data"'))).toBeUndefined();
	});

	it('of nothing is refused, naming the field', () => {
		expect(refusalOf(() => checkVideoSize(0, 'binary field "video"'))).toEqual({
			message: 'The file in binary field "video" is empty',
			fix: 'Check the node that produces the file: it delivered 0 bytes.',
			stage: 'media',
		});
	});

	it('over 4 GB is refused, naming both numbers', () => {
		expect(refusalOf(() => checkVideoSize(4_294_967_297, 'binary field "video"'))).toEqual({
			message: 'The file in binary field "video" is too large: 4294967297 bytes',
			fix: 'TikTok takes videos up to 4 GB. Compress or shorten the video.',
			stage: 'media',
		});
	});
});

describe('the post in TikTok’s terms', () => {
	it('allows and discloses nothing by itself', () => {
		expect(toPostInfo(POST)).toStrictEqual({
			title: 'Morning run #sim',
			privacy_level: 'PUBLIC_TO_EVERYONE',
			disable_comment: true,
			disable_duet: true,
			disable_stitch: true,
			brand_content_toggle: false,
			brand_organic_toggle: false,
			is_aigc: false,
		});
	});

	it('carries everything that was chosen', () => {
		expect(
			toPostInfo({
				...POST,
				allowUsersTo: ['comment', 'duet', 'stitch'],
				isAigc: true,
				commercialContent: ['yourBrand', 'brandedContent'],
				videoCoverTimestampMs: 0,
			}),
		).toStrictEqual({
			title: 'Morning run #sim',
			privacy_level: 'PUBLIC_TO_EVERYONE',
			disable_comment: false,
			disable_duet: false,
			disable_stitch: false,
			video_cover_timestamp_ms: 0,
			brand_content_toggle: true,
			brand_organic_toggle: true,
			is_aigc: true,
		});
	});

	it.each([
		['comment', { disable_comment: false, disable_duet: true, disable_stitch: true }],
		['duet', { disable_comment: true, disable_duet: false, disable_stitch: true }],
		['stitch', { disable_comment: true, disable_duet: true, disable_stitch: false }],
	] as const)('allows %s alone', (interaction, expected) => {
		expect(toPostInfo({ ...POST, allowUsersTo: [interaction] })).toMatchObject(expected);
	});

	it.each([
		['yourBrand', { brand_organic_toggle: true, brand_content_toggle: false }],
		['brandedContent', { brand_organic_toggle: false, brand_content_toggle: true }],
	] as const)('discloses %s alone', (content, expected) => {
		expect(toPostInfo({ ...POST, commercialContent: [content] })).toMatchObject(expected);
	});
});
