import type { IWebhookFunctions } from 'n8n-workflow';
import { readWebhookEnvelope, type WebhookEnvelope } from '../../shared/tiktok/webhook/event';
import {
	findHeadFault,
	findSignatureFault,
	type SignatureFault,
} from '../../shared/tiktok/webhook/signature';
import { readSavedAppKeys } from '../../shared/n8n/api/savedAppKeys';
import { readMaxAgeSec } from './maxAge';

/** Why a request starts nothing. */
export type Refusal = SignatureFault | 'unreadable_credential' | 'other_app' | 'no_event';

/** A genuine event, or why there is none. */
export type Authenticated = { readonly envelope: WebhookEnvelope } | { readonly refusal: Refusal };

/**
 * Lets through only what TikTok signed for the app of the credential. Never throws: n8n would start the
 * workflow with the error, for anybody's request. Forged requests come in any number, so what the head
 * alone gives away is refused before the credential is read and decrypted and the body is hashed.
 */
export async function authenticate(n8n: IWebhookFunctions, nowSec: number): Promise<Authenticated> {
	const headers = n8n.getHeaderData();
	const signature = headers['tiktok-signature'];
	const age = { nowSec, maxAgeSec: readMaxAgeSec(n8n) };
	const headFault = findHeadFault({ signature, contentLength: headers['content-length'] }, age);
	if (headFault !== undefined) return { refusal: headFault };

	const keys = await readSavedAppKeys(n8n);
	if (keys === undefined) return { refusal: 'unreadable_credential' };
	const { clientKey, clientSecret } = keys;
	const rawBody = await readRawBody(n8n);
	const fault = findSignatureFault({ rawBody, signature, clientSecret }, age);
	if (fault !== undefined || rawBody === undefined) return { refusal: fault ?? 'no_raw_body' };

	const envelope = readWebhookEnvelope(rawBody);
	if (envelope === undefined) return { refusal: 'no_event' };
	const isOurs = envelope.clientKey !== '' && envelope.clientKey === clientKey;
	return isOurs ? { envelope } : { refusal: 'other_app' };
}

/** n8n keeps the bytes it parsed in `rawBody`; of a body that it doesn't parse they must be asked for. */
async function readRawBody(n8n: IWebhookFunctions): Promise<Uint8Array | undefined> {
	const request = n8n.getRequestObject();
	try {
		if (request.rawBody === undefined) await request.readRawBody();
		return request.rawBody;
	} catch {
		// The body was a form, which n8n consumes, or it broke off.
		return undefined;
	}
}
