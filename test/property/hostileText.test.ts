import {
	describeFailReason,
	errorFromAnswer,
	errorFromFailReason,
	isTrustedUploadUrl,
	readApiAnswer,
	readCreatorInfo,
	readPublishStatus,
	redactMessage,
} from '../support/tested/tiktok';
import { fc } from '../support/randomness';

const letters = fc.stringMatching(/^[A-Za-z0-9]{20,60}$/);
const token = fc
	.tuple(fc.constantFrom('act', 'rft', 'clt'), letters)
	.map(([kind, secret]) => `${kind}.${secret}`);
const uploadUrl = letters.map(
	(secret) => `https://open-upload.tiktokapis.com/upload/?upload_id=1&upload_token=${secret}`,
);
const secretText = fc.oneof(token, uploadUrl);
const noise = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '%20', '"'));

/** The part of a token or URL that nobody may see. */
function secretOf(text: string): string {
	return text.slice(-20);
}

it('redactMessage lets no token and no upload URL through, whatever stands around it', () => {
	fc.assert(
		fc.property(noise, secretText, noise, (before, secret, after) => {
			expect(redactMessage(before + secret + after)).not.toContain(secretOf(secret));
		}),
		{ numRuns: 3_000 },
	);
});

it('redactMessage hides every one of several', () => {
	fc.assert(
		fc.property(
			fc.array(secretText, { maxLength: 4 }),
			fc.constantFrom(' ', '\n', '"', '<'),
			(secrets, gap) => {
				const shown = redactMessage(secrets.join(gap));
				for (const secret of secrets) expect(shown).not.toContain(secretOf(secret));
			},
		),
	);
});

it('redactMessage shows at most 300 characters and a mark', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 1_000 }), (text) => {
			expect(redactMessage(text).length).toBeLessThanOrEqual(301);
		}),
	);
});

/** Bodies of every kind: TikTok's envelope with anything in it, cut off, damaged, or something else. */
const envelope = fc
	.record(
		{
			data: fc.anything(),
			error: fc.oneof(
				fc.anything(),
				fc.record(
					{
						code: fc.oneof(fc.constantFrom('ok', 'internal_error', '__proto__', ''), fc.anything()),
						message: fc.oneof(fc.string(), secretText, fc.anything()),
						log_id: fc.oneof(fc.string(), secretText, fc.anything()),
						logid: fc.anything(),
					},
					{ requiredKeys: [] },
				),
			),
		},
		{ requiredKeys: [] },
	)
	.map(toJson);
const damaged = fc
	.tuple(envelope, fc.nat(), fc.string({ maxLength: 4 }))
	.map(([text, at, patch]) => text.slice(0, at % (text.length + 1)) + patch);
const anyBody = fc.oneof(envelope, damaged, fc.string(), fc.json(), fc.constant('<html></html>'));
const anyStatus = fc.integer({ min: 100, max: 599 });

it('readApiAnswer throws at nothing, and only the code ok is a success', () => {
	fc.assert(
		fc.property(anyStatus, anyBody, (status, body) => {
			const answer = readApiAnswer(status, body);
			if (answer.ok) {
				expect(JSON.parse(body)).toMatchObject({ error: { code: 'ok' } });
				expect(Array.isArray(answer.data)).toBe(false);
			} else {
				expect(answer.httpStatus).toBe(status);
				expect([typeof answer.code, typeof answer.message]).toEqual(['string', 'string']);
			}
			expect(typeof answer.logId).toBe('string');
		}),
		{ numRuns: 5_000 },
	);
});

it('every refusal becomes an error with a next step and without a secret', () => {
	const retryAfter = fc.option(fc.nat(3_600), { nil: undefined });
	fc.assert(
		fc.property(anyStatus, anyBody, retryAfter, (status, body, seconds) => {
			const answer = readApiAnswer(status, body);
			if (answer.ok) return;
			const { failure } = errorFromAnswer(answer, 'init', seconds);
			expect(failure.message).not.toBe('');
			expect(failure.advice).toMatch(/\.$/);
			expect(failure.code).toMatch(/./);
			expect(JSON.stringify(failure)).not.toMatch(/(?:act|rft|clt)\.[A-Za-z0-9]{20}|upload_token=/);
		}),
		{ numRuns: 5_000 },
	);
});

it('every status and creator answer is read into its documented types', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.constantFrom(...FIELD_NAMES), fc.anything()), (data) => {
			const status = readPublishStatus(data);
			expect(typeof status.status).toBe('string');
			for (const id of status.post_ids) expect(id).toMatch(/^[1-9]\d*$/);
			for (const count of [status.uploaded_bytes, status.downloaded_bytes]) {
				if (count !== undefined) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
			}
			const creator = readCreatorInfo(data);
			for (const level of creator.privacy_level_options) expect(typeof level).toBe('string');
			expect(typeof creator.comment_disabled).toBe('boolean');
		}),
		{ numRuns: 3_000 },
	);
});

it('every fail_reason is described, and told without a secret', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), secretText, fc.constant('__proto__')), (reason) => {
			expect(describeFailReason(reason, 'p_1')).toMatch(/\. .+\.$/s);
			const { failure } = errorFromFailReason(reason, 'p');
			expect(JSON.stringify(failure)).not.toMatch(/(?:act|rft|clt)\.[A-Za-z0-9]{20}|upload_token=/);
		}),
	);
});

it('no text is trusted as an upload URL unless its host is TikTok’s', () => {
	const host = fc.oneof(
		fc.domain(),
		fc.constantFrom('open-upload.tiktokapis.com', 'x.tiktokapis.us', 'tiktokapis.com'),
		fc.domain().map((domain) => `${domain}.tiktokapis.com`),
		fc.domain().map((domain) => `open-upload.tiktokapis.com.${domain}`),
	);
	const url = fc
		.tuple(fc.constantFrom('https://', 'http://', 'https://a@', '//'), host, fc.webPath())
		.map((parts) => parts.join(''));
	fc.assert(
		fc.property(fc.oneof(url, fc.webUrl(), fc.string()), (text) => {
			if (!isTrustedUploadUrl(text)) return;
			const { protocol, hostname, port, username } = new URL(text);
			expect(protocol).toBe('https:');
			expect(hostname).toMatch(/^.+\.tiktokapis\.(?:com|us)$/);
			expect(port + username).toBe('');
		}),
		{ numRuns: 2_000 },
	);
});

const FIELD_NAMES = [
	'status',
	'fail_reason',
	'publicaly_available_post_id',
	'publicly_available_post_id',
	'uploaded_bytes',
	'downloaded_bytes',
	'creator_username',
	'privacy_level_options',
	'comment_disabled',
	'max_video_post_duration_sec',
];

/** JSON as far as it goes: what JSON can't hold becomes null. */
function toJson(value: unknown): string {
	try {
		return JSON.stringify(value, (_key, entry: unknown) =>
			typeof entry === 'bigint' ? String(entry) : entry,
		);
	} catch {
		return 'null';
	}
}
