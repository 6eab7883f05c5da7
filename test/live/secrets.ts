import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';
import { hideSecrets, parseLosslessJson, parseUrl, redactMessage } from '../support/tested/tiktok';

export const HIDDEN = '[hidden]';

/** Fields whose texts are TikTok's own and tell nothing of the account; all other texts are hidden. */
const SHOWN_FIELDS = new Set([
	...['code', 'message', 'error', 'error_description', 'log_id', 'logid'],
	...['status', 'fail_reason', 'publish_id', 'scope', 'token_type', 'privacy_level_options'],
]);
/** Fields that give access or name the account, as they stand in answers. */
const SECRET_FIELDS = new Set([
	...['access_token', 'refresh_token', 'upload_url', 'open_id', 'union_id'],
	...['creator_avatar_url', 'avatar_url', 'creator_username', 'creator_nickname'],
	...['username', 'display_name'],
]);
/** What is shorter could stand in any text. */
const MIN_SECRET_LENGTH = 8;

/** An answer's body as it may be shown: numbers, switches, and texts of TikTok's own. */
export function redactBody(text: string): string {
	if (text === '') return '';
	try {
		return JSON.stringify(redact(parseLosslessJson(text)));
	} catch {
		return `(${text.length} characters that are no JSON)`;
	}
}

function redact(value: unknown, field = ''): unknown {
	if (Array.isArray(value)) return value.map((entry) => redact(entry, field));
	if (isRecord(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [name, redact(inner, name)]),
		);
	}
	if (typeof value !== 'string') return value;
	if (SHOWN_FIELDS.has(field)) return redactMessage(value);
	if (field === 'upload_url') return `${HIDDEN} on ${parseUrl(value)?.hostname ?? 'no host'}`;
	return HIDDEN;
}

/** The secrets of a run, to find them where they must not be. */
export class Secrets {
	private readonly names = new Map<string, string>();

	keep(name: string, secret: string): void {
		if (secret.length >= MIN_SECRET_LENGTH) this.names.set(secret, name);
	}

	/** Keeps every secret of an answer. */
	keepAllOf(value: unknown, field = ''): void {
		if (typeof value === 'string' && SECRET_FIELDS.has(field)) this.keep(field, value);
		if (typeof value !== 'object' || value === null) return;
		for (const [name, inner] of Object.entries(value)) {
			this.keepAllOf(inner, Array.isArray(value) ? field : name);
		}
	}

	/** A text without them: messages repeat what was sent. */
	hideIn(text: string): string {
		return [...this.names.keys()].reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
	}

	/** @throws Error that names what stands in the text, and not how it reads */
	assertAbsent(text: string): void {
		const found = [...this.names].filter(([secret]) => text.includes(secret));
		const kinds = found.map(([, name]) => name);
		if (text.split('\n').some((line) => hasToken(line))) kinds.push('something like a token');
		if (kinds.length === 0) return;
		throw new Error(`The report would tell ${[...new Set(kinds)].join(', ')}; it was not written`);
	}
}

/** Also tokens and upload URLs that no answer was known to hold. */
function hasToken(line: string): boolean {
	const names = /(?:access_token|refresh_token|upload_url)\\?"\s*:\s*\\?"\[hidden\][^"]*"/g;
	const rest = line.replaceAll(names, '');
	return hideSecrets(rest) !== rest;
}
