import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, StoppedError, TikTokError } from '../../tiktok/api/errors';
import type { InitCall, PulledSource } from '../../tiktok/api/wire';
import type { MediaFact } from '../once/mediaFact';
import type { PostAttempt } from '../once/postAttempt';
import { initPulledPost } from '../api/initPulledPost';
import type { UploadStart } from './publishVideo';

/** Media on a URL, on its way to TikTok by TikTok's own hand. */
export interface PulledPublication {
	readonly call: InitCall;
	readonly source: PulledSource;
	/** What is certain of the media. */
	readonly fact: MediaFact | undefined;
	/** Asks what the creator may do. Refuses before anything is sent; returns the creator's user name. */
	check(): Promise<string>;
}

/** A post that TikTok has accepted and is fetching the media of. */
export interface PulledPost {
	readonly publishId: string;
	readonly creatorUsername: string;
}

/**
 * Has TikTok fetch and publish media, once.
 *
 * @throws InputError before anything is sent
 * @throws TikTokError when TikTok refused, or `outcome_unknown` when its answer got lost
 * @throws StoppedError when the user stopped the execution
 */
export async function publishPulled(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	start: UploadStart,
	publication: PulledPublication,
): Promise<PulledPost> {
	// A post without upload has nothing to resume.
	if (start.kind === 'uploaded') return start;
	const post = await announce.call(this, attempt, publication);
	await attempt.announced(post.publishId, post.creatorUsername);
	return post;
}

async function announce(
	this: IExecuteFunctions,
	attempt: PostAttempt,
	{ call, source, fact, check }: PulledPublication,
): Promise<PulledPost> {
	let isSent = false;
	const beforeSend = async () => {
		await attempt.announcing(fact);
		isSent = true;
	};
	try {
		const creatorUsername = await check();
		const publishId = await initPulledPost.call(this, call, source, beforeSend);
		return { publishId, creatorUsername };
	} catch (error) {
		if (!isSent || isRefusal(error)) await attempt.discard();
		throw asError(error);
	}
}

/** After the call went out, only TikTok's own no (or a call that never got out) makes the post free again. */
function isRefusal(error: unknown): boolean {
	if (error instanceof StoppedError) return false;
	return error instanceof TikTokError && error.failure.code !== 'outcome_unknown';
}
