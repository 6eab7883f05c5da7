import type { Check, CheckName } from '../check';
import { ACCESS_CHECKS } from './access';
import { POST_CHECKS } from './posts';
import { READING_CHECKS } from './reading';
import { UPLOAD_CHECKS } from './uploads';

/** In the order in which they run; what may end the connection comes last. */
const ORDER: readonly CheckName[] = [
	...(['connect', 'creator-info', 'refresh', 'wrong-secret', 'app-token'] as const),
	...(['missing-scope', 'wrong-id', 'video-list', 'video', 'large-video'] as const),
	...(['chunk-plans', 'long-caption', 'chunk-twice', 'status-while-uploading'] as const),
	...(['lost-chunk', 'lost-answer', 'chunk-out-of-order', 'resume', 'cancel', 'draft'] as const),
	...(['photo-unverified', 'calls-per-minute', 'old-refresh-token'] as const),
];

/** All checks; the first one connects the account and belongs to every run. */
export const CHECKS: readonly Check[] = [
	...ACCESS_CHECKS,
	...READING_CHECKS,
	...POST_CHECKS,
	...UPLOAD_CHECKS,
].sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
