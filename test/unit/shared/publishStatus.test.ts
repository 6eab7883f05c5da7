import {
	phaseOf,
	postUrlOf,
	type PublishStatus,
	readPublishStatus,
} from '../../support/tested/tiktok';

const ID = '7678907398077074696';

describe('a status answer', () => {
	it('is read with all its fields', () => {
		expect(
			readPublishStatus({
				status: 'FAILED',
				fail_reason: 'duration_check_failed',
				publicaly_available_post_id: [ID],
				uploaded_bytes: 34_500_000,
				downloaded_bytes: 7,
			}),
		).toEqual({
			status: 'FAILED',
			fail_reason: 'duration_check_failed',
			post_ids: [ID],
			uploaded_bytes: 34_500_000,
			downloaded_bytes: 7,
		});
	});

	it.each(['none', 'internal'])('has a reason only when it failed, not %j otherwise', (reason) => {
		const data = { status: 'PUBLISH_COMPLETE', fail_reason: reason };
		expect(readPublishStatus(data).fail_reason).toBe('');
	});

	it('may hold nothing', () => {
		expect(readPublishStatus({})).toEqual({
			status: '',
			fail_reason: '',
			post_ids: [],
			uploaded_bytes: undefined,
			downloaded_bytes: undefined,
		});
	});

	it.each([
		['TikTok’s spelling, a list', { publicaly_available_post_id: [ID] }, [ID]],
		['the right spelling', { publicly_available_post_id: [ID] }, [ID]],
		[
			'both, one of them empty',
			{ publicaly_available_post_id: [], publicly_available_post_id: [ID] },
			[ID],
		],
		['both, the same', { publicaly_available_post_id: [ID], publicly_available_post_id: ID }, [ID]],
		['a single value', { publicaly_available_post_id: ID }, [ID]],
		['a small number', { publicaly_available_post_id: [123] }, ['123']],
		['several, as a draft can have', { publicaly_available_post_id: [ID, '2'] }, [ID, '2']],
		['an empty list, while moderation runs', { publicaly_available_post_id: [] }, []],
		['null', { publicaly_available_post_id: null }, []],
		['zero, which is no id', { publicaly_available_post_id: [0, '0'] }, []],
		['what is no id', { publicaly_available_post_id: ['abc', -1, 1.5, null, {}, '', ['5']] }, []],
	])('tells post ids as %s', (_title, data, expected) => {
		expect(readPublishStatus(data).post_ids).toEqual(expected);
	});
});

it.each([
	['PUBLISH_COMPLETE', 'finished'],
	['SEND_TO_USER_INBOX', 'finished'],
	['FAILED', 'failed'],
	['PROCESSING_UPLOAD', 'processing'],
	['PROCESSING_DOWNLOAD', 'processing'],
	['SOMETHING_NEW', 'processing'],
	['', 'processing'],
])('status %j counts as %s', (status, phase) => {
	expect(phaseOf({ ...readPublishStatus({}), status } satisfies PublishStatus)).toBe(phase);
});

describe('the address of a post', () => {
	it('is made of the user name and the first id', () => {
		expect(postUrlOf('v_pub_file~v2-1.1', 'sim.creator', [ID, '2'])).toBe(
			`https://www.tiktok.com/@sim.creator/video/${ID}`,
		);
	});

	it('of photos says so', () => {
		expect(postUrlOf('p_pub_url~v2.1', 'sim.creator', [ID])).toBe(
			`https://www.tiktok.com/@sim.creator/photo/${ID}`,
		);
	});

	it('escapes a user name that TikTok would never allow', () => {
		expect(postUrlOf('v1', 'a/b?c', [ID])).toBe(`https://www.tiktok.com/@a%2Fb%3Fc/video/${ID}`);
	});

	it('is not there without an id or a user name', () => {
		expect(postUrlOf('v1', 'sim.creator', [])).toBeUndefined();
		expect(postUrlOf('v1', '', [ID])).toBeUndefined();
	});
});
