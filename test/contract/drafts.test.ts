import { runApiTable, type ApiCase } from './support/apiTable';
import { useWorld } from './support/useWorld';
import { wholeSource } from './support/video';
import type { World } from './support/world';

const world = useWorld();
const body = { source_info: wholeSource(1000) };
const DAY_MS = 86_400_000;

async function openDrafts(w: World, count: number): Promise<void> {
	for (let i = 0; i < count; i++) await w.init(body, 'inboxInit');
}

const ROWS: Array<Omit<ApiCase, 'endpoint'>> = [
	{ condition: 'a file', call: { body }, text: '"publish_id":"v_inbox_file~v2.77' },
	{
		condition: 'video.publish is not the scope',
		before: (w) => {
			w.token = w.simulator.tokens.issue('sim-open-id-0001', ['video.publish']);
		},
		call: { body },
		status: 401,
		code: 'scope_not_authorized',
	},
	{
		condition: 'D10: a post_info is ignored, and recorded',
		call: { body: { ...body, post_info: { title: 'x' } } },
		violations: ['api-unknown-field'],
	},
	{
		condition: 'D10: a post_info is refused by switch',
		switches: { unknownFields: 'refuse' },
		call: { body: { ...body, post_info: { title: 'x' } } },
		status: 400,
		code: 'invalid_params',
		violations: ['api-unknown-field'],
	},
	{
		condition: 'no source_info',
		call: { body: {} },
		status: 400,
		code: 'invalid_params',
		violations: ['api-field-type'],
	},
	{
		condition: 'the chunk rules hold here too',
		call: { body: { source_info: { ...wholeSource(1000), total_chunk_count: 2 } } },
		status: 400,
		code: 'invalid_params',
		message: 'The total chunk count is invalid',
	},
	{
		condition: 'an unaudited app and a public account may send drafts',
		app: { unaudited: true },
		call: { body },
	},
	{
		condition: 'the seventh within a minute',
		switches: { draftCap: 'concurrent6' },
		before: async (w) => {
			for (let i = 0; i < 6; i++) {
				const { id } = await w.init(body, 'inboxInit');
				w.simulator.finishPost(id, 'internal');
			}
		},
		call: { body },
		status: 429,
		code: 'rate_limit_exceeded',
	},
	{
		condition: 'D16: the sixth pending draft in 24 h',
		before: (w) => openDrafts(w, 5),
		call: { body },
		status: 403,
		code: 'spam_risk_too_many_pending_share',
	},
	{
		condition: 'D16: the sixth draft after one was posted',
		before: async (w) => {
			await openDrafts(w, 5);
			const id = w.simulator.posts[0]?.publishId ?? '';
			w.simulator.finishPost(id);
			w.simulator.publishDraft(id);
		},
		call: { body },
	},
	{
		condition: 'D16: the sixth draft a day later',
		switches: { accessTtl: 100_000 },
		before: async (w) => {
			w.token = w.simulator.connect();
			await openDrafts(w, 5);
			w.simulator.clock.advance(DAY_MS);
		},
		call: { body },
	},
	{
		condition: 'D16: six at a time by switch, however old',
		switches: { draftCap: 'concurrent6', accessTtl: 100_000 },
		before: async (w) => {
			w.token = w.simulator.connect();
			await openDrafts(w, 6);
			w.simulator.clock.advance(DAY_MS);
		},
		call: { body },
		status: 403,
		code: 'spam_risk_too_many_pending_share',
	},
	{
		condition: 'a banned creator',
		creator: { banned: true },
		call: { body },
		status: 403,
		code: 'spam_risk_user_banned_from_posting',
	},
];

runApiTable(
	'inbox/video/init',
	world,
	ROWS.map((row) => ({ endpoint: 'inboxInit', ...row })),
);
