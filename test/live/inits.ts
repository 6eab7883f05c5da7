import {
	asObject,
	asText,
	directVideoCall,
	planFastChunks,
	readApiAnswer,
	type ChunkPlan,
	type InitCall,
} from '../support/tested/tiktok';
import type { Comparison } from './check';
import { codeOf } from './readers';
import type { Answer } from './recorder';
import type { LiveSession } from './session';

export const SMALL_BYTES = 1_000_000;

/** What every direct post of the checks says about itself. */
export const PRIVATE = {
	privacyLevel: 'SELF_ONLY',
	allowUsersTo: [],
	isAigc: false,
	commercialContent: [],
} as const;
/** What is said of it beside the video. */
export const PRIVATE_POST = { ...PRIVATE, caption: 'Live check, only for me' };

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

/** The answer to an init, and where it is a refusal, the one to an ordinary init: a video of 1 MB in one chunk, Only Me. */
export async function compare(session: LiveSession, odd: Answer): Promise<Comparison> {
	if (isOk(odd)) return { odd, usual: undefined };
	if (session.usualInit === undefined || !isOk(session.usualInit)) {
		session.usualInit = await init(session, ONLY_ME, planFastChunks(SMALL_BYTES));
	}
	return { odd, usual: session.usualInit };
}

/**
 * The post that an init has opened.
 *
 * @throws Error when it was refused
 */
export function publishIdOf(opened: Answer): string {
	const publishId = textOf(opened, 'publish_id');
	if (publishId !== '') return publishId;
	throw new Error(`TikTok has opened no post: ${codeOf(opened) || 'no answer'}`);
}
