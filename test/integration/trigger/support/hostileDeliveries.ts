import { createHash, createHmac } from 'node:crypto';
import {
	deliver,
	eventBody,
	signHex,
	withSignature,
	type Delivery,
	type Signer,
} from './deliveries';

/** What must not start a workflow, and why it might. */
export interface HostileDelivery extends Delivery {
	readonly title: string;
	/** Signed with the app's secret, just now: only what it says is wrong. */
	readonly isSigned: boolean;
}

const MEBIBYTE = 1_048_576;
const DAY_SEC = 86_400;
/** Far enough outside the window for however long it takes to send all of these. */
const TEN_MINUTES_SEC = 600;

type Cases = Readonly<Record<string, Delivery>>;

/**
 * Everything that somebody could send instead of TikTok's own bytes, for the event and app given. Ages count
 * from the signer's time and suppose the default window of 72 hours.
 */
export function listHostileDeliveries(signer: Signer): HostileDelivery[] {
	const body = eventBody(signer);
	return [
		...label(forgeHeaders(signer, body), false),
		...label(forgeSignatures(signer, body), false),
		...label(alterBodies(signer, body), false),
		...label(changeEachByte(signer, body), false),
		...label(shiftTime(signer, body), true),
		...label(signNonsense(signer), true),
	];
}

function label(cases: Cases, isSigned: boolean): HostileDelivery[] {
	return Object.entries(cases).map(([title, delivery]) => ({ title, isSigned, ...delivery }));
}

/** The right time and the right signature in forms that leave one of them open. */
function forgeHeaders({ clientSecret, timeSec }: Signer, body: string): Cases {
	const t = `t=${timeSec}`;
	const hex = signHex(body, clientSecret, timeSec);
	const s = `s=${hex}`;
	const good = `${t},${s}`;
	const resigned = (time: string) => `t=${time},s=${signHex(body, clientSecret, time)}`;
	const headers: Record<string, string | string[]> = {
		'an empty header': '',
		'only the time': t,
		'only the signature': s,
		'the bare hex': hex,
		'the time twice': `${t},${t},${s}`,
		'the header twice': [good, good],
		'the header twice, the right one last': [`${t},s=${'0'.repeat(64)}`, good],
		'a space behind the equals sign': `t= ${timeSec},${s}`,
		'two times, the right one first': `${t},t=${timeSec - 1},${s}`,
		'two times, the right one last': `t=${timeSec - 1},${t},${s}`,
		'a space in front of the equals sign': `t =${timeSec},${s}`,
		'two signatures, both wrong': `${t},s=${'0'.repeat(64)},s=${'f'.repeat(64)}`,
		'the signature under an unknown name': `${t},v1=${hex},s=${'0'.repeat(64)}`,
		'a semicolon between': `${t};${s}`,
		'names in capitals': `T=${timeSec},S=${hex}`,
		quotes: `t="${timeSec}",s="${hex}"`,
		'names of another service': `t=${timeSec},v1=${hex}`,
		'the form of another service': `sha256=${hex}`,
		'no time': `t=,${s}`,
		'a word for the time': resigned('now'),
		'a negative time': resigned(`-${timeSec}`),
		'a plus sign': resigned(`+${timeSec}`),
		'a fraction of a second': resigned(`${timeSec}.0`),
		'an exponent': resigned('1.793e9'),
		'a hexadecimal time': resigned(`0x${timeSec.toString(16)}`),
		'a leading zero': resigned(`0${timeSec}`),
		'a time in milliseconds': resigned(`${timeSec}000`),
		'the time zero': resigned('0'),
		'an endless time': resigned('9'.repeat(400)),
		'no signature value': `${t},s=`,
		'one digit too few': good.slice(0, -1),
		'one digit too many': `${good}0`,
		'half the digits': `${t},s=${hex.slice(32)}`,
		'the digits twice': `${good}${hex}`,
		'a letter that is no digit': `${good.slice(0, -1)}g`,
		'a letter beyond ASCII': `${good.slice(0, -1)}\u00e9`,
		'base64 instead of hex': `${t},s=${Buffer.from(hex, 'hex').toString('base64')}`,
		'all zeros': `${t},s=${'0'.repeat(64)}`,
		'the word undefined': `${t},s=undefined`,
		'a very long header': `${t},s=${hex.repeat(100)}`,
	};
	return {
		...mapCases(headers, (value) => withSignature(body, value)),
		'no header': withSignature(body),
		'the header under another name': {
			...withSignature(body),
			headers: { 'content-type': 'application/json', 'x-tiktok-signature': good },
		},
		'the signature in the query': {
			...withSignature(body),
			query: `?TikTok-Signature=${encodeURIComponent(good)}`,
		},
	};
}

/** The right form around a wrong value. */
function forgeSignatures({ clientKey, clientSecret, timeSec }: Signer, body: string): Cases {
	const t = timeSec;
	const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
	const hmac = (text: string, hash = 'sha256') =>
		createHmac(hash, clientSecret).update(text).digest('hex');
	const values: Record<string, string> = {
		'another secret': signHex(body, `${clientSecret}x`, t),
		'an empty secret': signHex(body, '', t),
		'the word undefined as secret': signHex(body, 'undefined', t),
		'the secret with a line break': signHex(body, `${clientSecret}\n`, t),
		'the secret in capitals': signHex(body, clientSecret.toUpperCase(), t),
		'the client key as secret': signHex(body, clientKey, t),
		'a hash without secret': sha256(`${t}.${body}`),
		'a hash with the secret in front': sha256(`${clientSecret}${t}.${body}`),
		'the body without time': hmac(body),
		'another separator': hmac(`${t}:${body}`),
		'no separator': hmac(`${t}${body}`),
		'the time behind the body': hmac(`${body}.${t}`),
		'SHA-1': hmac(`${t}.${body}`, 'sha1'),
		'SHA-512': hmac(`${t}.${body}`, 'sha512'),
		'SHA-512 cut to the right length': hmac(`${t}.${body}`, 'sha512').slice(0, 64),
		'a signature for one second before': signHex(body, clientSecret, t - 1),
		'a signature for one second later': signHex(body, clientSecret, t + 1),
		'a signature for another body': signHex(`${body} `, clientSecret, t),
	};
	return mapCases(values, (hex) => withSignature(body, `t=${t},s=${hex}`));
}

