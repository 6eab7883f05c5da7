import { makeLargeVideo } from '../support/node/largeVideo';
import {
	asObject,
	asText,
	directVideoCall,
	planChunksOfSize,
	rangeFrom,
	readApiAnswer,
	readPublishStatus,
	STATUS_PATH,
	toChunkBytes,
	toPostInfo,
	VIDEO_INIT_PATH,
	SMALLEST_CHUNK_MB,
	type ChunkPlan,
	type InitCall,
	type PublishStatus,
} from '../support/tested/tiktok';
import type { Answer } from './recorder';
import type { BreakOff, LiveSession } from './session';

const CHUNKS = 5;

/** What every direct post of the checks says about itself. */
export const PRIVATE = {
	privacyLevel: 'SELF_ONLY',
	allowUsersTo: [],
	isAigc: false,
	commercialContent: [],
} as const;
const PRIVATE_POST = { ...PRIVATE, caption: 'Live check, only for me' };

/** A direct post that only the account itself sees. */
export const ONLY_ME = directVideoCall(PRIVATE_POST);

/** Announces a video and the plan of its chunks; nothing is posted before its last byte is sent. */
export async function init(
	session: LiveSession,
	{ path, body }: { readonly path: InitCall['path']; readonly body: object },
	plan: ChunkPlan,
): Promise<Answer> {
	return await session.call(path, { ...body, source_info: { source: 'FILE_UPLOAD', ...plan } });
}

/** Whether TikTok has said yes. */
export function isOk({ status, text }: Answer): boolean {
	return readApiAnswer(status ?? 0, text).ok;
}

/** A text of an answer's `data`. */
export function textOf(answer: Answer, field: string): string {
	return asText(asObject(answer.body.data)?.[field]);
}

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
		/** Made without the toggles that TikTok calls required; unless it refuses the same with them, too. */
		readonly withoutBrand: Answer | undefined,
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
		const comparable = isOk(opened) ? withoutBrand : undefined;
		return new PartedUpload(session, comparable, opened, plan, file);
	}

	get publishId(): string {
		return textOf(this.opened, 'publish_id');
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
