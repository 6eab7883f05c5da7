import { jsonOf } from './support/client';
import { runApiTable, type ApiCase } from './support/apiTable';
import { useWorld } from './support/useWorld';
import { chunkedSource, wholeSource } from './support/video';
import type { World } from './support/world';

const world = useWorld();
const PUBLIC = { privacy_level: 'PUBLIC_TO_EVERYONE' };
const FIRST_POST_ID = '7678907398077074696';

type Row = Omit<ApiCase, 'endpoint'>;

/** Asks for the only post there is. */
function ask(w: World): { body: unknown } {
	return { body: { publish_id: w.simulator.posts[0]?.publishId } };
}

async function poll(w: World, times: number): Promise<void> {
	for (let i = 0; i < times; i++) await w.call('status', ask(w));
}

const ROWS: Row[] = [
	{
		condition: 'nothing uploaded yet',
		before: async (w) => void (await w.init(w.directPost())),
		call: ask,
		data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 },
	},
	{
		condition: 'half of it uploaded',
		before: async (w) => {
			const { url } = await w.init(w.directPost(chunkedSource(20_000_000, 10_000_000)));
			await w.put(url, [0, 9_999_999, 20_000_000]);
		},
		call: ask,
		data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 10_000_000 },
	},
	{
		condition: 'a part that broke off, which is counted by switch',
		switches: { partialChunks: 'count' },
		before: async (w) => {
			const { url } = await w.init(w.directPost(chunkedSource(20_000_000, 10_000_000)));
			w.simulator.faults.add({
				on: { endpoint: 'upload' },
				do: 'reset-inside',
				afterBytes: 3_000_000,
			});
			await w.put(url, [0, 9_999_999, 20_000_000]);
		},
		call: ask,
		data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 3_000_000 },
	},
	{
		condition: 'the first poll after the upload',
		before: async (w) => void (await w.upload()),
		call: ask,
		data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 1000 },
	},
	{
		condition: 'the second poll: published',
		before: async (w) => {
			await w.upload();
			await poll(w, 1);
		},
		call: ask,
		data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [], uploaded_bytes: 1000 },
	},
	{
		condition: 'no poll of processing at all by switch',
		switches: { processingPolls: 0 },
		before: async (w) => void (await w.upload()),
		call: ask,
		data: { status: 'PUBLISH_COMPLETE' },
	},
	{
		condition: 'the end of processing by the clock',
		switches: { processingPolls: 100, processingMs: 30_000 },
		before: async (w) => {
			await w.upload();
			w.simulator.clock.advance(30_000);
		},
		call: ask,
		data: { status: 'PUBLISH_COMPLETE' },
	},
	{
		condition: 'a moment before the end of processing by the clock',
		switches: { processingPolls: 100, processingMs: 30_000 },
		before: async (w) => {
			await w.upload();
			w.simulator.clock.advance(29_999);
		},
		call: ask,
		data: { status: 'PROCESSING_UPLOAD' },
	},
	{
		condition: 'a public post has an id beyond 2^53 as a bare number',
		switches: { processingPolls: 0 },
		before: async (w) => void (await w.upload(PUBLIC)),
		call: ask,
		text: `"publicaly_available_post_id":[${FIRST_POST_ID}]`,
	},
	{
		condition: 'D15: the id as text in the list by switch',
		switches: { processingPolls: 0, postIdForm: 'string' },
		before: async (w) => void (await w.upload(PUBLIC)),
		call: ask,
		text: `"publicaly_available_post_id":["${FIRST_POST_ID}"]`,
	},
	{
		condition: 'D15: the id without a list by switch',
		switches: { processingPolls: 0, postIdForm: 'scalar' },
		before: async (w) => void (await w.upload(PUBLIC)),
		call: ask,
		text: `"publicaly_available_post_id":${FIRST_POST_ID},`,
	},
	{
		condition: 'D15: no id at all by switch',
		switches: { processingPolls: 0, postIdForm: 'absent' },
		before: async (w) => void (await w.upload(PUBLIC)),
		call: ask,
		text: '"data":{"status":"PUBLISH_COMPLETE","uploaded_bytes":1000}',
	},
	{
		condition: 'a public post in moderation has no id yet',
		switches: { processingPolls: 0, moderationMs: 60_000 },
		before: async (w) => {
			await w.upload(PUBLIC);
			await poll(w, 1);
			w.simulator.clock.advance(59_999);
		},
		call: ask,
		data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [] },
	},
	{
		condition: 'a public post after moderation',
		switches: { processingPolls: 0, moderationMs: 60_000 },
		before: async (w) => {
			await w.upload(PUBLIC);
			await poll(w, 1);
			w.simulator.clock.advance(60_000);
		},
		call: ask,
		text: FIRST_POST_ID,
	},
	{
		condition: 'a file that is no video: FAILED comes with 200 and ok',
		switches: { processingPolls: 0 },
		before: async (w) => {
			const { url } = await w.init(w.directPost());
			await w.put(url, [0, 999, 1000], {}, Buffer.alloc(1000, 'text'));
		},
		call: ask,
		data: { status: 'FAILED', fail_reason: 'file_format_check_failed' },
	},
	{
		condition: 'a WebM file',
		switches: { processingPolls: 0 },
		before: async (w) => {
			const { url } = await w.init(w.directPost());
			const webm = Buffer.alloc(1000);
			webm.write('1a45dfa39f4282847765626d', 'hex');
			await w.put(url, [0, 999, 1000], { 'Content-Type': 'video/webm' }, webm);
		},
		call: ask,
		data: { status: 'PUBLISH_COMPLETE' },
	},
	{
		condition: 'any fail reason by switch',
		switches: { processingPolls: 0, failReason: 'duration_check_failed' },
		before: async (w) => void (await w.upload()),
		call: ask,
		data: { status: 'FAILED', fail_reason: 'duration_check_failed' },
	},
	{
		condition: 'access removed while it was processed',
		before: async (w) => {
			await w.upload();
			w.simulator.tokens.revoke('sim-open-id-0001');
			w.token = w.simulator.connect();
		},
		call: ask,
		data: { status: 'FAILED', fail_reason: 'auth_removed' },
	},
	{
		condition: 'a draft ends in the inbox',
		switches: { processingPolls: 0 },
		before: async (w) => {
			const { url } = await w.init({ source_info: wholeSource(1000) }, 'inboxInit');
			await w.put(url, [0, 999, 1000]);
		},
		call: ask,
		data: { status: 'SEND_TO_USER_INBOX', publicaly_available_post_id: [] },
	},
	{
		condition: 'a draft that the creator posted twice, publicly',
		switches: { processingPolls: 0 },
		before: async (w) => {
			const { url, id } = await w.init({ source_info: wholeSource(1000) }, 'inboxInit');
			await w.put(url, [0, 999, 1000]);
			await poll(w, 1);
			w.simulator.publishDraft(id, true);
			w.simulator.publishDraft(id, true);
		},
		call: ask,
		text: `"publicaly_available_post_id":[${FIRST_POST_ID},7678907398077075720]`,
	},
	{
		condition: 'a post taken down has no public id any more',
		switches: { processingPolls: 0 },
		before: async (w) => {
			const id = await w.upload(PUBLIC);
			await poll(w, 1);
			w.simulator.takeDown(id);
		},
		call: ask,
		data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [] },
	},
	{
		condition: 'video.upload alone is scope enough',
		before: async (w) => {
			await w.upload();
			w.token = w.simulator.tokens.issue('sim-open-id-0001', ['video.upload']);
		},
		call: ask,
	},
	{
		condition: 'an unknown publish_id',
		call: { body: { publish_id: 'v_pub_file~v2-1.1' } },
		status: 400,
		code: 'invalid_publish_id',
	},
	{
		condition: 'no publish_id',
		call: { body: {} },
		status: 400,
		code: 'invalid_params',
		violations: ['api-field-type'],
	},
	{
		condition: 'a publish_id that is a number',
		call: { body: { publish_id: 7 } },
		status: 400,
		code: 'invalid_params',
		violations: ['api-field-type'],
	},
	{
		condition: "another user's publish_id",
		before: async (w) => {
			await w.upload();
			w.simulator.addCreator({ openId: 'sim-open-id-0002' });
			w.token = w.simulator.connect('sim-open-id-0002');
		},
		call: ask,
		status: 400,
		code: 'token_not_authorized_for_specified_publish_id',
	},
	{
		condition: 'the thirty-first poll within a minute: 429, and recorded as too fast',
		before: async (w) => {
			await w.upload();
			await poll(w, 30);
		},
		call: ask,
		status: 429,
		code: 'rate_limit_exceeded',
		violations: ['status-poll-too-fast'],
	},
	{
		condition: 'a poll sooner than the switch allows is answered, and recorded',
		switches: { minPollGapMs: 2000 },
		before: async (w) => {
			await w.upload();
			await poll(w, 1);
			w.simulator.clock.advance(1999);
		},
		call: ask,
		violations: ['status-poll-too-fast'],
	},
];

runApiTable(
	'status/fetch',
	world,
	ROWS.map((row) => ({ endpoint: 'status', ...row })),
);

test('finishPost() ends processing at once', async () => {
	const id = await world().upload();
	world().simulator.finishPost(id, 'spam_risk');
	expect(jsonOf(await world().call('status', ask(world()))).data).toMatchObject({
		status: 'FAILED',
		fail_reason: 'spam_risk',
	});
});

test('a post id that JSON.parse() would mangle stays exact in the text', async () => {
	world().simulator.switches.processingPolls = 0;
	await world().upload(PUBLIC);
	const { text } = await world().call('status', ask(world()));
	expect(text).toContain(FIRST_POST_ID);
	expect(JSON.stringify(JSON.parse(text))).not.toContain(FIRST_POST_ID);
});
