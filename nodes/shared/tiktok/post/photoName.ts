import { createHmac, timingSafeEqual } from 'crypto';

/** What a photo's name says, once its signature was checked. */
export interface SignedPhoto {
	/** Where n8n keeps the file. */
	readonly binaryId: string;
	readonly type: PhotoType;
}

export type PhotoType = 'jpg' | 'webp';

/** A name that is well formed and not too old; who signed it is still open. */
export interface UncheckedPhotoName extends SignedPhoto {
	/** What the signature is taken of. */
	readonly signed: string;
	readonly mac: Buffer;
}

const KEY_LABEL = 'n8n-nodes-tiktok-post photo name 1';
const EXPIRY_BYTES = 4;
/** 192 bits of an HMAC-SHA256. */
const MAC_BYTES = 24;
const MAX_EXPIRY_SEC = 0xffff_ffff;
/** Paths of n8n's files have some 130 characters. */
const MAX_NAME_LENGTH = 1_024;
const NAME = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{32})\.(jpg|webp)$/;

/**
 * Names a photo such that whoever has the name can fetch it until it expires, and nobody can make up another:
 * `<expiry and id>.<signature>.jpg`. A query would be the usual place for both, but nobody knows whether TikTok takes
 * one. The id can be read by whoever has the name.
 *
 * @param clientSecret of the TikTok app; not empty
 * @param expirySec seconds since the epoch, in whole numbers
 */
export function signPhotoName(
	{ binaryId, type }: SignedPhoto,
	clientSecret: string,
	expirySec: number,
): string {
	const expiry = Buffer.alloc(EXPIRY_BYTES);
	expiry.writeUInt32BE(Math.min(expirySec, MAX_EXPIRY_SEC));
	const body = Buffer.concat([expiry, Buffer.from(binaryId)]).toString('base64url');
	const mac = makeMac(`${body}.${type}`, clientSecret).toString('base64url');
	return `${body}.${mac}.${type}`;
}

/**
 * Reads a name without the secret, so that most of what strangers ask for is refused before the credential is read.
 *
 * @param nowSec seconds since the epoch
 * @returns `undefined` for what is no such name and for one that has expired; never throws
 */
export function readPhotoName(name: unknown, nowSec: number): UncheckedPhotoName | undefined {
	if (typeof name !== 'string' || name.length > MAX_NAME_LENGTH) return undefined;
	const [, body = '', mac = '', type] = NAME.exec(name) ?? [];
	const bytes = Buffer.from(body, 'base64url');
	// One name for each photo: base64 leaves some bits open.
	if (bytes.length <= EXPIRY_BYTES || bytes.toString('base64url') !== body) return undefined;
	if (!(nowSec < bytes.readUInt32BE(0))) return undefined;
	return {
		...{ binaryId: bytes.toString('utf8', EXPIRY_BYTES), type: type === 'webp' ? type : 'jpg' },
		...{ signed: `${body}.${type}`, mac: Buffer.from(mac, 'base64url') },
	};
}

/**
 * Whether this app signed the name. Takes as long for a name that is nearly right as for any other.
 *
 * @param clientSecret of the TikTok app; none makes nothing right
 */
export function isPhotoNameGenuine(
	{ signed, mac }: UncheckedPhotoName,
	clientSecret: unknown,
): boolean {
	if (typeof clientSecret !== 'string' || clientSecret.trim() === '') return false;
	return timingSafeEqual(makeMac(signed, clientSecret), mac);
}

/** With a key of its own, so that what is signed here is worth nothing where TikTok signs with the same secret. */
function makeMac(signed: string, clientSecret: string): Buffer {
	const key = createHmac('sha256', clientSecret).update(KEY_LABEL).digest();
	return createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES);
}
