import { findSignatureFault } from '../support/tested/tiktok';
import { signHex } from '../integration/trigger/support/deliveries';
import { signWebhook } from '../simulator/webhooks/signature';
import { fc } from '../support/randomness';

const body = fc.uint8Array({ maxLength: 400 });
const secret = fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== '');
const timeSec = fc.integer({ min: 1, max: 999_999_999_999 });
const MAX_AGE = { maxAgeSec: 300 };

/** A header as TikTok makes it, for bytes that need not be text. */
function sign(bytes: Uint8Array, clientSecret: string, time: number): string {
	return `t=${time},s=${signHex(Buffer.from(bytes), clientSecret, time)}`;
}

describe('the signature of a webhook', () => {
	it('is right for every body, secret and time', () => {
		fc.assert(
			fc.property(body, secret, timeSec, (rawBody, clientSecret, time) => {
				const signature = sign(rawBody, clientSecret, time);
				const webhook = { rawBody, signature, clientSecret };
				expect(findSignatureFault(webhook, { nowSec: time, ...MAX_AGE })).toBeUndefined();
			}),
		);
	});

	it('is right for what the simulator signs', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), secret, timeSec, (text, clientSecret, time) => {
				const signature = signWebhook(text, clientSecret, time);
				const webhook = { rawBody: Buffer.from(text), signature, clientSecret };
				expect(findSignatureFault(webhook, { nowSec: time, ...MAX_AGE })).toBeUndefined();
			}),
		);
	});

	it('is wrong for any other body', () => {
		fc.assert(
			fc.property(body, body, secret, timeSec, (signed, rawBody, clientSecret, time) => {
				fc.pre(!Buffer.from(signed).equals(Buffer.from(rawBody)));
				const signature = sign(signed, clientSecret, time);
				const webhook = { rawBody, signature, clientSecret };
				expect(findSignatureFault(webhook, { nowSec: time, ...MAX_AGE })).toBe('wrong_signature');
			}),
		);
	});

	it('is wrong for any other secret', () => {
		fc.assert(
			fc.property(body, secret, secret, timeSec, (rawBody, signedWith, clientSecret, time) => {
				fc.pre(signedWith !== clientSecret);
				// HMAC pads short keys with zero bytes, so these two are one secret.
				fc.pre(signedWith.replace(/\0+$/, '') !== clientSecret.replace(/\0+$/, ''));
				const signature = sign(rawBody, signedWith, time);
				const webhook = { rawBody, signature, clientSecret };
				expect(findSignatureFault(webhook, { nowSec: time, ...MAX_AGE })).toBe('wrong_signature');
			}),
		);
	});

	it('is taken in its window of time and nowhere else', () => {
		const shift = fc.integer({ min: -1000, max: 1000 });
		const window = fc.integer({ min: 1, max: 900 });
		fc.assert(
			fc.property(timeSec, shift, window, (time, ageSec, maxAgeSec) => {
				const rawBody = Buffer.from('{}');
				const webhook = {
					rawBody,
					signature: sign(rawBody, 'secret', time),
					clientSecret: 'secret',
				};
				const isInside = ageSec <= maxAgeSec && ageSec >= -Math.min(maxAgeSec, 300);
				const fault = findSignatureFault(webhook, { nowSec: time + ageSec, maxAgeSec });
				expect(fault === undefined).toBe(isInside);
			}),
		);
	});

	it('is taken as long as its one time and one of its signatures are left, and no longer', () => {
		const time = 1_793_000_000;
		const rawBody = Buffer.from('{"event":"post.publish.complete"}');
		const genuine = sign(rawBody, 'secret', time);
		const [t = '', s = ''] = genuine.split(',');
		const edit = fc.record({
			at: fc.nat(genuine.length),
			remove: fc.nat(3),
			insert: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom(',', ', ', ` ,${t}`, `,${s},`)),
		});
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 3 }), (edits) => {
				const signature = edits.reduce(
					(text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
					genuine,
				);
				const parts = signature.split(',').map((part) => part.trim());
				const times = parts.filter((part) => part.startsWith('t='));
				const isLeft =
					times.length === 1 &&
					times[0] === t &&
					parts.some((part) => part.startsWith('s=') && part.toLowerCase() === s);
				const webhook = { rawBody, signature, clientSecret: 'secret' };
				const fault = findSignatureFault(webhook, { nowSec: time, ...MAX_AGE });
				expect(fault === undefined).toBe(isLeft);
			}),
			{ numRuns: 1000 },
		);
	});

	it('is refused, and nothing is thrown, for anything at all', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.anything(), body),
				fc.oneof(fc.anything(), fc.string()),
				fc.oneof(fc.anything(), secret),
				fc.oneof(fc.double(), timeSec),
				(rawBody, signature, clientSecret, nowSec) => {
					const webhook = { rawBody, signature, clientSecret };
					expect(findSignatureFault(webhook, { nowSec, ...MAX_AGE })).toBeDefined();
				},
			),
			{ numRuns: 1000 },
		);
	});
});
