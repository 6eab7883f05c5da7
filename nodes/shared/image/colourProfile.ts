import { inflate } from './inflate';
import { byteAt } from './numbers';

/** What one segment of a JPEG holds, and more than profiles of cameras and screens have. */
const MAX_BYTES = 65_519;
const SPACE_AT = 16;
const SIGNATURE_AT = 36;
/** A byte that says how it is packed stands behind the name. */
const METHOD_BYTES = 1;

/**
 * The colour profile of a PNG, from its chunk iCCP, for a JPEG in red, green and blue: screenshots and exports come with
 * one, and without it their colours are shown paler. `undefined` where there is none of use; no picture is worse for it.
 *
 * @see https://www.w3.org/TR/png-3/#11iCCP
 */
export async function unpackProfile(chunk: Uint8Array): Promise<Uint8Array | undefined> {
	const packed = chunk.subarray(chunk.indexOf(0) + 1 + METHOD_BYTES);
	const profile: number[] = [];
	try {
		for await (const piece of inflate([packed])) {
			if (profile.length + piece.length > MAX_BYTES) return undefined;
			profile.push(...piece);
		}
	} catch {
		return undefined;
	}
	const bytes = Uint8Array.from(profile);
	const isForRgb = textAt(bytes, SPACE_AT) === 'RGB ' && textAt(bytes, SIGNATURE_AT) === 'acsp';
	return isForRgb ? bytes : undefined;
}

function textAt(bytes: Uint8Array, start: number): string {
	return String.fromCharCode(...[0, 1, 2, 3].map((at) => byteAt(bytes, start + at)));
}
