import { phaseOf, type PublishStatus } from '../../../shared/tiktok/api/publishStatus';
import { nameOfPrivacyLevel } from '../../../shared/tiktok/post/postRules';
import type { Item } from '../../../shared/n8n/api/item';
import { showOutcome } from '../../../shared/n8n/hints';

/** How a post ended that TikTok has, as far as this run of the node has seen it. */
export interface PostEnding {
	readonly status: PublishStatus;
	/** The node has waited as long as it may. */
	readonly timedOut: boolean;
	/** As posted; `undefined` where it is not known. */
	readonly privacyLevel: string | undefined;
}

const TIMED_OUT =
	'TikTok has the post and was not finished with it within Max Wait. Ask with Get Status and its publish_id what became of it.';
const STILL_WORKING =
	'TikTok has the post and is working on it. Ask with Get Status and its publish_id what became of it.';
const IN_INBOX =
	"The draft waits in the creator's TikTok inbox. It is not public until they finish it in the TikTok app.";
const UNDER_REVIEW =
	'Posted. TikTok gives the link of a public post once it has reviewed it: ask with Get Status later.';
const WITHOUT_LINK =
	'Posted. If it is public, its link comes once TikTok has reviewed it; other posts have none.';

/** Tells what is still to come, or why there is no link; nothing where the link says it all. */
export function showEnding({ n8n }: Item, ending: PostEnding): void {
	const message = describeEnding(ending);
	if (message !== undefined) showOutcome(n8n, message, message);
}

/** `undefined` where there is nothing to explain. */
export function describeEnding({ status, timedOut, privacyLevel }: PostEnding): string | undefined {
	if (timedOut) return TIMED_OUT;
	if (phaseOf(status) === 'processing') return STILL_WORKING;
	if (status.status === 'SEND_TO_USER_INBOX') return IN_INBOX;
	if (phaseOf(status) === 'failed' || status.post_ids.length > 0) return undefined;
	if (privacyLevel === undefined) return WITHOUT_LINK;
	if (privacyLevel === 'PUBLIC_TO_EVERYONE') return UNDER_REVIEW;
	return `Posted as ${nameOfPrivacyLevel(privacyLevel)}: TikTok gives no link for it. The creator sees it in the TikTok app.`;
}
