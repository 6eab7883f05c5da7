/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the test writes to a folder of its own */
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { adoptReport } from '../../live/adopt';
import { listMadePosts } from '../../live/madePosts';
import { makeReport, type Report } from '../../live/report';
import type { LiveResult } from '../../live/run';
import { Recorder } from '../../live/recorder';
import { README_FILE, withSeenColumn, type Observed } from '../../simulator/observed';
import { DEFAULT_SWITCHES } from '../../simulator/switches';
import { findSecrets } from '../../support/node/findSecrets';
import { useLiveStage } from './support/liveStage';

const DAY = '2027-01-31';
/** And what is wrong with them. */
const WRONG_REPORTS: ReadonlyArray<readonly [string, string]> = [
	...[
		['{"noSwitch":1}', 'noSwitch'],
		['{"toString":"unknown"}', 'toString'],
		['{"rePut":"416"}', 'rePut'],
		['{"putRange":"last | `x`"}', 'putRange'],
		['{"putRange":"other: a\\nb","units":"mib"}', 'putRange'],
		['{"putRange":{}}', 'putRange'],
	].map(
		([switches = '', names = '']) => [`{"seenOn":"${DAY}","switches":${switches}}`, names] as const,
	),
	['{"seenOn":"yesterday","switches":{}}', 'no day'],
	['[]', 'no day'],
	['# Live check', 'no day'],
];

