import { createHmac } from 'node:crypto';

/**
 * The value of the `TikTok-Signature` header: `t=<unix>,s=<hex>` with
 * s = HMAC-SHA256(client_secret, t + "." + body), over the bytes as sent.
 * @see https://developers.tiktok.com/doc/webhooks-verification
 */
export function signWebhook(body: string, clientSecret: string, timestampSec: number): string {
	const hmac = createHmac('sha256', clientSecret).update(`${timestampSec}.${body}`).digest('hex');
	return `t=${timestampSec},s=${hmac}`;
}
