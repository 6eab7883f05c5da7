import type { Switches } from '../../../simulator/switches';

/**
 * Values with which users do see a difference, each documented. `differences.test.ts` has one test for each
 * title, beside one with the default.
 */
export const DIFFERENCES = [
	['D2: every refresh refused', { refreshMode: 'refuse' }],
	['D7: refusals by policy as HTTP 200', { policyStatus: 200 }],
	['D8: only SELF_ONLY while unaudited', { unauditedOptions: 'selfOnly' }],
	['D12: every plan of several chunks refused', { refuseMulti: true }],
	['D15: no post id', { postIdForm: 'absent' }],
	['D16: six drafts at a time', { draftCap: 'concurrent6' }],
	['D17: Retry-After', { retryAfter: 7 }],
	['no posts a day', { postCapPerDay: 0 }],
	['no users a day', { activeUserCap: 0 }],
	['moderation takes an hour', { moderationMs: 3_600_000 }],
	['posts that fail', { failReason: 'frame_rate_check_failed' }],
] as const satisfies ReadonlyArray<readonly [title: string, switches: Partial<Switches>]>;
