import {
	findHeadFault,
	findSignatureFault,
	MAX_AGE_SEC,
	type SignedWebhook,
} from '../../support/tested/tiktok';
import {
	deliver,
	listGenuineHeaders,
	VECTOR,
	type Delivery,
} from '../../integration/trigger/support/deliveries';
import { listHostileDeliveries } from '../../integration/trigger/support/hostileDeliveries';
import { signWebhook } from '../../simulator/webhooks/signature';

const NOW = { nowSec: VECTOR.timeSec + 5, maxAgeSec: MAX_AGE_SEC };
const GENUINE: SignedWebhook = {
	rawBody: Buffer.from(VECTOR.body),
	signature: `t=${VECTOR.timeSec},s=${VECTOR.hex}`,
	clientSecret: VECTOR.clientSecret,
};

describe("TikTok's worked example", () => {
	it('is 228 bytes long', () => {
		expect(Buffer.byteLength(VECTOR.body)).toBe(228);
	});

	it('is genuine', () => {
		expect(findSignatureFault(GENUINE, NOW)).toBeUndefined();
	});

	it('is what the simulator signs', () => {
		expect(signWebhook(VECTOR.body, VECTOR.clientSecret, VECTOR.timeSec)).toBe(GENUINE.signature);
	});

	it('is checked over bytes, also those of other alphabets', () => {
		const { body, headers } = deliver('{"content":"\u65e5\u672c\u8a9e \u{1f3ac}"}', VECTOR);
		expect(findSignatureFault(toSigned({ body, headers }), NOW)).toBeUndefined();
	});
});

describe('a genuine webhook', () => {
	it.each(Object.entries(listGenuineHeaders(VECTOR.body, VECTOR)))(
		'is taken with %s',
		(_title, signature) => {
			expect(findSignatureFault({ ...GENUINE, signature }, NOW)).toBeUndefined();
			// The same header is worth nothing for another body.
			const rawBody = Buffer.from(`${VECTOR.body} `);
			expect(findSignatureFault({ ...GENUINE, signature, rawBody }, NOW)).toBe('wrong_signature');
		},
	);
});

describe('the head of a webhook', () => {
	const { signature } = GENUINE;

	it.each([
		['all right', { signature }, undefined],
		['a length as TikTok sends', { signature, contentLength: '228' }, undefined],
		['no length', { signature, contentLength: undefined }, undefined],
		['a length that is no number', { signature, contentLength: 'long' }, undefined],
		['the largest body', { signature, contentLength: '1048576' }, undefined],
		['a body that is too large', { signature, contentLength: '1048577' }, 'body_too_large'],
		['no signature', { signature: undefined }, 'no_signature'],
		['an empty signature', { signature: '' }, 'no_signature'],
		['a time alone', { signature: `t=${VECTOR.timeSec}` }, 'malformed_signature'],
		['nonsense', { signature: 'nonsense' }, 'malformed_signature'],
		['an old signature', { signature: `t=1,s=${VECTOR.hex}` }, 'too_old'],
		['one of tomorrow', { signature: `t=9999999999,s=${VECTOR.hex}` }, 'from_the_future'],
	] as const)('tells without the secret: %s', (_title, head, fault) => {
		expect(findHeadFault(head, NOW)).toBe(fault);
	});

	it('says nothing of a signature that only the secret can tell from the right one', () => {
		const forged = `t=${VECTOR.timeSec},s=${'0'.repeat(64)}`;
		expect(findHeadFault({ signature: forged }, NOW)).toBeUndefined();
		expect(findSignatureFault({ ...GENUINE, signature: forged }, NOW)).toBe('wrong_signature');
	});
});

describe('a forged webhook', () => {
	const forged = listHostileDeliveries(VECTOR).filter(({ isSigned }) => !isSigned);

	it('comes in many ways, each of which is refused', () => {
		expect(forged.length).toBeGreaterThan(VECTOR.body.length + 60);
		const accepted = forged.filter((it) => findSignatureFault(toSigned(it), NOW) === undefined);
		expect(accepted.map(({ title }) => title)).toEqual([]);
	});

	it('is refused without raw body, however well it is signed', () => {
		for (const rawBody of [undefined, null, VECTOR.body, JSON.parse(VECTOR.body), 5]) {
			expect(findSignatureFault({ ...GENUINE, rawBody }, NOW)).toBe('no_raw_body');
		}
	});

	it('is refused with no secret to check it, even when signed with none', () => {
		for (const clientSecret of [undefined, null, '', ' ', '\n', 0, {}]) {
			const { body, headers } = deliver(VECTOR.body, {
				...VECTOR,
				clientSecret: String(clientSecret ?? ''),
			});
			const webhook = { ...toSigned({ body, headers }), clientSecret };
			expect(findSignatureFault(webhook, NOW)).toBe('no_secret');
		}
	});

	it('is refused with the reason', () => {
		const faultOf = (change: Partial<SignedWebhook>) =>
			findSignatureFault({ ...GENUINE, ...change }, NOW);
		expect(faultOf({ signature: undefined })).toBe('no_signature');
		expect(faultOf({ signature: [GENUINE.signature] })).toBe('malformed_signature');
		expect(faultOf({ signature: 's=1' })).toBe('malformed_signature');
		expect(faultOf({ clientSecret: 'other' })).toBe('wrong_signature');
		expect(faultOf({ rawBody: Buffer.from(`${VECTOR.body} `) })).toBe('wrong_signature');
		expect(faultOf({ rawBody: Buffer.alloc(1_048_576) })).toBe('wrong_signature');
		expect(faultOf({ rawBody: Buffer.alloc(1_048_577) })).toBe('body_too_large');
	});
});

describe('the age of a signature', () => {
	const faultAt = (ageSec: number, maxAgeSec: number) =>
		findSignatureFault(GENUINE, { nowSec: VECTOR.timeSec + ageSec, maxAgeSec });

	it.each([
		[300, 300, undefined],
		[301, 300, 'too_old'],
		[-300, 300, undefined],
		[-301, 300, 'from_the_future'],
		[60, 60, undefined],
		[61, 60, 'too_old'],
		[-61, 60, 'from_the_future'],
		[MAX_AGE_SEC, MAX_AGE_SEC, undefined],
		[MAX_AGE_SEC + 1, MAX_AGE_SEC, 'too_old'],
		// A wide window is for late deliveries, not for signatures made in advance.
		[-301, MAX_AGE_SEC, 'from_the_future'],
	])('%i s, with %i s allowed: %s', (ageSec, maxAgeSec, fault) => {
		expect(faultAt(ageSec, maxAgeSec)).toBe(fault);
	});

	it('is refused where the clock or the window is no number', () => {
		expect(faultAt(Number.NaN, 300)).toBe('too_old');
		expect(faultAt(0, Number.NaN)).toBe('too_old');
	});
});

/** The header as Node hands it over: several of the same name joined. */
function toSigned({ body, headers }: Delivery): SignedWebhook {
	const value = headers['tiktok-signature'];
	const signature = Array.isArray(value) ? value.join(', ') : value;
	return { rawBody: body, signature, clientSecret: VECTOR.clientSecret };
}