describe('the report of a whole run', () => {
	const stage = useLiveStage();
	let result: LiveResult;
	let report: Report;

	beforeAll(async () => {
		result = await stage.run({ oauthErrorStatus: 400 });
		report = makeReport(result, DAY);
	});

	it('shows status, names of headers and body of every answer', () => {
		const answered = result.recorder.exchanges.filter(({ answer }) => answer.status !== undefined);
		expect(report.markdown.match(/→ HTTP \d{3}$/gm)).toHaveLength(answered.length);
		expect(report.markdown).toContain(
			'**lost-chunk**: PUT open-upload.tiktokapis.com/… → no answer',
		);
		expect(report.markdown).toMatch(/^headers: .*content-type.*date/m);
		expect(report.markdown).toContain('"code":"url_ownership_unverified"');
		expect(report.markdown).toContain('"expires_in":7200');
	});

	it('tells no secret and no name', () => {
		const { simulator } = stage;
		expect(findSecrets(report, simulator.app.clientSecret)).toEqual([]);
		const { clientKey } = simulator.app;
		const names = simulator.creators.flatMap(({ openId, username, nickname, avatarUrl }) => [
			...[openId, username, nickname, avatarUrl],
		]);
		expect(names).toHaveLength(4);
		for (const name of [clientKey, ...names]) {
			expect(report.markdown).not.toContain(name);
			expect(report.json).not.toContain(name);
		}
	});

	it('leaves the answers out when a secret has got into them, which it names without telling it', () => {
		const { markdown, json } = makeReport(result, DAY, (body) => body);
		expect(markdown).toMatch(
			/^They are left out, as they would tell .*access_token.*refresh_token.*upload_url/m,
		);
		expect(markdown).not.toContain('→ HTTP');
		expect(json).toBe(report.json);
		expect(findSecrets(markdown, stage.simulator.app.clientSecret)).toEqual([]);
	});

	it('is not written when a secret has got into the rest of it', () => {
		const { clientSecret } = stage.simulator.app;
		const outcomes = [{ name: 'video', outcome: `ended: ${clientSecret}` }] as const;
		const write = () => makeReport({ ...result, outcomes }, DAY);
		expect(write).toThrow('The report would tell client secret; it was not written');
	});

	it('is written whatever the account is called, and whatever else TikTok sends', () => {
		const recorder = new Recorder();
		const called = { data: { creator_nickname: 'Live check', display_name: 'Simulator' } };
		recorder.secrets.keepAllOf(called);
		const [first] = result.recorder.exchanges;
		if (first === undefined) throw new Error('Nothing was sent');
		const more = { upload_id: 'an id of its own', refresh_token: null, access_token: 7, id: 42 };
		const text = JSON.stringify({ ...called, ...more, note: JSON.stringify(more), cursor: 99 });
		recorder.exchanges.push({ ...first, answer: { ...first.answer, text } });
		const { markdown } = makeReport({ ...result, recorder }, DAY);
		expect(markdown).toMatch(/^# \[hidden\] of 2027-01-31$/m);
		expect(markdown).toContain(
			'"upload_id":"[hidden]","refresh_token":null,"access_token":"[hidden]"',
		);
		expect(markdown).toContain('"cursor":"[hidden]"');
	});

	it('hides the keys of the app also where TikTok repeats them', () => {
		const { clientKey } = stage.simulator.app;
		const [first] = result.recorder.exchanges;
		if (first === undefined) throw new Error('Nothing was sent');
		const text = JSON.stringify({ error_description: `Client key ${clientKey} is unknown` });
		const recorder = {
			...result.recorder,
			exchanges: [{ ...first, answer: { ...first.answer, text } }],
		};
		const { markdown } = makeReport({ ...result, recorder } as LiveResult, DAY);
		expect(markdown).toContain('Client key [hidden] is unknown');
		expect(markdown).not.toContain(clientKey);
	});

	it.each([
		['the client key', () => stage.simulator.app.clientKey, /client key/],
		['the client secret', () => stage.simulator.app.clientSecret, /client secret/],
		['an upload URL', () => listUploadUrls(result)[0] ?? '', /upload_url/],
		['an open id', () => stage.simulator.creators[0]?.openId ?? '', /open_id/],
		[
			'a token behind what was hidden',
			() => '","y":"[hidden] act.0123456789abcdefghijkl!4',
			/like a token/,
		],
		['a token that no answer held', () => 'act.0123456789abcdefghijkl!4', /like a token/],
	])('finds %s in an answer', (_what, secret, named) => {
		const { markdown } = makeReport(result, DAY, () => `{"x":"${secret()}"}`);
		const [, left = ''] = /^They are left out, as they would tell (.*)\.$/m.exec(markdown) ?? [];
		expect(left).toMatch(named);
		expect(markdown).not.toContain(secret());
	});

	it('lists every post, and all of them are for the account alone', () => {
		const { posts } = stage.simulator;
		expect(posts).toHaveLength(6);
		expect(result.posts.map(({ publishId }) => publishId)).toEqual(
			posts.map(({ publishId }) => publishId),
		);
		expect(result.posts.map(({ kind, state }) => `${kind}: ${state}`)).toEqual([
			'video, Only Me: PUBLISH_COMPLETE',
			'video, Only Me: PUBLISH_COMPLETE',
			'video, Only Me: no byte was sent: nothing is posted',
			'video, Only Me: PUBLISH_COMPLETE',
			'video, Only Me: no byte was sent: nothing is posted',
			'draft in the inbox: SEND_TO_USER_INBOX',
		]);
		for (const { publishId, postInfo, kind } of posts) {
			if (kind === 'direct_video') expect(postInfo.privacy_level).toBe('SELF_ONLY');
			expect(report.markdown).toContain(`| \`${publishId}\` |`);
		}
	});

	it.each([
		[206, 'not all bytes were sent: nothing is posted'],
		[416, 'not all bytes were sent: nothing is posted'],
		[201, 'PROCESSING_UPLOAD'],
		...[200, 202, 408, 429, 500, 504, undefined].map((status): [number | undefined, string] => [
			status,
			'TikTok may have all bytes: an answer was lost or says nothing',
		]),
	])('tells what a post may be whose chunks were answered with %s', (status, state) => {
		const ofVideo = result.recorder.exchanges.filter(({ check }) => check === 'video');
		const changed = ofVideo.map((it) => {
			if (it.method === 'PUT') return { ...it, answer: { ...it.answer, status } };
			if (!it.url.pathname.endsWith('/status/fetch/')) return it;
			const body = { data: { status: 'PROCESSING_UPLOAD' } };
			return { ...it, answer: { ...it.answer, body } };
		});
		expect(listMadePosts(changed).map((made) => made.state)).toEqual([state]);
	});

	it('lists what an init may have made whose answer was lost', () => {
		const inits = result.recorder.exchanges.filter(({ url }) => url.pathname.endsWith('/init/'));
		for (const status of [undefined, 503]) {
			const lost = inits.map((it) => ({ ...it, answer: { ...it.answer, status, text: '' } }));
			const made = listMadePosts(lost).map(({ publishId, kind, state }) =>
				[publishId, kind, state].join(': '),
			);
			expect(made).toHaveLength(inits.length);
			expect([...new Set(made)].sort()).toEqual([
				'id unknown: draft in the inbox: no byte was sent: nothing is posted',
				'id unknown: photo, Only Me: TikTok may have taken it: its answer was lost',
				'id unknown: video, Only Me: no byte was sent: nothing is posted',
			]);
		}
	});

	it('has a line for every switch, and says why some are not asked for', () => {
		const names = Object.keys(DEFAULT_SWITCHES);
		const missing = names.filter((name) => !report.markdown.includes(`| \`${name}\` |`));
		expect(missing).toEqual([]);
		expect(report.markdown).toContain('| `webhookCopies` | unknown | 1 | not asked: shows in');
		expect(Object.keys((JSON.parse(report.json) as Observed).switches ?? {})).toEqual(names);
	});

	it('shows a header that was seen to be missing as what was seen', () => {
		const observed = { seenOn: DAY, switches: { retryAfter: null } };
		const row = /^\| D17 +\| `retryAfter` .*\| null +\|$/m;
		expect(withSeenColumn(readFileSync(README_FILE, 'utf8'), observed)).toMatch(row);
	});

	it('says what differs from the simulator, for people and for the simulator', () => {
		expect(report.markdown).toMatch(/^\| `oauthErrorStatus` +\| 400 \*\*differs\*\* \| 200 /m);
		expect(report.markdown.match(/\*\*differs\*\*/g)).toHaveLength(1);
		const observed = JSON.parse(report.json) as Observed;
		expect(observed.seenOn).toBe(DAY);
		expect(observed.switches).toMatchObject({ oauthErrorStatus: 400, rePut: 416 });
	});

	it('can be taken over into the simulator', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'live-report-'));
		const to = { observed: path.join(folder, 'observed.json'), readme: path.join(folder, 'R.md') };
		const file = path.join(folder, 'report.json');
		try {
			await copyFile(README_FILE, to.readme);
			await writeFile(file, report.json);
			await adoptReport(file, to);
			const observed = JSON.parse(await readFile(to.observed, 'utf8')) as Observed;
			expect(observed).toEqual(JSON.parse(report.json));
			const readme = await readFile(to.readme, 'utf8');
			expect(readme).toMatch(/^\| D3 +\| `oauthErrorStatus` .*\| 400 +\|$/m);
			const next = { seenOn: '2027-02-01', switches: { oauthErrorStatus: 'unknown', rePut: 206 } };
			await writeFile(file, JSON.stringify(next));
			await adoptReport(file, to);
			await writeFile(file, `{"seenOn":"2026-01-01","switches":{}}`);
			await adoptReport(file, to);
			const both = JSON.parse(await readFile(to.observed, 'utf8')) as Observed;
			expect(both.seenOn).toBe(next.seenOn);
			expect(both.switches).toEqual({ ...observed.switches, rePut: 206 });
			const without = withSeenColumn(await readFile(README_FILE, 'utf8'), {});
			expect(withSeenColumn(readme, {})).toBe(without);
			for (const [wrong, names] of WRONG_REPORTS) {
				await writeFile(file, wrong);
				const message = `${file} is no report of this version: ${names}`;
				await expect(adoptReport(file, to)).rejects.toThrow(message);
			}
			expect(JSON.parse(await readFile(to.observed, 'utf8'))).toEqual(both);
		} finally {
			await rm(folder, { recursive: true });
		}
	});
});

