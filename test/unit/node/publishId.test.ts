import type { IExecuteFunctions } from 'n8n-workflow';
import { itemOf } from '../../support/node/itemOf';
import { readPublishId } from '../../support/tested/node';
import { InputError } from '../../support/tested/tiktok';

function read(publishId: unknown): string {
	return readPublishId(
		itemOf({ getNodeParameter: () => publishId } as unknown as IExecuteFunctions),
	);
}

describe('Publish ID', () => {
	it.each([
		['a video', 'v_pub_file~v2-1.7700000000000000001', 'v_pub_file~v2-1.7700000000000000001'],
		['photos', 'p_pub_url~v2.7700000000000000001', 'p_pub_url~v2.7700000000000000001'],
		['blanks around', ' v_pub_url~v2-1.7\n', 'v_pub_url~v2-1.7'],
		['64 characters', 'a'.repeat(64), 'a'.repeat(64)],
		['one character', 'a', 'a'],
	])('may be the one of %s', (_title, entered, publishId) => {
		expect(read(entered)).toBe(publishId);
	});

	it.each([
		['nothing', '', 'Publish ID is empty'],
		['65 characters', 'a'.repeat(65), 'Publish ID is not one that TikTok issues'],
		['a space within', 'v_pub url', 'Publish ID is not one that TikTok issues'],
		['a sign before it', '/v_pub', 'Publish ID is not one that TikTok issues'],
		['an access token', 'act.abc', 'Publish ID is not one that TikTok issues'],
		['a refresh token', 'rft.abc', 'Publish ID is not one that TikTok issues'],
		[
			'an expression that was not evaluated',
			'{{ $json.publish_id }}',
			'Publish ID holds an expression that was not evaluated: "{{ $json.publish_id }}"',
		],
		['a client token', 'clt.abc', 'Publish ID is not one that TikTok issues'],
	])('is refused where it is %s', (_title, entered, message) => {
		expect(() => read(entered)).toThrow(InputError);
		expect(() => read(entered)).toThrow(message);
	});
});
