import {
	CREATOR_INFO_PATH,
	RATE_WINDOW_SECONDS,
	STATUS_PATH,
	VIDEO_LIST_PATH,
} from '../../support/tested/tiktok';
import { now } from '../../support/tested/n8n';
import type { Check } from '../check';
import { isOk } from '../inits';
import type { Answer } from '../recorder';

const NOTHING = 'nothing';
/** TikTok's limit is 20. */
const MANY_CALLS = 30;
const MAX_LISTED = 5;

/** What is only read. */
export const READING_CHECKS: readonly Check[] = [
	{
		name: 'creator-info',
		does: 'asks what the account may post',
		leaves: NOTHING,
		scopes: ['video.publish'],
		run: async (session, see) => see({ creator: await session.call(CREATOR_INFO_PATH, {}) }),
	},
	{
		name: 'wrong-id',
		does: 'asks for the status of a post that does not exist',
		leaves: NOTHING,
		scopes: ['video.publish'],
		async run(session, see) {
			see({ wrongId: await session.call(STATUS_PATH, { publish_id: 'v_pub_file~v2-1.1' }) });
		},
	},
	{
		name: 'video-list',
		does: 'asks for the times of the account’s last five public videos',
		leaves: NOTHING,
		scopes: ['video.list'],
		async run(session) {
			await session.call(VIDEO_LIST_PATH, { max_count: MAX_LISTED }, ['id', 'create_time']);
		},
	},
	{
		name: 'calls-per-minute',
		does: `asks what the account may post, up to ${MANY_CALLS} times within a minute, until TikTok refuses`,
		leaves: 'TikTok may take no such call of the app for a minute or more',
		scopes: ['video.publish'],
		asksFirst: true,
		async run(session, see) {
			const end = now() + RATE_WINDOW_SECONDS * 1_000;
			let answer: Answer | undefined;
			let calls = 0;
			while (calls < MANY_CALLS && (answer === undefined || isOk(answer)) && now() < end) {
				answer = await session.callAtOnce(CREATOR_INFO_PATH, { body: {} });
				calls += 1;
				see({ flood: { answer, isWhole: calls === MANY_CALLS } });
			}
		},
	},
];
