import { isRecord } from '../../nodes/shared/tiktok/values/isRecord';
import { hideSecrets, parseLosslessJson, parseUrl, redactMessage } from '../support/tested/tiktok';

export const HIDDEN = '[hidden]';

/** Fields whose texts are TikTok's own and tell nothing of the account; all other texts are hidden. */
const SHOWN_FIELDS = new Set([
	...['code', 'message', 'error', 'error_description', 'log_id', 'logid'],
	...['status', 'fail_reason', 'publish_id', 'scope', 'token_type', 'privacy_level_options'],
]);
/** Fields whose numbers tell nothing of the account; others could be ids. */
const SHOWN_NUMBERS = new Set([
	...['code', 'error', 'error_code', 'status', 'expires_in', 'refresh_expires_in'],
	...['uploaded_bytes', 'downloaded_bytes', 'max_video_post_duration_sec'],
]);
/** Fields that give access or name the account, as they stand in answers. */
const SECRET_FIELDS = new Set([
	...['access_token', 'refresh_token', 'upload_url', 'open_id', 'union_id'],
	...['creator_avatar_url', 'avatar_url'],
]);
/** These can be any words, such as some that the report itself uses. */
const NAME_FIELDS = new Set([
	...['creator_username', 'creator_nickname', 'username', 'display_name'],
]);
/** What is shorter could stand in any text. */
const MIN_SECRET_LENGTH = 8;

/** An answer's body as it may be shown: switches, and numbers and texts of TikTok's own. */
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
	if (typeof value === 'boolean' || value === null) return value;
	if (typeof value !== 'string') return SHOWN_NUMBERS.has(field) ? value : HIDDEN;
	if (SHOWN_FIELDS.has(field)) return redactMessage(value);
	if (field === 'upload_url') return `${HIDDEN} on ${parseUrl(value)?.hostname ?? 'no host'}`;
	return HIDDEN;
}

/** The secrets of a run, to find them where they must not be. */
export class Secrets {
	private readonly names = new Map<string, string>();
	private readonly namesOfPeople = new Set<string>();

	keep(name: string, secret: string): void {
		if (secret.length >= MIN_SECRET_LENGTH) this.names.set(secret, name);
	}

	/** Keeps every secret of an answer. */
	keepAllOf(value: unknown, field = ''): void {
		if (typeof value === 'string' && SECRET_FIELDS.has(field)) this.keep(field, value);
		if (typeof value === 'string' && NAME_FIELDS.has(field) && value.length >= MIN_SECRET_LENGTH) {
			this.namesOfPeople.add(value);
		}
		if (typeof value !== 'object' || value === null) return;
		for (const [name, inner] of Object.entries(value)) {
			this.keepAllOf(inner, Array.isArray(value) ? field : name);
		}
	}

	/** A text without them: messages repeat what was sent. */
	hideIn(text: string): string {
		const hidden = [...this.names.keys()].reduce(
			(rest, secret) => rest.replaceAll(secret, HIDDEN),
			text,
		);
		return this.hideNamesIn(hidden);
	}

	/** A text without the names of the account. */
	hideNamesIn(text: string): string {
		return [...this.namesOfPeople].reduce((rest, name) => rest.replaceAll(name, HIDDEN), text);
	}

	/** What stands in the text and must not, in words that don't tell how it reads; empty if nothing does. */
	findIn(text: string): string {
		const found = [...this.names].filter(([secret]) => text.includes(secret));
		const kinds = found.map(([, name]) => name);
		if (text.split('\n').some((line) => hasToken(line))) kinds.push('something like a token');
		return [...new Set(kinds)].join(', ');
	}
}

/** Also tokens and upload URLs that no answer was known to hold. */
function hasToken(line: string): boolean {
	const harmless =
		/\w+\\?"\s*:\s*(?:\\?"\[hidden\](?: on [\w.-]+| on no host)?\\?"|null|-?\d+(?![\w.]))/g;
	const rest = line.replaceAll(harmless, '');
	return hideSecrets(rest) !== rest;
}
