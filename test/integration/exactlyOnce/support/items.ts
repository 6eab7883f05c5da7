import { deepCopy, type INodeExecutionData } from 'n8n-workflow';
import { itemWithVideo } from '../../../support/node/executeNode';
import type { PostStage } from '../../../support/node/postStage';
import { makePaddedMp4, sha256Of } from '../../../support/video';
import { factsOf, type ItemFacts } from './execution';
import type { ItemPlan, Media } from './plans';

/** Large enough for three chunks in the simulator's small units. */
const LONG_VIDEO_BYTES = 150_000;
const VIDEO_URL = 'https://media.example.com/run.mp4';

/** The videos of all histories. */
export interface Videos {
	readonly short: Buffer;
	readonly long: Buffer;
	readonly sha256: Readonly<Record<Media, string>>;
}

export async function makeVideos(short: Buffer): Promise<Videos> {
	const pieces: Buffer[] = [];
	for await (const piece of makePaddedMp4(LONG_VIDEO_BYTES)) pieces.push(piece);
	const long = Buffer.concat(pieces);
	const ofShort = await sha256Of(short);
	const sha256 = {
		stored: ofShort,
		inMemory: ofShort,
		pulled: ofShort,
		long: await sha256Of(long),
	};
	return { short, long, sha256 };
}

/** Serves the link of pulled videos. */
export function serveVideo({ simulator }: PostStage, { short }: Videos): void {
	simulator.app.verifiedProperties.push('media.example.com');
	simulator.media.serve(VIDEO_URL, { content: short, contentType: 'video/mp4' });
}

/** An item as the nodes in front would deliver it. */
export async function makeItem(
	{ storage }: PostStage,
	videos: Videos,
	plan: ItemPlan,
	place: string,
): Promise<INodeExecutionData> {
	const facts: ItemFacts = {
		// The same key stands for the same asset, so it is about the same post.
		id: plan.key === undefined ? `item-${place}` : `key-${plan.key}`,
		key: plan.key ?? '',
		isChanging: plan.isChanging,
		videoUrl: plan.media === 'pulled' ? VIDEO_URL : '',
		sha256: videos.sha256[plan.media],
	};
	switch (plan.media) {
		case 'stored':
			return { ...(await storage.store(videos.short)), json: facts };
		case 'long':
			return { ...(await storage.store(videos.long)), json: facts };
		case 'inMemory':
			return { ...itemWithVideo(videos.short), json: facts };
		case 'pulled':
			return { json: facts };
	}
}

/** The same item, with the file of another one. */
export function withFileOf(
	item: INodeExecutionData,
	other: INodeExecutionData,
): INodeExecutionData {
	const { videoUrl, sha256 } = factsOf(other);
	return { json: { ...item.json, videoUrl, sha256 }, binary: deepCopy(other.binary) };
}

/** Whether n8n has an id for the item's file, by which it is known after a crash. */
export function hasFileId({ binary }: INodeExecutionData): boolean {
	return binary?.data?.id !== undefined;
}
