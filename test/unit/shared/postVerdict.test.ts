import { judgePost, readPublishStatus } from '../../support/tested/tiktok';

const SIZE = 34_500_000;

describe('TikTok’s word about a post that was sent', () => {
	it.each([
		['published', 'PUBLISH_COMPLETE', undefined, 'received'],
		['in the inbox', 'SEND_TO_USER_INBOX', 0, 'received'],
		['failed', 'FAILED', SIZE, 'dead'],
		['still processed, with all bytes', 'PROCESSING_UPLOAD', SIZE, 'received'],
		['still processed, with more bytes', 'PROCESSING_UPLOAD', SIZE + 1, 'received'],
		['still processed, with too few bytes', 'PROCESSING_UPLOAD', SIZE - 1, 'incomplete'],
		['still processed, without bytes', 'PROCESSING_UPLOAD', undefined, 'unknown'],
	])('%s: %s, %s bytes', (_title, status, uploaded_bytes, verdict) => {
		const told = readPublishStatus({ status, uploaded_bytes });
		expect(judgePost({ videoSize: SIZE }, told)).toBe(verdict);
	});

	it('says nothing where TikTok does not know the post, or nobody remembers the size', () => {
		expect(judgePost({ videoSize: SIZE }, undefined)).toBe('unknown');
		const told = readPublishStatus({ status: 'PROCESSING_UPLOAD', uploaded_bytes: SIZE });
		expect(judgePost({ videoSize: undefined }, told)).toBe('unknown');
	});

	it('is not needed where it is certain that TikTok has everything, unless it failed', () => {
		const sent = { videoSize: SIZE, isUploaded: true };
		const told = (status: string) => readPublishStatus({ status, uploaded_bytes: 0 });
		expect(judgePost(sent, undefined)).toBe('received');
		expect(judgePost(sent, told('PROCESSING_UPLOAD'))).toBe('received');
		expect(judgePost(sent, told('FAILED'))).toBe('dead');
	});
});
