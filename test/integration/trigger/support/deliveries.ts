/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- made-up values of a test app */
import { createHmac } from 'node:crypto';

/** One request to the webhook URL, as raw as it goes over the wire. */
export interface Delivery {
	readonly body: Buffer;
	/** A list is sent as that many headers of the same name. */
	readonly headers: Readonly<Record<string, string | string[]>>;
	/** Of the URL, with its question mark. */
	readonly query?: string;
}

/** A worked example: these values and no others belong together. */
export const VECTOR = {
	clientKey: 'simkey0123456789',
	clientSecret: 'sim_secret_7f3a9c21e8d04b56',
	timeSec: 1_793_000_000,
	body: '{"client_key":"simkey0123456789","event":"post.publish.complete","create_time":1792999990,"user_openid":"sim-open-id-0001","content":"{\\"publish_id\\":\\"v_pub_file~v2-1.7700000000000000001\\",\\"publish_type\\":\\"DIRECT_PUBLISH\\"}"}',
	hex: '7757050b36d359515ea0d71e8057139e6f856f3d79e28f2c479d2d2b9b9c3138',
} as const;

/** The app that signs, and the time it signs at. */
export interface Signer {
	readonly clientKey: string;
	readonly clientSecret: string;
	readonly timeSec: number;
}

/** The hex part of a signature. */
export function signHex(body: Buffer | string, secret: string, time: number | string): string {
	return createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
}

/** A delivery whose signature is right for its body. */
export function deliver(body: Buffer | string, { clientSecret, timeSec }: Signer): Delivery {
	const signature = `t=${timeSec},s=${signHex(body, clientSecret, timeSec)}`;
	return withSignature(body, signature);
}

/** A delivery with any value of the header, or without it. */
export function withSignature(body: Buffer | string, signature?: string | string[]): Delivery {
	const headers: Record<string, string | string[]> = { 'content-type': 'application/json' };
	if (signature !== undefined) headers['tiktok-signature'] = signature;
	return { body: Buffer.from(body), headers };
}

/** The body of an event, in TikTok's order of fields. */
export function eventBody(
	signer: Signer,
	event = 'post.publish.complete',
	content: unknown = {
		publish_id: 'v_pub_file~v2-1.7700000000000000001',
		publish_type: 'DIRECT_PUBLISH',
	},
): string {
	return JSON.stringify({
		client_key: signer.clientKey,
		event,
		create_time: signer.timeSec - 10,
		user_openid: 'sim-open-id-0001',
		content: typeof content === 'string' ? content : JSON.stringify(content),
	});
}

/** Ways to write the header of one and the same signature that all say the same. */
export function listGenuineHeaders(
	body: string,
	{ clientSecret, timeSec }: Signer,
): Record<string, string> {
	const t = `t=${timeSec}`;
	const hex = signHex(body, clientSecret, timeSec);
	const s = `s=${hex}`;
	const other = `s=${'0'.repeat(64)}`;
	return {
		'the documented form': `${t},${s}`,
		'parts in the other order': `${s},${t}`,
		'a second signature behind, as while a secret changes': `${t},${s},${other}`,
		'a second signature in front': `${t},${other},${s}`,
		'a second signature of another kind': `${t},s=abc,${s}`,
		'a third part behind': `${t},${s},v=1`,
		'a third part in front': `v=1,${t},${s}`,
		'a third part without value': `${t},new,${s}`,
		'blanks around the parts': ` ${t} ,  ${s}\t`,
		'a comma at the end': `${t},${s},`,
		'hex in capitals': `${t},s=${hex.toUpperCase()}`,
	};
}
