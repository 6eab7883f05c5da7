import type { IDataObject } from 'n8n-workflow';
import { createParameters, statusParameters } from '../../../support/node/postStage';
import type { StageInUse } from '../../../support/node/useStage';

const VIDEO_URL = 'https://media.example.com/clips/run.mp4';
const ENDLESS_URL = 'https://media.example.com/clips/endless.mp4';
const PHOTO_URL = 'https://media.example.com/p/1.jpg';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
/** Between two operations of a person's; longer than any pause TikTok may want between polls. */
const BREATH_MS = 20_000;

const PULLED = { videoSource: 'pullFromUrl', videoUrl: VIDEO_URL };
const PHOTOS = { mediaType: 'photos', photoUrls: PHOTO_URL, title: 'Three views' };

/** What each operation put out. */
export type Tour = Readonly<Record<string, IDataObject>>;

/** Media that TikTok can pull, on a verified property. */
export function serveMedia({ stage }: StageInUse): void {
	const { simulator, video } = stage;
	simulator.app.verifiedProperties.push('media.example.com');
	const content = { content: video, contentType: 'video/mp4' };
	simulator.media.serve(VIDEO_URL, content);
	simulator.media.serve(ENDLESS_URL, { ...content, stallAfterBytes: 1_000 });
	simulator.media.serve(PHOTO_URL, { content: JPEG, contentType: 'image/jpeg' });
}

/** Does everything the node can do, as one account; its access expires on the way. */
export async function makeTour(use: StageInUse): Promise<Tour> {
	const { simulator } = use.stage;
	const run = async (parameters: IDataObject): Promise<IDataObject> => {
		simulator.clock.advance(BREATH_MS);
		return await use.runOne(parameters, { items: [await use.videoItem()] });
	};
	const creator = await run({ resource: 'creator', operation: 'get', options: {} });
	const created = await run(createParameters());
	const status = await run(statusParameters(String(created.publish_id)));
	const pulled = await run(createParameters(PULLED));
	simulator.tokens.expireAccessTokens();
	const photos = await run(createParameters(PHOTOS));
	const draft = await run(createParameters({ operation: 'upload' }));
	const photoDraft = await run(createParameters({ ...PHOTOS, operation: 'upload' }));
	const cancelled = await run(await startEndlessPull(run));
	return { creator, created, status, pulled, photos, draft, photoDraft, cancelled };
}

async function startEndlessPull(
	run: (parameters: IDataObject) => Promise<IDataObject>,
): Promise<IDataObject> {
	const endless = { ...PULLED, videoUrl: ENDLESS_URL, waitUntilFinished: false };
	const { publish_id: publishId } = await run(createParameters(endless));
	return { resource: 'post', operation: 'cancel', publishId, options: {} };
}

/** What a tour gives, whichever way TikTok decides what it leaves open. */
export function expectedTour({ stage }: StageInUse): Record<string, unknown> {
	const [file, pulled, photos] = stage.simulator.posts;
	const bytes = stage.video.length;
	const creator_username = 'sim.creator';
	const address = (kind: string, postId = ''): object => ({
		creator_username,
		post_ids: [postId],
		post_url: `https://www.tiktok.com/@sim.creator/${kind}/${postId}`,
		status: 'PUBLISH_COMPLETE',
	});
	const id = (prefix: string): unknown => expect.stringMatching(new RegExp(`^${prefix}~v2`));
	const inInbox = { status: 'SEND_TO_USER_INBOX' };
	return {
		creator: {
			can_post: true,
			creator_username,
			creator_nickname: 'Sim Creator',
			creator_avatar_url: expect.any(String),
			privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
			comment_disabled: false,
			duet_disabled: false,
			stitch_disabled: expect.any(Boolean),
			max_video_post_duration_sec: 600,
		},
		created: {
			...address('video', file?.postId),
			publish_id: id('v_pub_file'),
			uploaded_bytes: bytes,
		},
		status: {
			...address('video', file?.postId),
			publish_id: file?.publishId,
			uploaded_bytes: bytes,
		},
		pulled: {
			...address('video', pulled?.postId),
			publish_id: id('v_pub_url'),
			downloaded_bytes: bytes,
		},
		photos: {
			...address('photo', photos?.postId),
			publish_id: id('p_pub_url'),
			downloaded_bytes: JPEG.length,
		},
		draft: { ...inInbox, publish_id: id('v_inbox_file'), uploaded_bytes: bytes },
		photoDraft: { ...inInbox, publish_id: id('p_pub_url'), downloaded_bytes: JPEG.length },
		cancelled: {
			publish_id: id('v_pub_url'),
			status: 'FAILED',
			fail_reason: 'publish_cancelled',
			fail_message: expect.any(String),
			downloaded_bytes: expect.any(Number),
			cancel_accepted: true,
		},
	};
}

/** Kinds and ends of the posts that a tour leaves at TikTok, oldest first. */
export function listPosts({ stage }: StageInUse): string[] {
	return stage.simulator.posts.map(({ kind, source, status }) => `${kind} ${source} ${status}`);
}

export const EXPECTED_POSTS = [
	'direct_video FILE_UPLOAD PUBLISH_COMPLETE',
	'direct_video PULL_FROM_URL PUBLISH_COMPLETE',
	'direct_photo PULL_FROM_URL PUBLISH_COMPLETE',
	'inbox_video FILE_UPLOAD SEND_TO_USER_INBOX',
	'inbox_photo PULL_FROM_URL SEND_TO_USER_INBOX',
	'direct_video PULL_FROM_URL FAILED',
];
