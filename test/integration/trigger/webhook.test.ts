import { MAX_AGE_SEC, PUBLISHING_EVENTS } from '../../support/tested/tiktok';
import { OTHER_EVENTS } from '../../support/tested/node';
import { captureLogs, type CapturedLogs } from '../../support/node/captureLogs';
import { findSecrets } from '../../support/node/findSecrets';
import {
	deliver,
	eventBody,
	listGenuineHeaders,
	VECTOR,
	withSignature,
	type Signer,
} from './support/deliveries';
import { listHostileDeliveries } from './support/hostileDeliveries';
import { MiniN8n } from './support/miniN8n';
import { send } from './support/send';

const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';
const POST_ID = '7678907398077074696';
const EVERYTHING = [...PUBLISHING_EVENTS, OTHER_EVENTS];
const UNAUTHORIZED = 401;
/** Some three hundred requests, on a machine that may be busy. */
const ALL_CASES_TIMEOUT_MS = 120_000;
const FAILING_EXPRESSION = '={{ $json.body.content.missing.too }}';

let n8n: MiniN8n;
let logs: CapturedLogs;

/** TikTok, now. */
function tikTok(): Signer {
	return { ...VECTOR, timeSec: Math.floor(Date.now() / 1000) };
}

beforeAll(() => {
	logs = captureLogs();
});

beforeEach(async () => {
	logs.clear();
	n8n = await MiniN8n.open();
	n8n.parameters = { events: EVERYTHING, options: {} };
	n8n.credential = {
		saved: { clientId: VECTOR.clientKey, clientSecret: VECTOR.clientSecret, appPlatform: 'web' },
	};
});

afterEach(async () => {
	await n8n.close();
	expect(findSecrets(logs.entries, VECTOR.clientSecret)).toEqual([]);
	expect(findSecrets(n8n.executions, VECTOR.clientSecret)).toEqual([]);
});

