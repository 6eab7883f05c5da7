/** What must never show: every kind of secret that the simulator hands out, wherever it stands. */
const SECRET_PATTERNS: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
	['token', /\b(?:act|rft|clt)\.[\w!*~.+/=-]+/],
	['secret of the simulator', /SIM[0-9a-f]{36}/],
	['upload URL', /https:\/\/[\w.-]*upload[\w.-]*\.tiktokapis\.(?:com|us)\//],
	['upload token', /upload_token/],
	['signed name of a photo', /[\w-]{20,}\.[\w-]{32}\.(?:jpg|webp)/],
	['authorization header', /Bearer \S/],
];

/**
 * Searches whatever a user, a log file or a saved execution could show for secrets: texts at any depth
 * of objects, lists, maps, errors (with message, stack, cause and all own properties) and buffers.
 *
 * @param clientSecret the app's, which has no pattern of its own
 * @returns what was found and where, for example `token at .cause.config.headers.Authorization`
 */
export function findSecrets(value: unknown, clientSecret: string): string[] {
	const patterns = [...SECRET_PATTERNS, ['client secret', literal(clientSecret)] as const];
	const found: string[] = [];
	for (const { path, text } of listTexts(value, '', new Set())) {
		for (const [name, pattern] of patterns) {
			if (pattern.test(text)) found.push(`${name} at ${path === '' ? 'the value itself' : path}`);
		}
	}
	return found;
}

interface FoundText {
	readonly path: string;
	readonly text: string;
}

function* listTexts(value: unknown, path: string, seen: Set<object>): Generator<FoundText> {
	if (typeof value === 'string') yield { path, text: value };
	if (typeof value !== 'object' || value === null || seen.has(value)) return;
	seen.add(value);
	if (value instanceof Uint8Array) {
		yield { path, text: Buffer.from(value).toString('latin1') };
		return;
	}
	const entries = value instanceof Map || value instanceof Set ? [...value.entries()] : [];
	for (const [key, entry] of entries) {
		yield* listTexts(key, `${path}[key]`, seen);
		yield* listTexts(entry, `${path}[entry]`, seen);
	}
	// Own properties, enumerable or not: an error's message, stack and cause are not.
	for (const key of Object.getOwnPropertyNames(value)) {
		yield { path: `${path}.${key}`, text: key };
		yield* listTexts(Reflect.get(value, key), `${path}.${key}`, seen);
	}
}

function literal(text: string): RegExp {
	return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