describe('a check that would post publicly', () => {
	const VIDEO_INIT = 'https://open.tiktokapis.com/v2/post/publish/video/init/';
	const OTHER = 'https://open.tiktokapis.com/v2/post/publish/inbox/video/init/';

	async function send(url: string, body: object): Promise<jest.Mock> {
		const httpRequest = jest.fn(async () => ({ statusCode: 200, headers: {}, body: '' }));
		const helpers = { httpRequest: httpRequest as (options: object) => Promise<unknown> };
		new Recorder().watch({ helpers });
		await helpers.httpRequest({ url, body: JSON.stringify(body) }).catch(() => {});
		return httpRequest;
	}

	it.each([
		[VIDEO_INIT, { post_info: { privacy_level: 'PUBLIC_TO_EVERYONE' } }],
		[VIDEO_INIT, { post_info: {} }],
		[VIDEO_INIT, {}],
		[OTHER, { post_info: { privacy_level: 'MUTUAL_FOLLOW_FRIENDS' } }],
		[OTHER, { post_mode: 'DIRECT_POST', post_info: { privacy_level: null } }],
		[OTHER, { post_mode: 'DIRECT_POST' }],
	])('is stopped before the request goes out: %s %j', async (url, body) => {
		expect(await send(url, body)).not.toHaveBeenCalled();
	});

	it.each([
		[VIDEO_INIT, { post_info: { privacy_level: 'SELF_ONLY' } }],
		[OTHER, { source_info: {} }],
	])('and others are not: %s %j', async (url, body) => {
		expect(await send(url, body)).toHaveBeenCalledTimes(1);
	});
});

function listUploadUrls({ recorder }: LiveResult): string[] {
	return recorder.exchanges.filter(({ method }) => method === 'PUT').map(({ url }) => url.href);
}
