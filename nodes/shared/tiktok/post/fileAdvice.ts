import { BASE64_TEXT, BYTES_AS_JSON, HEX_TEXT } from '../../video/encodedFile';
import { FILE_HANDLED_AS_TEXT } from '../../video/textDamage';

const LOOK_INTO_ANSWER =
	'It is most likely the answer of a service: the file is not ready yet, something went wrong, or it says where the file is. Look into it, and check the URL.';
const UNPACK =
	'Unpack it first, for example with the Compression node, or store the file as it is: packing hardly makes videos and photos smaller.';

/** By the beginning of what a file looks like: what to do about one that is something else than media in a foreign format. */
const ADVICE: ReadonlyArray<readonly [looksLike: string, advice: string]> = [
	[
		'HTML',
		'Its URL leads to a page (to share or preview the file, to sign in, or saying that something went wrong) instead of the file. Give the address of the file itself, and check that it works without signing in.',
	],
	['JSON', LOOK_INTO_ANSWER],
	['XML', LOOK_INTO_ANSWER],
	['GZIP', UNPACK],
	['Zstandard', UNPACK],
	['ZIP', UNPACK],
	['RAR', UNPACK],
	['7-Zip', UNPACK],
	[
		BASE64_TEXT,
		'Put the node Convert to File with the operation "Move Base64 String to File" before this one: it turns the text into the file. Leave out a beginning such as "data:…;base64,". If the text is a file already, put Extract from File before that.',
	],
	[
		HEX_TEXT,
		'Turn it into the file in a Code node, with this.helpers.prepareBinaryData(Buffer.from(text, "hex")). Leave out a "\\x" at its beginning.',
	],
	[
		BYTES_AS_JSON,
		'Return the file as binary data in the Code node before, with this.helpers.prepareBinaryData(buffer), not as JSON.',
	],
	[
		FILE_HANDLED_AS_TEXT,
		'Set Response Format to File in HTTP Request; in a Code node, pass the binary data on without toString(). Text cannot hold such a file, and what got lost does not come back.',
	],
];

/** What to do about a file that is no video or photo, but looks like this; undefined where it has to be converted. */
export function adviseOnFile(looksLike: string | undefined): string | undefined {
	return ADVICE.find(([beginning]) => looksLike?.startsWith(beginning))?.[1];
}
