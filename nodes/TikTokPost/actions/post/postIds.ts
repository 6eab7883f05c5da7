import type { INodeProperties } from 'n8n-workflow';
import type { Item } from '../../../shared/n8n/api/item';
import { InputError } from '../../../shared/tiktok/api/errors';
import { dropUnseen, quoteText } from '../../../shared/tiktok/values/plainText';
import { parseText, refuseUnevaluated } from '../parameters';

const LABEL = 'Post IDs';

/** Which posts an operation is about. */
export const POST_IDS_FIELD: INodeProperties = {
	displayName: LABEL,
	name: 'postIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 7678907398077074696',
	hint: 'The post_ids of an earlier node, for example {{ $json.post_ids }}',
	description:
		'IDs or addresses of public posts of the account, one or several with commas between them. Items are looked up 20 at a time.',
};

/** Between ids, also those of a list that was written as JSON text. */
const BETWEEN_IDS = /[\s,;|"'[\]]+/;
/** TikTok counts ids in 64 bits. */
const POST_ID = /^[1-9]\d{0,18}$/;
const POST_ADDRESS = /^[^?#]*\/(?:video|photo)\/([1-9]\d{0,18})\/?(?:[?#].*)?$/;

/** As TikTok's app shares posts. */
const SHORT_LINK = /^(?:https?:\/\/)?(?:v[mt]\.tiktok\.com|(?:www\.)?tiktok\.com\/t)\/./i;

/**
 * The ids of the posts that an item names, each once.
 *
 * @throws InputError when there is none, and for what is none
 */
export function readPostIdList({ n8n, index }: Pick<Item, 'n8n' | 'index'>): string[] {
	const value: unknown = n8n.getNodeParameter('postIds', index);
	const entries: unknown[] = Array.isArray(value) ? value : [value];
	const words = entries.flatMap((entry) => dropUnseen(toText(entry)).split(BETWEEN_IDS));
	const ids = new Set(words.filter((word) => word !== '').map(toPostId));
	if (ids.size > 0) return [...ids];
	throw new InputError(
		`${LABEL} is empty`,
		'Use the post_ids of an earlier node, for example {{ $json.post_ids }}. A post has one once it is public and TikTok has reviewed it; ask Get Status for it.',
	);
}

/** An entry as text. Numbers of this size have lost their last digits before they get here. */
function toText(entry: unknown): string {
	if (typeof entry !== 'number' || Number.isSafeInteger(entry)) {
		const text = parseText(entry, LABEL);
		refuseUnevaluated(text, LABEL);
		return text;
	}
	throw new InputError(
		`${LABEL} holds a number that was rounded on its way`,
		'Give ids as text: JSON readers and sheets round numbers of this length.',
	);
}

function toPostId(word: string): string {
	const id = POST_ID.test(word) ? word : POST_ADDRESS.exec(word)?.[1];
	if (id !== undefined) return id;
	if (SHORT_LINK.test(word)) {
		throw new InputError(
			`${LABEL}: ${quoteText(word)} is a short link, which does not tell the ID of the post`,
			'Open it in a browser, and copy the address that has /video/ or /photo/ in it.',
		);
	}
	throw new InputError(
		`${LABEL}: ${quoteText(word)} is not the ID of a post`,
		'Use post_ids, not the publish_id: Get Status tells the post_ids of a publish_id. The address of a post on TikTok will do, too.',
	);
}
