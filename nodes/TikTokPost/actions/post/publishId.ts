import type { INodeProperties } from 'n8n-workflow';
import type { Item } from '../../../shared/n8n/api/item';
import { InputError } from '../../../shared/tiktok/api/errors';
import { PUBLISH_ID_PATTERN } from '../../../shared/tiktok/limits';
import { trimBlanks } from '../../../shared/tiktok/values/plainText';
import { parseText, refuseUnevaluated } from '../parameters';

/** Which post an operation is about. */
export const PUBLISH_ID_FIELD: INodeProperties = {
	displayName: 'Publish ID',
	name: 'publishId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. v_pub_file~v2-1.7700000000000000001',
	hint: 'The publish_id of the Create or Upload node before, for example {{ $json.publish_id }}',
	description: 'The publish_id that Create or Upload returned, for a post of the same account',
};

/** @throws InputError for what can't be a publish id */
export function readPublishId(item: Item): string {
	const text = parseText(item.n8n.getNodeParameter('publishId', item.index), 'Publish ID');
	const publishId = trimBlanks(text);
	refuseUnevaluated(publishId, 'Publish ID');
	if (PUBLISH_ID_PATTERN.test(publishId)) return publishId;
	throw new InputError(
		publishId === '' ? 'Publish ID is empty' : 'Publish ID is not one that TikTok issues',
		'Use the publish_id that Create or Upload returned, for example {{ $json.publish_id }}.',
	);
}
