/**
 * The file by which TikTok verifies a URL prefix: `tiktok<token>.txt` below the prefix, with the same token in it.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */

import { PADDING_SOURCE, trimBlanks } from '../values/plainText';

/** The file's name or its text, whichever people have at hand. */
const ENTERED = /^(?:tiktok-developers-site-verification=|tiktok)([A-Za-z0-9]{16,64})(?:\.txt)?$/;

/**
 * The file's name as an n8n expression of what was entered: n8n evaluates it when the workflow is published. Where
 * nothing usable is entered it is a name that TikTok never gives.
 *
 * @param value a text, as an expression
 */
export function verificationFileExpression(value: string): string {
	const trimmed = `String(${value} ?? "").replace(/${PADDING_SOURCE}/g, "")`;
	return `={{ "tiktok" + ((${trimmed}.match(${ENTERED}) || [])[1] || "-no-file") + ".txt" }}`;
}

/** @returns the file's text; `undefined` for what is neither its name nor its text */
export function readVerification(entered: unknown): string | undefined {
	const [, token] = ENTERED.exec(trimBlanks(String(entered))) ?? [];
	return token === undefined ? undefined : `tiktok-developers-site-verification=${token}`;
}
