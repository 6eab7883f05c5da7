import { InputError } from '../api/errors';
import { trimBlanks } from '../values/plainText';
import { toPulledUrl } from './mediaUrl';

const LABEL = 'Photo Address';
const WHERE =
	'Copy the Production URL of the node TikTok Post Media into Photo Address of the TikTok credential.';
const OTHERWISE = `${WHERE} n8n makes that of its setting WEBHOOK_URL, which has to be its public address with https://.`;

/** A header of every answer below the address, so that who asks for a photo knows that the node has answered, and why. */
export const SERVED_HEADER = 'tiktok-post-media';
/** The name is signed by the app of the node's credential and has not expired; n8n can read the file, or can't. */
export type Served = 'photo' | 'no-file' | 'not-signed';

/** Where n8n serves photos: all of this is under one URL prefix, which TikTok has to have verified. */
export interface PhotoAddress {
	/** What TikTok verifies; ends in `/`. */
	readonly prefix: string;
	/** n8n's id of the serving node. */
	readonly webhookId: string;
}

/**
 * The address under which TikTok Post Media serves, as the user copied it from the node, with or without the final `/`.
 *
 * @throws InputError for none, for a Test URL, and for what TikTok can't download from
 */
export function readPhotoAddress(value: unknown): PhotoAddress {
	const text = typeof value === 'string' ? trimBlanks(value) : '';
	if (text === '') {
		throw new InputError(
			`The TikTok credential has no ${LABEL}, and photos from files need one`,
			`TikTok takes photos by URL only. ${WHERE}`,
		);
	}
	const url = toPulledUrl(text, LABEL, OTHERWISE).replace(/\/*(?:[?#].*)?$/s, '');
	const [, folder, webhookId] = /^https:\/\/[^/]+(?:\/[^/]+)*\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
	if (webhookId === undefined) throw refuse('is not the Production URL of a node');
	if (/-test$/.test(String(folder))) {
		throw refuse('is a Test URL, which n8n answers for minutes');
	}
	return { prefix: `${url}/`, webhookId };
}

/**
 * The URL of a photo. n8n finds a changing name only below the node's id, which is so in it twice.
 *
 * @param name signed, of letters that need no encoding
 */
export function toPhotoUrl({ prefix, webhookId }: PhotoAddress, name: string): string {
	return `${prefix}${webhookId}/${name}`;
}

function refuse(problem: string): InputError {
	return new InputError(`${LABEL} ${problem}`, WHERE);
}
