/** The steps about the post that an earlier try of the same execution has opened. */
import { afterSending, asError, isPassing, TikTokError } from '../../tiktok/api/errors';
import { errorFromFailReason } from '../../tiktok/api/failReasons';
import { judgePost } from '../../tiktok/api/postVerdict';
import { phaseOf, type PublishStatus } from '../../tiktok/api/publishStatus';
import { countWholeChunks } from '../../tiktok/upload/contentRange';
import type { OpenUpload } from '../../tiktok/upload/openUpload';
import type { Item } from '../api/item';
import { askStatus, settle } from '../api/settlePost';
import { forgetPost, type OpenedPost } from './checkpoint';
import { hear, isElsewhere, type Findings } from './findings';
import { nameContent } from './itemNames';
import type { LedgerState } from './ledgerState';
import { forgetUpload, recallUpload } from './processMemory';
import type { Start } from './start';

/** The upload, where this process has its URL and it is to be the very same post. */
export function findOpenUpload(findings: Findings, own: OpenedPost): OpenUpload | undefined {
	const isSamePost = own.content === nameContent(findings.identity).content;
	return isSamePost ? recallUpload(own.publishId) : undefined;
}

/** Another retry of the same execution may have got further than this one's checkpoint knows. */
export async function look(findings: Findings, own: OpenedPost): Promise<void> {
	const { checkpoint, ledger } = findings;
	// Names belong to the account that it was sent with.
	const keys = isElsewhere(findings) ? (checkpoint.entered?.keys ?? []) : undefined;
	findings.before = await ledger.readAll(keys);
	if (takenOf(findings).length > 0) own.isCommitted = true;
}

export async function ask(findings: Findings, own: OpenedPost): Promise<void> {
	const status = await askUnlessHarmless(findings.item, own);
	const isSameFile = own.media === nameContent(findings.identity).media;
	const isFilesFault = isSameFile && explainFailure(own, status)?.failure.retry === 'file';
	hear(findings, { verdict: judgePost(own, status), status }, isFilesFault);
}

export async function settleOwn(findings: Findings, own: OpenedPost): Promise<void> {
	hear(findings, await settle(findings.item, own));
}

/** From here on nobody may go on with its upload. */
export async function forget(findings: Findings, own: OpenedPost): Promise<void> {
	forgetUpload(own.publishId);
	await findings.ledger.close(own.turns);
	forgetPost(findings.checkpoint);
	findings.word = undefined;
}

export function wait(findings: Findings, own: OpenedPost): Start {
	if (own.turns.length === 0) own.turns = takenOf(findings);
	const { publishId, creatorUsername } = own;
	return { kind: 'uploaded', publishId, creatorUsername };
}

export function resume(findings: Findings, own: OpenedPost): Start {
	const upload = findOpenUpload(findings, own);
	if (upload === undefined) throw new Error('Only an open upload can go on');
	findings.ledger.goOn(own.turns);
	// Both are TikTok's word; the count in its status may lag behind its answers.
	const counted = countWholeChunks(findings.status?.uploaded_bytes ?? 0, upload.plan);
	const acceptedBytes = Math.max(own.acceptedBytes, counted);
	return {
		kind: 'resume',
		post: own,
		upload,
		from: { acceptedBytes, isCommitted: own.isCommitted },
	};
}

/** Why TikTok failed it. */
export function explainFailure(
	{ publishId }: OpenedPost,
	status: PublishStatus | undefined,
): TikTokError | undefined {
	if (status === undefined || phaseOf(status) !== 'failed') return undefined;
	return errorFromFailReason(status.fail_reason, publishId);
}

/** Where it is known already whether the last bytes arrived, a TikTok that can't be asked does no harm. */
async function askUnlessHarmless(item: Item, own: OpenedPost): Promise<PublishStatus | undefined> {
	try {
		return await askStatus(item, own.publishId);
	} catch (error) {
		const { isUploaded, isCommitted, publishId } = own;
		const isKnown = isUploaded || !isCommitted;
		if (isKnown && error instanceof TikTokError && isPassing(error)) return undefined;
		throw asError(isCommitted ? afterSending(error, publishId, isUploaded) : error);
	}
}

function takenOf({ before = [] }: Findings): LedgerState[] {
	return before.filter(({ reached }) => reached !== 'begun');
}
