import { decodeText } from './encodedFile';
import { nameBinarySignature, nameTextKind, TEXT_SAMPLE_BYTES } from './fileSignatures';

const PICTURES: readonly unknown[] = ['JPEG', 'WebP', 'PNG'];
/** A page may have a picture within it, and is none. */
const TEXTS: readonly unknown[] = ['text', 'JSON'];

/** What a text is that stands for a photo; undefined for any other file. */
export function nameEncodedPhoto(file: Uint8Array): string | undefined {
	const head = file.subarray(0, TEXT_SAMPLE_BYTES);
	if (!TEXTS.includes(nameTextKind(head))) return undefined;
	const found = decodeText(head).find(({ bytes }) => PICTURES.includes(nameBinarySignature(bytes)));
	return found && `${found.form} of a photo`;
}
