import { makeLargeVideo } from '../support/node/largeVideo';
import {
	asObject,
	planChunksOfSize,
	rangeFrom,
	readPublishStatus,
	STATUS_PATH,
	toChunkBytes,
	toPostInfo,
	VIDEO_INIT_PATH,
	SMALLEST_CHUNK_MB,
	type ChunkPlan,
	type PublishStatus,
} from '../support/tested/tiktok';
import type { Comparison } from './check';
import { init, isOk, ONLY_ME, PRIVATE_POST, publishIdOf, textOf } from './inits';
import type { Answer } from './recorder';
import type { BreakOff, LiveSession } from './session';

const CHUNKS = 5;

export async function askStatus(
	session: LiveSession,
	publishId: string,
): Promise<{ readonly answer: Answer; readonly status: PublishStatus }> {
	const answer = await session.call(STATUS_PATH, { publish_id: publishId });
	return { answer, status: readPublishStatus(asObject(answer.body.data) ?? {}) };
}

/** A direct post, only for the account itself, whose five chunks of 5 MB are sent one by one. */
export class PartedUpload {
	/** Bytes TikTok has. */
	position = 0;

	private constructor(
		private readonly session: LiveSession,
		/** Made without the toggles that TikTok calls required. */
		readonly withoutBrand: Comparison,
		/** Opened it, be it that one or another. */
		readonly opened: Answer,
		private readonly plan: ChunkPlan,
		private readonly file: Buffer,
	) {}

	static async open(session: LiveSession): Promise<PartedUpload> {
		const chunkBytes = toChunkBytes(SMALLEST_CHUNK_MB);
		const plan = planChunksOfSize(CHUNKS * chunkBytes, chunkBytes);
		const file = await makeLargeVideo(plan.video_size);
		const { brand_content_toggle, brand_organic_toggle, ...info } = toPostInfo(PRIVATE_POST);
		void [brand_content_toggle, brand_organic_toggle];
		const lessCall = { path: VIDEO_INIT_PATH, body: { post_info: info } } as const;
		const withoutBrand = await init(session, lessCall, plan);
		const opened = isOk(withoutBrand) ? withoutBrand : await init(session, ONLY_ME, plan);
		return new PartedUpload(session, { odd: withoutBrand, usual: opened }, opened, plan, file);
	}

	/** @throws Error when none was opened */
	get publishId(): string {
		return publishIdOf(this.opened);
	}

	get isComplete(): boolean {
		return this.position >= this.plan.video_size;
	}

	/** Sends the chunk that begins at this byte, by default the one that is due. */
	async send(first = this.position, breakOff?: BreakOff): Promise<Answer> {
		const { session, plan, file } = this;
		const range = rangeFrom(plan, first);
		const answer = await session.put(
			textOf(this.opened, 'upload_url'),
			plan,
			range,
			file,
			breakOff,
		);
		const isTaken = answer.status === 201 || answer.status === 206;
		if (isTaken && first === this.position) this.position = range.last + 1;
		return answer;
	}

	/** Where the chunk begins that is so many chunks after the one that is due. */
	startOf(chunksAhead: number): number {
		return this.position + chunksAhead * this.plan.chunk_size;
	}

	/** Takes TikTok's word for how much has arrived. */
	async askPosition(): Promise<Answer> {
		const { answer, status } = await askStatus(this.session, this.publishId);
		this.position = status.uploaded_bytes ?? this.position;
		return answer;
	}
}
