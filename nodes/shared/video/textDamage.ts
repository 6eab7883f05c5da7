import { nameTextKind } from './fileSignatures';

/** What to call such a file in a message. */
export const FILE_HANDLED_AS_TEXT = 'a file that a step before handled as text';

/** So many are no accident in a file of sound and pictures. */
const MIN_CHARACTERS = 16;
const MIN_LINES = 8;
const MIN_SEVEN_BIT_BYTES = 1_024;
const FIRST_HIGH_BYTE = 0x80;
const FIRST_LEAD_BYTE = 0xc2;
/** The last byte of the sign that stands for what could not be decoded, U+FFFD. */
const REPLACED_BYTE = 0xfd;
/** Of the bytes above 127. The rest happened to be a character; in sound and pictures it is one in a hundred. */
const MIN_REPLACED_SHARE = 0.75;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * Whether a file that is no text went through a step that decoded it and encoded it again (as UTF-8, whatever
 * it was read as, as ASCII, or as Latin-1), or that made its line ends those of another system. Such a step destroys a
 * video. Sound and pictures are neither valid UTF-8 nor free of bytes above 127, these are not nearly all the same,
 * and line feeds among them don't all follow a carriage return.
 *
 * @param head the beginning of the file, long enough to reach into sound and pictures; some thousand bytes at
 * least
 */
export function wasHandledAsText(head: Uint8Array): boolean {
	if (nameTextKind(head) !== undefined) return false;
	return [isAllUtf8, isSevenBit, isReplaced, hasOnlyWindowsLines].some((is) => is(head));
}

function isAllUtf8(head: Uint8Array): boolean {
	try {
		// stream: the head may end in the middle of a character
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
	} catch {
		return false;
	}
	return countBytes(head, (byte) => byte >= FIRST_LEAD_BYTE) >= MIN_CHARACTERS;
}

function isSevenBit(head: Uint8Array): boolean {
	if (head.some((byte) => byte >= FIRST_HIGH_BYTE)) return false;
	return countBytes(head, (byte) => byte > 0) >= MIN_SEVEN_BIT_BYTES;
}

function isReplaced(head: Uint8Array): boolean {
	const replaced = countBytes(head, (byte) => byte === REPLACED_BYTE);
	const high = countBytes(head, (byte) => byte >= FIRST_HIGH_BYTE);
	return replaced >= MIN_CHARACTERS && replaced >= high * MIN_REPLACED_SHARE;
}

function hasOnlyWindowsLines(head: Uint8Array): boolean {
	const isLineEnd = (byte: number, index: number) =>
		byte === LINE_FEED && head[index - 1] === CARRIAGE_RETURN;
	const lines = countBytes(head, (byte) => byte === LINE_FEED);
	return lines >= MIN_LINES && lines === countBytes(head, isLineEnd);
}

function countBytes(bytes: Uint8Array, is: (byte: number, index: number) => boolean): number {
	let count = 0;
	bytes.forEach((byte, index) => {
		if (is(byte, index)) count += 1;
	});
	return count;
}
