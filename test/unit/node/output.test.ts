import { describeUploads, findCreatorUsername, makePostOutput } from '../../support/tested/node';
import type { PublishStatus } from '../../support/tested/tiktok';
import { itemOf } from '../../support/node/itemOf';

const STATUS: PublishStatus = {
	status: 'PUBLISH_COMPLETE',
	fail_reason: '',
	post_ids: ['7678907398077074696'],
	uploaded_bytes: 34_500_000,
	downloaded_bytes: undefined,
};

describe('an output item', () => {
	it('has TikTok’s names and exact ids, what people look for first', () => {
		const output = makePostOutput('p1', STATUS, 'sim.creator', { skipped: true });
		expect(JSON.stringify(output)).toBe(
			JSON.stringify({
				status: 'PUBLISH_COMPLETE',
				post_url: 'https://www.tiktok.com/@sim.creator/video/7678907398077074696',
				skipped: true,
				publish_id: 'p1',
				post_ids: ['7678907398077074696'],
				creator_username: 'sim.creator',
				uploaded_bytes: 34_500_000,
			}),
		);
	});

	it('leaves out what is not known or means nothing', () => {
		const status = { ...STATUS, post_ids: [], uploaded_bytes: undefined };
		expect(makePostOutput('p1', status, '')).toStrictEqual({
			status: 'PUBLISH_COMPLETE',
			publish_id: 'p1',
		});
	});

	it('tells why a post failed and what to do, without a key named error', () => {
		const status = {
			...STATUS,
			status: 'FAILED',
			fail_reason: 'duration_check_failed',
			post_ids: [],
		};
		const output = makePostOutput('p1', status, '');
		expect(output).toMatchObject({
			fail_reason: 'duration_check_failed',
			fail_message:
				'TikTok could not publish the video: its length is not allowed for this creator. Shorten the video. The creator information says how long it may be.',
		});
		expect(output).not.toHaveProperty('error');
	});

	it('tells the downloaded bytes of a post that TikTok fetched', () => {
		const status = { ...STATUS, uploaded_bytes: undefined, downloaded_bytes: 0 };
		expect(makePostOutput('p1', status, '')).toMatchObject({ downloaded_bytes: 0 });
	});

	it('is a copy: changing it changes no status', () => {
		const output = makePostOutput('p1', STATUS, '');
		(output.post_ids as string[]).push('x');
		expect(STATUS.post_ids).toEqual(['7678907398077074696']);
	});
});

it.each([
	[
		{ bytes: 47_150, chunks: 1, resentChunks: 0, milliseconds: 0 },
		'Uploaded 48 kB in one part, 47.1 MB/s',
	],
	[
		{ bytes: 150_000_000, chunks: 3, resentChunks: 0, milliseconds: 6_000 },
		'Uploaded 150.0 MB in 3 parts, 25.0 MB/s',
	],
	[
		{ bytes: 150_000_000, chunks: 3, resentChunks: 2, milliseconds: 60_000 },
		'Uploaded 150.0 MB in 3 parts, 2 sent again, 2.5 MB/s',
	],
])('an upload of %j is told in one line', (report, text) => {
	expect(describeUploads([report])).toBe(text);
});

it('several uploads are told in one line', () => {
	const report = { bytes: 50_000_000, chunks: 2, resentChunks: 1, milliseconds: 5_000 };
	expect(describeUploads([report, { ...report, chunks: 1, resentChunks: 0 }])).toBe(
		'Uploaded 2 videos, 100.0 MB in 3 parts, 1 sent again, 10.0 MB/s',
	);
});

it('logs why the user name is not known, without secrets', async () => {
	const debug = jest.fn();
	const getCredentials = async () =>
		await Promise.reject(new Error('No: Bearer act.secret1234567'));
	const context = { logger: { debug }, getCredentials, getNode: () => ({}) } as never;
	expect(await findCreatorUsername(itemOf(context))).toBe('');
	expect(debug).toHaveBeenCalledWith(expect.stringMatching(/user name is unknown: ./));
	expect(JSON.stringify(debug.mock.calls)).not.toContain('act.secret');
});
