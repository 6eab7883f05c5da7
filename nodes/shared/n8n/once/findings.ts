import type { PublishStatus } from '../../tiktok/api/publishStatus';
import type { Verdict } from '../../tiktok/api/postVerdict';
import type { Item } from '../api/item';
import type { Checkpoint, Sender } from './checkpoint';
import type { KeyState, Word } from './decide';
import type { PostIdentity } from './itemNames';
import type { LedgerState } from './ledgerState';
import type { PostLedger } from './postLedger';

/** An item when it is its turn. */
export interface PostToStart {
	readonly ledger: PostLedger;
	readonly checkpoint: Checkpoint;
	/** The one of its keys that stands for the Deduplication Key. */
	readonly userKey: string | undefined;
	readonly sender: Sender;
	readonly identity: PostIdentity;
}

/** What was found out about it so far; the steps that `decide` asks for fill it in. */
export interface Findings extends PostToStart {
	readonly item: Item;
	before: readonly LedgerState[] | undefined;
	keys: readonly KeyState[] | undefined;
	/** TikTok's word about the post that decides now, and what it stands for. */
	word: Word | undefined;
	status: PublishStatus | undefined;
}

/** Notes what TikTok says. */
export function hear(
	findings: Findings,
	{ verdict, status }: { verdict: Verdict; status: PublishStatus | undefined },
	isFilesFault = false,
): void {
	findings.word = { verdict, isHeard: status !== undefined, isFilesFault };
	findings.status = status;
}

/** Whether what this execution has sent was sent with an account that is not connected any more. */
export function isElsewhere({ checkpoint, sender }: Findings): boolean {
	return (checkpoint.sender ?? sender).account !== sender.account;
}
