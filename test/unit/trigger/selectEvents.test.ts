import { isSelected, OTHER_EVENTS, readPublishIds } from '../../support/tested/node';
import { PUBLISHING_EVENTS, type WebhookItem } from '../../support/tested/tiktok';

describe('isSelected', () => {
	it.each(PUBLISHING_EVENTS)('lets %s through only when it was chosen', (event) => {
		expect(select(event, [event])).toBe(true);
		const others = PUBLISHING_EVENTS.filter((it) => it !== event);
		expect(select(event, [...others, OTHER_EVENTS])).toBe(false);
	});

	it.each(['post.publish.new', 'video.upload.failed', OTHER_EVENTS])(
		'lets %s through with "Any Other Event"',
		(event) => {
			expect(select(event, [OTHER_EVENTS])).toBe(true);
			expect(select(event, [...PUBLISHING_EVENTS])).toBe(false);
		},
	);

	it('lets nothing through when nothing was chosen', () => {
		expect(PUBLISHING_EVENTS.filter((event) => select(event, []))).toEqual([]);
	});

	it('keeps to the posts that were named', () => {
		const events = ['post.publish.complete'];
		expect(select('post.publish.complete', events, 'a', ['a', 'b'])).toBe(true);
		expect(select('post.publish.complete', events, 'c', ['a', 'b'])).toBe(false);
	});

	it('lets events through that are about no post', () => {
		const events = ['authorization.removed'];
		expect(select('authorization.removed', events, null, ['a'])).toBe(true);
	});
});

describe('readPublishIds', () => {
	it.each([
		['', []],
		[' , ', []],
		['a', ['a']],
		[' a,b ,\n c\t', ['a', 'b', 'c']],
		['v_pub_file~v2-1.7700000000000000001', ['v_pub_file~v2-1.7700000000000000001']],
		[undefined, []],
		[42, []],
		[
			['a', ' b\n'],
			['a', 'b'],
		],
		[['a', 42, null], ['a']],
		['["a", "b"]', ['a', 'b']],
		['a;b', ['a', 'b']],
		['"a", \'b\'', ['a', 'b']],
	])('reads %j', (text, ids) => {
		expect(readPublishIds(text)).toEqual(ids);
	});
});

function select(
	event: string,
	events: string[],
	publishId: string | null = 'a',
	publishIds: string[] = [],
): boolean {
	const item = { event, publish_id: publishId } as WebhookItem;
	return isSelected(item, { events, publishIds });
}
