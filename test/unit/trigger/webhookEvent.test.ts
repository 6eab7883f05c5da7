import {
	nameWebhookEvent,
	NO_LONGER_PUBLIC_EVENT,
	readWebhookEnvelope,
	toWebhookItem,
	type WebhookEnvelope,
	type WebhookItem,
} from '../../support/tested/tiktok';

const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';
const POST_ID = '7678907398077074696';

describe('an event', () => {
	it('becomes an item in which every field is there', () => {
		expect(itemOf(`{"publish_id":"${PUBLISH_ID}","publish_type":"DIRECT_PUBLISH"}`)).toStrictEqual({
			event: 'post.publish.complete',
			known: true,
			publish_id: PUBLISH_ID,
			post_id: null,
			post_ids: [],
			publish_type: 'DIRECT_PUBLISH',
			reason: null,
			reason_code: null,
			create_time: 1_792_999_990,
			created_at: '2026-10-26T07:33:10.000Z',
			user_openid: 'sim-open-id-0001',
			content: { publish_id: PUBLISH_ID, publish_type: 'DIRECT_PUBLISH' },
		});
	});

	it('never shows the client key', () => {
		expect(JSON.stringify(itemOf('{}'))).not.toContain('simkey');
	});

	it.each([
		['a number', POST_ID, [POST_ID]],
		['a text', `"${POST_ID}"`, [POST_ID]],
		['a small number', '42', ['42']],
		['a list', `[${POST_ID},"43"]`, [POST_ID, '43']],
		['an empty list', '[]', []],
		['zero', '0', []],
		['a fraction', '1.5', []],
		['null', 'null', []],
		['a word', '"none"', []],
		['an object', '{}', []],
	])('keeps post ids exact: %s', (_form, json, ids) => {
		const item = itemOf(`{"post_id":${json}}`, 'post.publish.publicly_available');
		expect(item.post_ids).toEqual(ids);
		expect(item.post_id).toBe(ids[0] ?? null);
	});

	it('keeps ids exact inside content as well', () => {
		expect(itemOf(`{"post_id":${POST_ID}}`).content).toEqual({ post_id: POST_ID });
	});

	it('tells why a post failed', () => {
		const item = itemOf('{"reason":"duration_check_failed"}', 'post.publish.failed');
		expect(item).toMatchObject({ reason: 'duration_check_failed', reason_code: null });
	});

	it.each([
		['0', 'unknown', 0],
		['1', 'user_disconnected', 1],
		['2', 'account_deleted', 2],
		['3', 'age_changed', 3],
		['4', 'account_banned', 4],
		['5', 'developer_revoked', 5],
		['"1"', 'user_disconnected', 1],
		['6', 'unknown', 6],
		['-1', 'unknown', null],
		['null', 'unknown', null],
	])('names why an authorization was removed: %s is %s', (json, reason, code) => {
		const item = itemOf(`{"reason":${json}}`, 'authorization.removed');
		expect(item).toMatchObject({ reason, reason_code: code });
	});

	it.each([
		'post.publish.no_longer_publicaly_available',
		'post.publish.no_longer_publicly_available',
	])('has one name where it is spelled in two ways: %s', (spelling) => {
		const item = itemOf('{}', spelling);
		expect(item).toMatchObject({ event: NO_LONGER_PUBLIC_EVENT, known: true });
	});

	it.each(['video.upload.failed', 'video.publish.completed', 'portability.download.ready'])(
		'of another product is known: %s',
		(event) => expect(itemOf('{}', event).known).toBe(true),
	);

	it.each(['post.publish.shared', 'POST.PUBLISH.COMPLETE', 'toString', '__proto__', ' '])(
		'that nobody documents is passed on and marked: %s',
		(event) => expect(itemOf('{}', event)).toMatchObject({ event, known: false }),
	);

	it.each([
		['no JSON', '"hello"', 'hello'],
		['an empty text', '""', ''],
		['an object', '{"publish_id":"a"}', { publish_id: 'a' }],
		['null', 'null', null],
		['a list', '[1]', [1]],
		['a number', '1', 1],
	])('is passed on with whatever content it has: %s', (_kind, json, content) => {
		const envelope = readWebhookEnvelope(Buffer.from(`{"event":"new","content":${json}}`));
		expect(toWebhookItem(envelope as WebhookEnvelope).content).toEqual(content);
	});

	it.each([
		['missing', '{"event":"a"}'],
		['a word', '{"event":"a","create_time":"soon"}'],
		['negative', '{"event":"a","create_time":-1}'],
		['beyond every calendar', '{"event":"a","create_time":9007199254740991}'],
	])('has no time where that is %s', (_kind, body) => {
		const envelope = readWebhookEnvelope(Buffer.from(body));
		expect(toWebhookItem(envelope as WebhookEnvelope).created_at).toBeNull();
	});
});

describe('what is no event', () => {
	it.each([
		['empty', ''],
		['no JSON', 'hello'],
		['cut off', '{"event":"a"'],
		['a list', '[{"event":"a"}]'],
		['null', 'null'],
		['without event', '{}'],
		['with an empty event', '{"event":""}'],
		['with a number as event', '{"event":1}'],
	])('is not read: %s', (_kind, body) => {
		expect(readWebhookEnvelope(Buffer.from(body))).toBeUndefined();
	});

	it('is not read: no UTF-8', () => {
		const body = Buffer.concat([
			Buffer.from('{"event":"a'),
			Buffer.from([0xff]),
			Buffer.from('"}'),
		]);
		expect(readWebhookEnvelope(body)).toBeUndefined();
	});
});

describe('the name of an event', () => {
	const NAME = nameOf({});

	it('is the same for every delivery of it', () => {
		expect(nameOf({})).toBe(NAME);
		expect(NAME).toMatch(/^[\w-]{22}$/);
	});

	it.each([
		['event', { event: 'post.publish.failed' }],
		['time, as when a draft is posted twice', { create_time: 1_792_999_991 }],
		['account', { user_openid: 'sim-open-id-0002' }],
		['content', { content: '{"publish_id":"b"}' }],
		['content that is no text', { content: { publish_id: 'a' } }],
	])('is another for another %s', (_what, change) => {
		expect(nameOf(change)).not.toBe(NAME);
	});

	it('tells contents apart that are no text', () => {
		expect(nameOf({ content: { publish_id: 'a' } })).not.toBe(
			nameOf({ content: { publish_id: 'b' } }),
		);
	});

	it('does not depend on the spelling of the event', () => {
		const [one, other] = ['publicaly', 'publicly'].map((word) =>
			nameOf({ event: `post.publish.no_longer_${word}_available` }),
		);
		expect(one).toBe(other);
	});
});

function itemOf(content: string, event = 'post.publish.complete'): WebhookItem {
	return toWebhookItem(envelopeOf({ event, content }));
}

function nameOf(change: object): string {
	return nameWebhookEvent(envelopeOf(change));
}

function envelopeOf(change: object): WebhookEnvelope {
	const body = {
		client_key: 'simkey',
		event: 'post.publish.complete',
		create_time: 1_792_999_990,
		user_openid: 'sim-open-id-0001',
		content: '{"publish_id":"a"}',
		...change,
	};
	const envelope = readWebhookEnvelope(Buffer.from(JSON.stringify(body)));
	if (envelope === undefined) throw new Error('The test made an event that can not be read');
	return envelope;
}