describe('an event of TikTok', () => {
	it('starts the workflow with what it says', async () => {
		const signer = tikTok();
		const body = eventBody(
			signer,
			'post.publish.publicly_available',
			`{"publish_id":"${PUBLISH_ID}","post_id":${POST_ID},"publish_type":"DIRECT_PUBLISH"}`,
		);
		expect(await send(n8n.url, deliver(body, signer))).toBe(200);
		expect(n8n.executions).toEqual([
			{
				event: 'post.publish.publicly_available',
				known: true,
				publish_id: PUBLISH_ID,
				post_id: POST_ID,
				post_ids: [POST_ID],
				publish_type: 'DIRECT_PUBLISH',
				reason: null,
				reason_code: null,
				create_time: signer.timeSec - 10,
				created_at: new Date((signer.timeSec - 10) * 1000).toISOString(),
				user_openid: 'sim-open-id-0001',
				content: { publish_id: PUBLISH_ID, post_id: POST_ID, publish_type: 'DIRECT_PUBLISH' },
			},
		]);
	});

	it('needs no connected account and no request to TikTok', async () => {
		expect(n8n.credential?.saved).not.toHaveProperty('oauthTokenData');
		await sendEvent();
		expect(n8n.executions).toHaveLength(1);
	});

	it('is taken with another content type too', async () => {
		const signer = tikTok();
		const delivery = deliver(eventBody(signer), signer);
		const types = ['text/plain', 'application/octet-stream', 'application/json; charset=utf-8'];
		for (const [index, type] of types.entries()) {
			const later = deliver(eventBody(signer, `event.${index}`), signer);
			const headers = { ...delivery.headers, ...later.headers, 'content-type': type };
			expect(await send(n8n.url, { ...later, headers })).toBe(200);
		}
		expect(n8n.executions).toHaveLength(types.length);
	});

	it('is taken where n8n has left the body unread', async () => {
		n8n.body = 'unread';
		expect(await sendEvent()).toBe(200);
		expect(n8n.executions).toHaveLength(1);
	});

	it.each(EVERYTHING)('is acknowledged and dropped when %s was not chosen', async (event) => {
		const sent = event === OTHER_EVENTS ? 'post.publish.invented' : event;
		n8n.parameters.events = EVERYTHING.filter((it) => it !== event);
		expect(await sendEvent(sent)).toBe(200);
		expect(n8n.executions).toEqual([]);
		n8n.parameters.events = [event];
		expect(await sendEvent(sent)).toBe(200);
		expect(n8n.executions).toMatchObject([{ event: sent, known: event !== OTHER_EVENTS }]);
	});

	it('is taken in both spellings', async () => {
		n8n.parameters.events = ['post.publish.no_longer_publicaly_available'];
		expect(await sendEvent('post.publish.no_longer_publicly_available')).toBe(200);
		expect(n8n.executions).toMatchObject([
			{ event: 'post.publish.no_longer_publicaly_available', known: true },
		]);
	});

	it('is dropped when it is about another post than the user named', async () => {
		n8n.parameters.options = { publishIds: `other, ${PUBLISH_ID}` };
		await sendEvent('post.publish.complete', { publish_id: 'third' });
		await sendEvent('post.publish.complete', { publish_id: PUBLISH_ID });
		expect(n8n.executions).toMatchObject([{ publish_id: PUBLISH_ID }]);
	});

	it('is taken as late as TikTok delivers, unless the option says less', async () => {
		const late = { ...tikTok(), timeSec: tikTok().timeSec - MAX_AGE_SEC + 600 };
		const delivery = deliver(eventBody(late), late);
		n8n.parameters.options = { maxAgeSeconds: 300 };
		expect(await send(n8n.url, delivery)).toBe(UNAUTHORIZED);
		n8n.parameters.options = {};
		expect(await send(n8n.url, delivery)).toBe(200);
		expect(n8n.executions).toHaveLength(1);
	});

	it.each([
		[' 60 ', 30, 90, undefined],
		[0, 0, 30, 1],
		[-5, 0, 30, 1],
		[999_999, MAX_AGE_SEC - 600, MAX_AGE_SEC + 100, MAX_AGE_SEC],
		['soon', MAX_AGE_SEC - 600, MAX_AGE_SEC + 100, MAX_AGE_SEC],
	])(
		'has the age of the option, or the nearest possible one, and the log says so: %j',
		async (maxAgeSeconds, takenAge, refusedAge, logged) => {
			n8n.parameters.options = { maxAgeSeconds };
			const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
			for (const [age, status] of [
				[takenAge, 200],
				[refusedAge, UNAUTHORIZED],
			] as const) {
				const aged = { ...tikTok(), timeSec: tikTok().timeSec - age };
				expect(await send(n8n.url, deliver(eventBody(aged), aged))).toBe(status);
			}
			clock.mockRestore();
			const lines = logs.entries.map((entry) => JSON.stringify(entry));
			expect(lines.filter((line) => line.includes('is used instead'))).toEqual(
				logged === undefined ? [] : [expect.stringContaining(`${logged} is used instead`)],
			);
		},
	);

	it.each(['={{ 300 }}', FAILING_EXPRESSION, Infinity, null, {}])(
		'is as old as by default where the option is %j',
		async (maxAgeSeconds) => {
			n8n.parameters.options = { maxAgeSeconds } as never;
			const late = { ...tikTok(), timeSec: tikTok().timeSec - 310 };
			expect(await send(n8n.url, deliver(eventBody(late), late))).toBe(200);
			const older = { ...tikTok(), timeSec: tikTok().timeSec - MAX_AGE_SEC - 100 };
			expect(await send(n8n.url, deliver(eventBody(older), older))).toBe(UNAUTHORIZED);
		},
	);

	it('is taken however its signature is written', async () => {
		const signer = tikTok();
		const titles = Object.keys(listGenuineHeaders('', signer));
		for (const title of titles) {
			const body = eventBody(signer, `event.${title}`);
			const signature = listGenuineHeaders(body, signer)[title];
			expect([title, await send(n8n.url, withSignature(body, signature))]).toEqual([title, 200]);
		}
		expect(n8n.executions).toHaveLength(titles.length);
	});

	it.each([' ', '\n', '\r\n', '\u200b', '\ufeff'])(
		'is taken where the stored key and secret have %j around them',
		async (padding) => {
			const pad = (text: string) => `${padding}${text}${padding}`;
			n8n.credential = {
				saved: { clientId: pad(VECTOR.clientKey), clientSecret: pad(VECTOR.clientSecret) },
			};
			expect(await sendEvent()).toBe(200);
			expect(n8n.executions).toHaveLength(1);
			// Nobody signs with that.
			const signer = { ...tikTok(), clientSecret: pad(VECTOR.clientSecret) };
			expect(await send(n8n.url, deliver(eventBody(signer), signer))).toBe(UNAUTHORIZED);
		},
	);
});

