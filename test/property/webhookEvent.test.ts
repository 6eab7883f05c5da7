import {
	nameWebhookEvent,
	PUBLISHING_EVENTS,
	readWebhookEnvelope,
	toWebhookItem,
	type WebhookEnvelope,
} from '../support/tested/tiktok';
import { fc } from '../support/randomness';

const int64 = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
const event = fc.oneof(fc.constantFrom(...PUBLISHING_EVENTS), fc.string({ minLength: 1 }));

interface Fields {
	event: string;
	create_time: number;
	user_openid: string;
	content: string;
}
const fields: fc.Arbitrary<Fields> = fc.record({
	event,
	create_time: fc.integer({ min: 0, max: 4_000_000_000 }),
	user_openid: fc.string(),
	content: fc.json(),
});

describe('an event', () => {
	it('keeps every post id exact, whatever stands around it', () => {
		fc.assert(
			fc.property(int64, fc.json(), fc.boolean(), (id, other, isText) => {
				const json = isText ? `"${id}"` : String(id);
				const content = `{"other":${other},"post_id":${json}}`;
				const item = toWebhookItem(read({ event: 'post.publish.publicly_available', content }));
				expect(item.post_id).toBe(String(id));
				expect(item.post_ids).toEqual([String(id)]);
			}),
		);
	});

	it('becomes an item that n8n can store, with all its fields', () => {
		fc.assert(
			fc.property(fields, (body) => {
				const item = toWebhookItem(read(body));
				expect(JSON.parse(JSON.stringify(item))).toEqual(item);
				expect(Object.values(item)).not.toContain(undefined);
				expect(item.user_openid).toBe(body.user_openid);
				expect(item.create_time).toBe(body.create_time);
			}),
		);
	});

	it('has the same name exactly when it says the same', () => {
		fc.assert(
			fc.property(fields, fields, (one, other) => {
				const isSame = JSON.stringify(one) === JSON.stringify(other);
				expect(nameOf(one) === nameOf(other)).toBe(isSame);
				expect(nameOf({ ...one })).toBe(nameOf(one));
			}),
		);
	});

	it('is read from anything without an error', () => {
		const anyJson = fc.json().map((text) => Buffer.from(text));
		const anyEnvelope = fc
			.record({ event: fc.jsonValue(), content: fc.jsonValue(), create_time: fc.jsonValue() })
			.map((value) => Buffer.from(JSON.stringify(value)));
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array(), anyJson, anyEnvelope), (bytes) => {
				const envelope = readWebhookEnvelope(bytes);
				if (envelope === undefined) return;
				expect(envelope.event).not.toBe('');
				expect(toWebhookItem(envelope)).toHaveProperty('content');
				expect(nameWebhookEvent(envelope)).toMatch(/^[\w-]{22}$/);
			}),
			{ numRuns: 1000 },
		);
	});
});

function read(body: object): WebhookEnvelope {
	const envelope = readWebhookEnvelope(Buffer.from(JSON.stringify(body)));
	if (envelope === undefined) throw new Error('The test made an event that can not be read');
	return envelope;
}

function nameOf(body: Fields): string {
	return nameWebhookEvent(read(body));
}
