import { asCount, asText, readApiAnswer, readCreatorInfo } from '../../support/tested/tiktok';

function envelope(error: unknown, data?: unknown): string {
	return JSON.stringify({ data, error });
}

describe('an answer of the posting API', () => {
	it('is good when its code is ok', () => {
		const body = envelope({ code: 'ok', message: '', log_id: 'L1' }, { publish_id: 'p' });
		expect(readApiAnswer(200, body)).toEqual({ ok: true, data: { publish_id: 'p' }, logId: 'L1' });
	});

	it('is judged by its code, not by the HTTP status', () => {
		expect(readApiAnswer(500, envelope({ code: 'ok' })).ok).toBe(true);
		expect(readApiAnswer(200, envelope({ code: 'spam_risk_too_many_posts' }))).toEqual({
			ok: false,
			code: 'spam_risk_too_many_posts',
			message: '',
			logId: '',
			httpStatus: 200,
		});
	});

	it.each([undefined, null, [], 'none', 7])('may come with %j as its data', (data) => {
		expect(readApiAnswer(200, envelope({ code: 'ok' }, data))).toMatchObject({
			ok: true,
			data: {},
		});
	});

	it.each([
		['log_id', { log_id: 'A' }, 'A'],
		['logid', { logid: 'B' }, 'B'],
		['both, log_id first', { log_id: 'A', logid: 'B' }, 'A'],
		['an empty log_id', { log_id: '', logid: 'B' }, 'B'],
		['neither', {}, ''],
		['a list', { log_id: ['A'] }, ''],
	])('tells its log id as %s', (_title, names, logId) => {
		expect(readApiAnswer(400, envelope({ code: 'x', ...names })).logId).toBe(logId);
		expect(readApiAnswer(200, envelope({ code: 'ok', ...names })).logId).toBe(logId);
	});

	it('may have a number as its code', () => {
		const error = { code: 40_007, message: 'The title has bad words' };
		expect(readApiAnswer(400, envelope(error))).toMatchObject({ ...error, code: '40007' });
	});

	it('keeps post ids exact', () => {
		const body = '{"data":{"ids":[7678907398077074696]},"error":{"code":"ok"}}';
		expect(readApiAnswer(200, body)).toMatchObject({ data: { ids: ['7678907398077074696'] } });
	});

	it.each([
		['a gateway’s page', '<html><body>502 Bad Gateway</body></html>'],
		['nothing', ''],
		['a cut-off answer', '{"data":{"publish_id":"v_pub'],
		['a list', '[{"error":{"code":"ok"}}]'],
		['a text', '"ok"'],
		['null', 'null'],
		['no error object', '{"data":{}}'],
		['an error that is a text, as the token endpoint sends it', '{"error":"invalid_grant"}'],
		['a code of the wrong type', envelope({ code: 0, message: null, log_id: ['SIM'] }, 'none')],
		['an error that is a list', envelope(['ok'])],
	])('without a code is a failure without a code: %s', (_title, body) => {
		expect(readApiAnswer(502, body)).toEqual({
			ok: false,
			code: '',
			message: '',
			logId: '',
			httpStatus: 502,
		});
	});
});

describe('creator info', () => {
	it('is read with its documented fields', () => {
		expect(
			readCreatorInfo({
				creator_avatar_url: 'https://cdn.example/a.webp',
				creator_username: 'sim.creator',
				creator_nickname: 'Sim Creator',
				privacy_level_options: ['PUBLIC_TO_EVERYONE', 'SELF_ONLY'],
				comment_disabled: false,
				duet_disabled: true,
				stitch_disabled: true,
				max_video_post_duration_sec: 600,
			}),
		).toEqual({
			creator_avatar_url: 'https://cdn.example/a.webp',
			creator_username: 'sim.creator',
			creator_nickname: 'Sim Creator',
			privacy_level_options: ['PUBLIC_TO_EVERYONE', 'SELF_ONLY'],
			comment_disabled: false,
			duet_disabled: true,
			stitch_disabled: true,
			max_video_post_duration_sec: 600,
		});
	});

	it('takes missing and mistyped fields for unknown', () => {
		const unknown = {
			creator_avatar_url: '',
			creator_username: '',
			creator_nickname: '',
			privacy_level_options: [],
			comment_disabled: false,
			duet_disabled: false,
			stitch_disabled: false,
			max_video_post_duration_sec: undefined,
		};
		expect(readCreatorInfo({})).toEqual(unknown);
		expect(
			readCreatorInfo({
				creator_avatar_url: ['a'],
				creator_username: 7,
				creator_nickname: null,
				privacy_level_options: 'SELF_ONLY',
				comment_disabled: 'true',
				duet_disabled: 1,
				stitch_disabled: {},
				max_video_post_duration_sec: 'long',
			}),
		).toEqual(unknown);
	});

	it.each([0, '0', -1])('takes a longest video of %j seconds for not told', (seconds) => {
		const info = readCreatorInfo({ max_video_post_duration_sec: seconds });
		expect(info.max_video_post_duration_sec).toBeUndefined();
	});

	it('drops privacy levels that are no text', () => {
		const { privacy_level_options } = readCreatorInfo({
			privacy_level_options: ['SELF_ONLY', 1, null, ['x']],
		});
		expect(privacy_level_options).toEqual(['SELF_ONLY']);
	});

	it('drops privacy levels that are no names, and what is beyond ten', () => {
		const names = Array.from({ length: 11 }, (_, number) => `LEVEL_${number}`);
		const others = ['', 'A B', '(A', 'A)', 'A'.repeat(65)];
		const { privacy_level_options } = readCreatorInfo({
			privacy_level_options: [...others, ...names],
		});
		expect(privacy_level_options).toStrictEqual(names.slice(0, 10));
	});
});

it.each([
	[0, 0],
	[34_500_000, 34_500_000],
	['34500000', 34_500_000],
	['0', 0],
	[-1, undefined],
	[1.5, undefined],
	['1.5', undefined],
	['-1', undefined],
	['1e3', undefined],
	['0x10', undefined],
	['', undefined],
	['9007199254740993', undefined],
	[Number.NaN, undefined],
	[Number.POSITIVE_INFINITY, undefined],
	[null, undefined],
	[[7], undefined],
	[true, undefined],
])('asCount reads %j as %j', (value, expected) => {
	expect(asCount(value)).toBe(expected);
});

it('asText keeps texts and nothing else', () => {
	expect(['a', '', 1, null, undefined, ['a'], {}].map(asText)).toEqual([
		'a',
		'',
		'',
		'',
		'',
		'',
		'',
	]);
});

it.each(['comment_disabled', 'duet_disabled', 'stitch_disabled'] as const)(
	'only true itself means that the account has %s',
	(name) => {
		expect(readCreatorInfo({ [name]: true })[name]).toBe(true);
		for (const other of [false, 'true', 1, undefined]) {
			expect(readCreatorInfo({ [name]: other })[name]).toBe(false);
		}
	},
);
