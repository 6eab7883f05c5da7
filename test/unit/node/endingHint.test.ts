import { describeEnding } from '../../support/tested/node';
import type { PublishStatus } from '../../support/tested/tiktok';

const status = (changes: Partial<PublishStatus>): PublishStatus => ({
	status: 'PUBLISH_COMPLETE',
	fail_reason: '',
	post_ids: [],
	uploaded_bytes: undefined,
	downloaded_bytes: undefined,
	...changes,
});

it.each([
	[{ post_ids: ['7678907398077074696'] }, false, 'PUBLIC_TO_EVERYONE', undefined],
	[{ status: 'FAILED', fail_reason: 'internal' }, false, undefined, undefined],
	[{}, false, 'SELF_ONLY', /^Posted as Only Me: TikTok gives no link/],
	[{}, false, 'PUBLIC_TO_EVERYONE', /reviewed.*Get Status later/],
	[{}, false, undefined, /If it is public, its link comes once TikTok has reviewed it/],
	[{}, false, 'MUTUAL_FOLLOW_FRIENDS', /^Posted as Friends: TikTok gives no link/],
	[{ status: 'SEND_TO_USER_INBOX' }, false, undefined, /draft waits.*inbox.*not public/],
	[{ status: 'PROCESSING_UPLOAD' }, false, 'SELF_ONLY', /is working on it.*Get Status/],
	[{ status: 'PROCESSING_UPLOAD' }, true, 'SELF_ONLY', /not finished with it within Max Wait/],
] as const)('%j, timed out: %p, as %p → %p', (changes, timedOut, privacyLevel, told) => {
	const ending = describeEnding({ status: status(changes), timedOut, privacyLevel });
	if (told === undefined) expect(ending).toBeUndefined();
	else expect(ending).toMatch(told);
});
