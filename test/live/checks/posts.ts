import type { IDataObject } from 'n8n-workflow';
import { makeLargeVideo } from '../../support/node/largeVideo';
import {
	CANCEL_PATH,
	directPhotosCall,
	directVideoCall,
	planFastChunks,
	rangeFrom,
	toPhotosSource,
	VIDEO_INIT_PATH,
	videoDraftCall,
} from '../../support/tested/tiktok';
import { MAX_CAPTION_LENGTH } from '../../support/tested/limits';
import type { Check } from '../check';
import { compare, init, isOk, ONLY_ME, PRIVATE, publishIdOf, SMALL_BYTES, textOf } from '../inits';
import { askStatus } from '../partedUpload';
import { waitUntilFinished } from './waitUntilFinished';

const LARGE_BYTES = 70_000_000;
/** Over 64,000,000 and under 64 MiB. */
const BETWEEN_UNITS_BYTES = 66_000_000;
const MB = 1_000_000;
const UNVERIFIED_URL = 'https://example.com/live-check.jpg';
const DIRECT = ['video.publish'];
const VIDEO = 'a video of 3 seconds that only the account itself sees';
const UNFILLED = 'at most uploads that get no byte and end by themselves within an hour';

/** Post: Create, as the editor saves it. */
const CREATE: IDataObject = {
	...{ resource: 'post', operation: 'create', binaryPropertyName: 'data', options: {} },
	...{ caption: 'Live check, only for me', isAigc: false, waitUntilFinished: true },
	...{ privacyLevel: 'SELF_ONLY', allowUsersTo: [] },
};

/** What is announced and posted. */
export const POST_CHECKS: readonly Check[] = [
	{
		name: 'video',
		does: 'runs Post: Create on a video of 1 MB, Only Me',
		leaves: VIDEO,
		scopes: DIRECT,
		run: async (session) => void (await session.runNode(CREATE, SMALL_BYTES)),
	},
	{
		name: 'large-video',
		does: 'runs Post: Create on a video of 70 MB in two chunks, Only Me',
		leaves: VIDEO,
		scopes: DIRECT,
		async run(session, see) {
			try {
				await session.runNode(CREATE, LARGE_BYTES);
			} finally {
				const answer = session.recorder.findLast('large-video', VIDEO_INIT_PATH);
				if (answer !== undefined) see({ severalChunks: await compare(session, answer) });
			}
		},
	},
	{
		name: 'chunk-plans',
		does: 'announces videos, Only Me, with plans of chunks that TikTok’s rules forbid or leave open',
		leaves: UNFILLED,
		scopes: DIRECT,
		async run(session, see) {
			const ask = async (video_size: number, chunk_size: number, total_chunk_count: number) =>
				await init(session, ONLY_ME, { video_size, chunk_size, total_chunk_count });
			see({ countUp: await ask(25 * MB, 10 * MB, 3) });
			see({ looseChunk: await compare(session, await ask(6 * MB, 10 * MB, 1)) });
			const bigChunk = await ask(BETWEEN_UNITS_BYTES, BETWEEN_UNITS_BYTES, 1);
			see({ bigChunk: await compare(session, bigChunk) });
		},
	},
	{
		name: 'long-caption',
		does: 'announces a video, Only Me, whose caption is one character too long',
		leaves: UNFILLED,
		scopes: DIRECT,
		async run(session, see) {
			const call = directVideoCall({ ...PRIVATE, caption: 'a'.repeat(MAX_CAPTION_LENGTH + 1) });
			const longCaption = await init(session, call, planFastChunks(SMALL_BYTES));
			see({ longCaption: await compare(session, longCaption) });
		},
	},
	{
		name: 'cancel',
		does: 'announces a video, Only Me, cancels it, and asks what became of it',
		leaves: UNFILLED,
		scopes: DIRECT,
		async run(session, see) {
			const opened = await init(session, ONLY_ME, planFastChunks(SMALL_BYTES));
			const publishId = publishIdOf(opened);
			see({ opened });
			await session.call(CANCEL_PATH, { publish_id: publishId });
			await askStatus(session, publishId);
		},
	},
	{
		name: 'draft',
		does: 'sends a video of 1 MB into the account’s inbox as a draft, announced with a field that TikTok does not list',
		leaves: 'a draft in the inbox; nobody sees it unless you post it',
		scopes: ['video.upload'],
		async run(session, see) {
			const plan = planFastChunks(SMALL_BYTES);
			const draft = videoDraftCall();
			const odd = { path: draft.path, body: { post_info: { title: 'Live check' } } };
			const withField = await init(session, odd, plan);
			const opened = isOk(withField) ? withField : await init(session, draft, plan);
			see({ unknownField: { odd: withField, usual: opened } });
			const publishId = publishIdOf(opened);
			see({ opened });
			const file = await makeLargeVideo(SMALL_BYTES);
			await session.put(textOf(opened, 'upload_url'), plan, rangeFrom(plan, 0), file);
			await waitUntilFinished(session, publishId);
		},
	},
	{
		name: 'photo-unverified',
		does: 'announces a photo, Only Me, at an address that is not verified for the app',
		leaves: 'nothing: no photo is there',
		scopes: DIRECT,
		async run(session, see) {
			const texts = { title: 'Live check', description: '' };
			const { path, body } = directPhotosCall({ ...PRIVATE, ...texts, autoAddMusic: false });
			const source_info = toPhotosSource([UNVERIFIED_URL], 0);
			see({ unverified: await session.call(path, { ...body, source_info }) });
		},
	},
];
