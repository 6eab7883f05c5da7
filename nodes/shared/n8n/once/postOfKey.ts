/** The steps about posts that stand under the keys of an item, whoever has made them. */
import { pause } from '../clock';
import { settle } from '../api/settlePost';
import type { KeyState } from './decide';
import { hear, type Findings } from './findings';
import type { LedgerState } from './ledgerState';
import { forgetUpload, recallPost, type RememberedPost } from './processMemory';
import { recallPublishedId } from './publishedIds';
import type { Start } from './start';

/** Whoever has claimed a post sends its last bytes within seconds. This often, and so much later, their end is asked. */
const ASK_AFTER_MS = [1_500, 2_500, 5_000, 9_000];
const ASK_LAST_AFTER_MS = 12_000;

export async function begin(findings: Findings): Promise<void> {
	const states = await findings.ledger.begin(findings.identity.quick);
	findings.word = undefined;
	findings.keys = states.map((state) => ({
		...state,
		hasName: state.reached !== 'begun' && identify(findings, state) !== undefined,
	}));
}

export async function settleOther(findings: Findings, key: KeyState): Promise<void> {
	const post = identify(findings, key);
	if (post === undefined) throw new Error('Only a post with a name can be asked about');
	hear(findings, await settle(findings.item, { ...post, isUploaded: key.reached === 'posted' }));
}

/** Waits for the end of a post that another process has claimed. */
export async function awaitEnd(findings: Findings, key: KeyState): Promise<void> {
	for (const delay of ASK_AFTER_MS) {
		if (await hearsOfEnd(findings, key, delay)) return;
	}
	// Of several who get this far at once, one closes the turn and the others hear of it.
	if (await findings.ledger.closeIfUnclaimed(key.key)) return beginAnew(findings);
	if (await hearsOfEnd(findings, key, ASK_LAST_AFTER_MS)) return;
	replace(findings, { ...key, isSilent: true });
}

async function hearsOfEnd(findings: Findings, key: KeyState, delay: number): Promise<boolean> {
	await pause(delay, findings.item.n8n.getExecutionCancelSignal());
	const { turn, reached } = await findings.ledger.read(key.key);
	if (turn === key.turn && reached === 'committed') return false;
	// Whoever tells of its end is at work now.
	findings.ledger.noteOthers();
	if (turn === key.turn && reached === 'posted') replace(findings, { ...key, reached });
	else beginAnew(findings);
	return true;
}

/** Nothing came of it, and nothing will: its turn is closed. */
export async function passBy(findings: Findings, key: KeyState): Promise<void> {
	const post = identify(findings, key);
	if (post !== undefined) forgetUpload(post.publishId);
	await findings.ledger.close([key]);
	beginAnew(findings);
}

export async function skip(findings: Findings, key: KeyState): Promise<Start> {
	if (key.reached === 'committed') await findings.ledger.finish([key]);
	const post = identify(findings, key);
	return {
		kind: 'posted',
		post: post && { publishId: post.publishId, status: findings.status },
		turn: key,
		isByUserKey: key.key === findings.userKey,
	};
}

/** Which post it was, where this process or the workflow's static data still know. */
function identify({ item }: Findings, turn: LedgerState): RememberedPost | undefined {
	const remembered = recallPost(turn.key);
	if (remembered?.turn === turn.turn) return remembered;
	const publishId = recallPublishedId(item.n8n, turn);
	return publishId === undefined ? undefined : { publishId, videoSize: undefined, turn: turn.turn };
}

function beginAnew(findings: Findings): void {
	findings.keys = undefined;
}

function replace(findings: Findings, key: KeyState): void {
	findings.keys = findings.keys?.map((other) => (other.key === key.key ? key : other));
}
