import { InputError } from '../../tiktok/api/errors';
import { outcomeUnknown, sentWithOtherAccount } from '../../tiktok/api/outcomeUnknown';
import type { Item } from '../api/item';
import type { OpenedPost } from './checkpoint';
import { decide, type Refusal, type Step } from './decide';
import { isElsewhere, type Findings, type PostToStart } from './findings';
import type { PostIdentity } from './itemNames';
import * as ownPost from './ownPost';
import type { PostLedger } from './postLedger';
import * as postOfKey from './postOfKey';
import type { Start } from './start';

/**
 * Tells where an item that is not finished has to begin, step by step as `decide` says. Asks TikTok about what an
 * earlier try has done.
 *
 * @throws InputError for a Deduplication Key where n8n can't keep it
 * @throws TikTokError `outcome_unknown` when it may have been posted and nobody can tell
 * @throws TikTokError when TikTok can't be asked, or has refused the same file before; nothing was sent then
 * @throws StoppedError when the user stops the execution
 */
export async function findStart(item: Item, post: PostToStart): Promise<Start> {
	const nothing = { before: undefined, keys: undefined, word: undefined, status: undefined };
	const findings: Findings = { ...post, item, ...nothing };
	for (;;) {
		const start = await take(decide(known(findings)), findings);
		assertKeyCanBeKept(post.identity, post.ledger);
		if (start !== undefined) return start;
	}
}

/** @throws InputError for a Deduplication Key where n8n keeps none, which is certain once the ledger was asked */
export function assertKeyCanBeKept({ deduplicationKey }: PostIdentity, ledger: PostLedger): void {
	if (deduplicationKey === '' || ledger.isAvailable) return;
	throw new InputError(
		'Deduplication Key needs a saved workflow',
		'Save the workflow, then run it again.',
	);
}

function known(findings: Findings): Parameters<typeof decide>[0] {
	const { checkpoint, before, keys, word } = findings;
	const { post: own, isAnnounced } = checkpoint;
	const canResume = own !== undefined && ownPost.findOpenUpload(findings, own) !== undefined;
	return {
		own: own && { isCommitted: own.isCommitted, canResume },
		isUnanswered: own === undefined && Boolean(isAnnounced),
		isElsewhere: isElsewhere(findings),
		...{ before, keys, word },
	};
}

/** @returns where to begin, once that is decided */
async function take(step: Step, findings: Findings): Promise<Start | undefined | void> {
	switch (step.do) {
		case 'begin':
			return await postOfKey.begin(findings);
		case 'settle other':
			return await postOfKey.settleOther(findings, step.key);
		case 'await end':
			return await postOfKey.awaitEnd(findings, step.key);
		case 'pass by':
			return await postOfKey.passBy(findings, step.key);
		case 'skip':
			return await postOfKey.skip(findings, step.key);
		case 'send':
			return { kind: 'fresh' };
		case 'refuse':
			throw explain(step.because, findings);
		default:
			return await takeWithOwn(step.do, findings, ownOf(findings));
	}
}

type OwnStep = 'look' | 'ask' | 'settle' | 'forget' | 'resume' | 'wait';

async function takeWithOwn(
	step: OwnStep,
	findings: Findings,
	own: OpenedPost,
): Promise<Start | undefined | void> {
	switch (step) {
		case 'look':
			return await ownPost.look(findings, own);
		case 'ask':
			return await ownPost.ask(findings, own);
		case 'settle':
			return await ownPost.settleOwn(findings, own);
		case 'forget':
			return await ownPost.forget(findings, own);
		case 'resume':
			return ownPost.resume(findings, own);
		case 'wait':
			return ownPost.wait(findings, own);
	}
}

function ownOf({ checkpoint: { post } }: Findings): OpenedPost {
	if (post === undefined) throw new Error('This step is about a post of the execution itself');
	return post;
}

function explain(because: Refusal, { checkpoint, status }: Findings): Error {
	const { post, sender } = checkpoint;
	switch (because) {
		case 'other account':
			return sentWithOtherAccount(sender?.credentialName ?? '', post?.publishId);
		case 'file':
		case 'unknown':
			return (post && ownPost.explainFailure(post, status)) ?? outcomeUnknown(post?.publishId);
	}
}