describe('what TikTok did not sign', () => {
	it(
		'starts nothing, in whatever way it comes',
		async () => {
			const cases = listHostileDeliveries(tikTok());
			const failures: string[] = [];
			for (const hostile of cases) {
				const status = await send(n8n.url, hostile);
				const isRefused = [400, UNAUTHORIZED, 422, 500].includes(status);
				const isForged = !hostile.isSigned && status >= 500;
				if (!isRefused || isForged || n8n.executions.length > 0) {
					failures.push(`${hostile.title}: ${status}`);
					n8n.executions.length = 0;
				}
			}
			expect(failures).toEqual([]);
			expect(cases.length).toBeGreaterThanOrEqual(300);
			expect(n8n.writes).toBe(0);

			// The same server takes the genuine one.
			expect(await sendEvent()).toBe(200);
			expect(n8n.executions).toHaveLength(1);
		},
		ALL_CASES_TIMEOUT_MS,
	);

	it('starts nothing when n8n can not hand over the bytes', async () => {
		n8n.body = 'lost';
		expect(await sendEvent()).toBe(UNAUTHORIZED);
		expect(n8n.executions).toEqual([]);
	});

	it.each([
		['no credential', undefined],
		['a credential without secret', { clientId: VECTOR.clientKey }],
		['an empty secret', { clientId: VECTOR.clientKey, clientSecret: '' }],
		['a secret of spaces', { clientId: VECTOR.clientKey, clientSecret: '  ' }],
		['a secret that is no text', { clientId: VECTOR.clientKey, clientSecret: 5 as never }],
	])('starts nothing with %s, also signed with just that', async (_what, saved) => {
		n8n.credential = saved && { saved };
		const secrets = ['', ' ', '  ', 'undefined', '5', VECTOR.clientSecret];
		for (const secret of secrets) {
			const signer = { ...tikTok(), clientSecret: secret };
			expect(await send(n8n.url, deliver(eventBody(signer), signer))).toBe(UNAUTHORIZED);
		}
		expect(n8n.executions).toEqual([]);
	});

	it('is refused, and the log says why, where n8n can not read the credential', async () => {
		n8n.credential = {
			get saved(): never {
				throw new Error('Credentials could not be decrypted');
			},
		};
		expect(await sendEvent()).toBe(UNAUTHORIZED);
		const logged = JSON.stringify(logs.entries);
		expect(logged).toMatch(/n8n can not read the credential of the node/);
		expect(logged).toMatch(/could not be decrypted/);
		expect(logged).not.toMatch(/no credential with a Client Secret/);
	});

	it.each([undefined, ''])(
		'starts nothing where the credential has the client key %j',
		async (key) => {
			n8n.credential = { saved: { clientId: key as never, clientSecret: VECTOR.clientSecret } };
			const signer = tikTok();
			const { client_key, ...rest } = JSON.parse(eventBody(signer)) as Record<string, unknown>;
			expect(client_key).toBe(VECTOR.clientKey);
			for (const envelope of [rest, { ...rest, client_key: '' }]) {
				const status = await send(n8n.url, deliver(JSON.stringify(envelope), signer));
				expect(status).toBe(UNAUTHORIZED);
			}
			expect(n8n.executions).toEqual([]);
		},
	);

	it('is told to the operator and not to the sender', async () => {
		await send(n8n.url, withSignature(eventBody(tikTok())));
		expect(JSON.stringify(logs.entries)).toMatch(
			/TikTok Post Trigger refused.*no TikTok-Signature/,
		);
	});
});

describe('a flood of forged webhooks', () => {
	const MINUTE_MS = 60_000;

	afterEach(() => void jest.restoreAllMocks());

	function countLines(): number {
		return logs.entries.filter((entry) => /refused a webhook/.test(JSON.stringify(entry))).length;
	}

	it('costs no look at the credential where their head gives them away', async () => {
		let reads = 0;
		const saved = { clientId: VECTOR.clientKey, clientSecret: VECTOR.clientSecret };
		n8n.credential = {
			get saved() {
				reads += 1;
				return saved;
			},
		};
		const signer = tikTok();
		const body = eventBody(signer);
		const old = { ...signer, timeSec: signer.timeSec - MAX_AGE_SEC - 100 };
		const large = JSON.stringify({ padding: 'x'.repeat(1_048_576) });
		for (const delivery of [
			withSignature(body),
			withSignature(body, 'sha256=abc'),
			deliver(body, old),
			deliver(body, { ...signer, timeSec: signer.timeSec + 600 }),
			deliver(large, signer),
		]) {
			expect(await send(n8n.url, delivery)).toBe(UNAUTHORIZED);
		}
		expect(reads).toBe(0);
		expect(await sendEvent()).toBe(200);
		expect(reads).toBe(1);
	});

	it('is one line in the log for each reason and minute, and then says how many', async () => {
		const start = Date.now();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
		const forged = withSignature(eventBody(tikTok()));
		for (let count = 0; count < 20; count += 1) await send(n8n.url, forged);
		expect(countLines()).toBe(1);
		const wrong = { ...tikTok(), clientSecret: 'other' };
		await send(n8n.url, deliver(eventBody(wrong), wrong));
		expect(countLines()).toBe(2);

		clock.mockReturnValue(start + MINUTE_MS - 1);
		await send(n8n.url, forged);
		expect(countLines()).toBe(2);
		clock.mockReturnValue(start + MINUTE_MS);
		await send(n8n.url, forged);
		expect(countLines()).toBe(3);
		expect(JSON.stringify(logs.entries)).toMatch(
			/20 more for this reason since the last such line/,
		);
	});

	it('of one node does not silence another one', async () => {
		await send(n8n.url, withSignature(eventBody(tikTok())));
		n8n.nodeId = '5e9a7d7a-0000-4000-8000-000000000003';
		await send(n8n.url, withSignature(eventBody(tikTok())));
		expect(countLines()).toBe(2);
	});
});

async function sendEvent(event?: string, content?: unknown): Promise<number> {
	const signer = tikTok();
	return await send(n8n.url, deliver(eventBody(signer, event, content), signer));
}
