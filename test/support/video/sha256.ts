/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test support reads files */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';

type Bytes = Uint8Array | string;

/** Lowercase hex SHA-256 of bytes at hand or of a stream; a stream is read once, not kept. */
export async function sha256Of(
	source: Uint8Array | AsyncIterable<Bytes> | Iterable<Bytes>,
): Promise<string> {
	const hash = createHash('sha256');
	if (source instanceof Uint8Array) return hash.update(source).digest('hex');
	for await (const piece of source) hash.update(piece);
	return hash.digest('hex');
}

/** Lowercase hex SHA-256 of a file of any size. */
export async function sha256OfFile(path: string): Promise<string> {
	return await sha256Of(createReadStream(path));
}

/** A pass-through that hashes what flows by; ask for the digest once, after the stream has ended. */
export function sha256Through(): { transform: Transform; digest: () => string } {
	const hash = createHash('sha256');
	const transform = new Transform({
		transform(piece: Buffer, _encoding, done) {
			hash.update(piece);
			done(null, piece);
		},
	});
	return { transform, digest: () => hash.digest('hex') };
}
