import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { now } from '../../shared/n8n/clock';
import type { Refusal } from './authenticate';
import { countLeftOut } from './refusalLog';

const UNAUTHORIZED = 401;
const BAD_REQUEST = 400;

const CHECK_SECRET =
	'Check Client Secret in the TikTok credential: it must be the secret of the very app that sends the webhooks.';

/** For the log; the sender is not told what was wrong. */
const EXPLANATIONS: Readonly<Record<Refusal, string>> = {
	no_secret: `the node has no credential with a Client Secret. ${CHECK_SECRET}`,
	unreadable_credential:
		'n8n can not read the credential of the node. It was deleted, or saved with another encryption key of n8n. Select it again, or enter its values anew.',
	no_raw_body: 'its body can not be read as it was sent.',
	body_too_large: 'its body is larger than any event of TikTok.',
	no_signature:
		'it has no TikTok-Signature. It was not sent by TikTok, or a proxy removed the header.',
	malformed_signature: 'its TikTok-Signature does not have the form that TikTok documents.',
	wrong_signature: `its signature is wrong. It was not sent by TikTok, or something on the way changed its body. Otherwise: ${CHECK_SECRET}`,
	too_old:
		'the time in its TikTok-Signature is too long ago. It was replayed or forged, it is a late delivery (see the option "Accept Deliveries Signed Up To"), or the clock of this server is wrong.',
	from_the_future:
		'the time in its TikTok-Signature is in the future. It was forged, or the clock of this server is wrong.',
	other_app: 'its client_key is not the Client Key of the TikTok credential.',
	no_event: 'it is signed, but is no event.',
};

/**
 * Answers 401 (400 for something signed that is no event) and starts nothing. TikTok takes every answer
 * but 200 as a reason to deliver again, so a mistake in the credential can be corrected in time.
 */
export function refuse(n8n: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	logRefusal(n8n, refusal);
	const isBadRequest = refusal === 'no_event';
	const status = isBadRequest ? BAD_REQUEST : UNAUTHORIZED;
	n8n
		.getResponseObject()
		.status(status)
		.json({ message: isBadRequest ? 'Bad Request' : 'Unauthorized' });
	return { noWebhookResponse: true };
}

function logRefusal(n8n: IWebhookFunctions, refusal: Refusal): void {
	const { id, name } = n8n.getNode();
	const leftOut = countLeftOut(`${n8n.getWorkflow().id} ${id} ${refusal}`, now());
	if (leftOut === undefined) return;
	const count = leftOut === 0 ? '' : ` (${leftOut} more for this reason since the last such line)`;
	n8n.logger.warn(`${name} refused a webhook: ${EXPLANATIONS[refusal]}${count}`);
}