/** The right signature with something else than the bytes that it is for. */
function alterBodies(signer: Signer, body: string): Cases {
	const { headers } = deliver(body, signer);
	const parsed = JSON.parse(body) as Record<string, unknown>;
	const bodies: Record<string, string | Buffer> = {
		'an empty body': '',
		'one byte less': body.slice(0, -1),
		'one byte more': `${body} `,
		'a line break at the end': `${body}\n`,
		'a byte order mark': `\ufeff${body}`,
		'JSON written again with spaces': JSON.stringify(parsed, null, 1),
		'JSON with its fields in another order': JSON.stringify(
			Object.fromEntries(Object.entries(parsed).reverse()),
		),
		'JSON with an escaped letter': body.replace('client_key', '\\u0063lient_key'),
		'JSON with a field twice': body.replace('{', '{"event":"authorization.removed",'),
		'content as an object': JSON.stringify({
			...parsed,
			content: JSON.parse(String(parsed.content)) as unknown,
		}),
		'another publish id': body.replace('7700000000000000001', '7700000000000000002'),
		'another event': body.replace('post.publish.complete', 'post.publish.failed'),
		'UTF-16': Buffer.from(body, 'utf16le'),
		'a byte that is not UTF-8': Buffer.concat([Buffer.from(body), Buffer.from([0xff])]),
		'a mebibyte of spaces behind it': body + ' '.repeat(MEBIBYTE),
		'something that is no JSON': 'client_key=a&event=b',
	};
	return {
		...mapCases(bodies, (altered) => ({ body: Buffer.from(altered), headers })),
		'a body that is called a form': withType(
			body,
			headers,
			'application/x-www-form-urlencoded',
			'&',
		),
		'a body in a multipart form': withType(
			`--b\r\ncontent-disposition: form-data; name="body"\r\n\r\n${body}\r\n--b--\r\n`,
			headers,
			'multipart/form-data; boundary=b',
		),
		'a multipart form without parts': withType(
			'--b--\r\n',
			headers,
			'multipart/form-data; boundary=b',
		),
	};
}

function withType(
	body: string,
	headers: Delivery['headers'],
	contentType: string,
	suffix = '',
): Delivery {
	return { body: Buffer.from(body + suffix), headers: { ...headers, 'content-type': contentType } };
}

function changeEachByte(signer: Signer, body: string): Cases {
	const { headers } = deliver(body, signer);
	const cases = Array.from({ length: Buffer.byteLength(body) }, (_, index) => {
		const altered = Buffer.from(body);
		altered.writeUInt8(altered.readUInt8(index) ^ (1 << index % 8), index);
		return [`one bit of byte ${index} flipped`, { body: altered, headers }] as const;
	});
	return Object.fromEntries(cases);
}

/** Genuine once, or not yet. */
function shiftTime(signer: Signer, body: string): Cases {
	const at = (shiftSec: number) => deliver(body, { ...signer, timeSec: signer.timeSec + shiftSec });
	return {
		'signed three days and ten minutes ago': at(-3 * DAY_SEC - TEN_MINUTES_SEC),
		'signed a week ago': at(-7 * DAY_SEC),
		'signed in 1970': at(1 - signer.timeSec),
		'signed in ten minutes': at(TEN_MINUTES_SEC),
		'signed tomorrow': at(DAY_SEC),
		'signed in the year 33658': at(999_999_999_999 - signer.timeSec),
	};
}

/** Signed with the app's secret, and still not an event of this app. */
function signNonsense(signer: Signer): Cases {
	const envelope = JSON.parse(eventBody(signer)) as Record<string, unknown>;
	const withField = (name: string, value: unknown) =>
		JSON.stringify({ ...envelope, [name]: value });
	const bodies: Record<string, string | Buffer> = {
		'for another app': withField('client_key', 'otherkey0123456789'),
		'without client key': withField('client_key', undefined),
		'with a list as client key': withField('client_key', [signer.clientKey]),
		'with an empty client key': withField('client_key', ''),
		'without event': withField('event', undefined),
		'with an empty event': withField('event', ''),
		'with a number as event': withField('event', 1),
		'an empty body, signed': '',
		'no JSON, signed': 'hello',
		'JSON cut off, signed': eventBody(signer).slice(0, -1),
		'a list, signed': '[]',
		'null, signed': 'null',
		'a text, signed': '"post.publish.complete"',
		'not UTF-8, signed': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
		'more than a mebibyte, signed': withField('padding', 'x'.repeat(MEBIBYTE)),
		'an endless list, signed': '['.repeat(100_000),
	};
	const genuine = deliver(eventBody(signer), signer);
	return {
		...mapCases(bodies, (body) => deliver(body, signer)),
		'a body that is called gzip, signed': {
			...genuine,
			headers: { ...genuine.headers, 'content-encoding': 'gzip' },
		},
	};
}

function mapCases<T>(values: Readonly<Record<string, T>>, make: (value: T) => Delivery): Cases {
	return Object.fromEntries(Object.entries(values).map(([title, value]) => [title, make(value)]));
}
