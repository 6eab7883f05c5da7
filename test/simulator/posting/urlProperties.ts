/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import type { SimulatorState } from '../core/state';
import { parseUrl } from '../http/urls';
import type { MediaClient } from '../media/mediaClient';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LETTERS_IN_NAME = 32;
const CONTENT_LABEL = 'tiktok-developers-site-verification=';

/** The file by which TikTok's portal lets somebody prove that a URL prefix is theirs. */
export interface PrefixProof {
	prefix: string;
	fileName: string;
	/** The whole file: 68 bytes, no line break. */
	content: string;
}

/**
 * "URL properties" of TikTok's developer portal, for URL prefixes: a file of a name and content that TikTok chooses has
 * to be found directly below the prefix.
 * @see https://developers.tiktok.com/doc/set-up-development-configuration
 */
export class UrlProperties {
	private readonly proofs = new Map<string, PrefixProof>();

	constructor(
		private readonly state: SimulatorState,
		private readonly client: MediaClient,
	) {}

	/** The file for this prefix, the same each time. Throws where the portal would not take it. */
	offer(prefix: string): PrefixProof {
		const url = parseUrl(prefix);
		const isPrefix = url?.protocol === 'https:' && url.href === prefix && prefix.endsWith('/');
		if (!isPrefix || isIP(url.hostname) !== 0 || url.search !== '' || url.hash !== '') {
			throw new Error('A URL prefix begins with https://, names a domain and ends with a slash.');
		}
		const known = this.proofs.get(prefix);
		if (known) return known;
		const pick = (): string => LETTERS_AND_DIGITS.charAt(randomInt(LETTERS_AND_DIGITS.length));
		const token = Array.from({ length: LETTERS_IN_NAME }, pick).join('');
		const proof = { prefix, fileName: `tiktok${token}.txt`, content: CONTENT_LABEL + token };
		this.proofs.set(prefix, proof);
		return proof;
	}

	/**
	 * Looks for the file that was offered for this prefix, and remembers the prefix once it is there. Throws, in words
	 * for a person, when it is not there or not this very file as plain text.
	 */
	async verify(prefix: string): Promise<void> {
		const proof = this.proofs.get(prefix);
		if (!proof) throw new Error('Ask for the file of this prefix first.');
		const answer = await this.client.ask('GET', prefix + proof.fileName);
		const pieces: Buffer[] = [];
		for await (const piece of answer as AsyncIterable<Buffer>) pieces.push(piece);
		const content = Buffer.concat(pieces).toString('latin1');
		if (content !== proof.content) throw new Error('The file is there, but it is not this file.');
		const type = answer.headers['content-type'] ?? 'no type';
		if (!type.startsWith('text/plain')) throw new Error(`The file must be text, it is ${type}.`);
		const { verifiedProperties } = this.state.app;
		if (!verifiedProperties.includes(prefix)) verifiedProperties.push(prefix);
	}

	/** Forgets every file that was offered. */
	clear(): void {
		this.proofs.clear();
	}
}
