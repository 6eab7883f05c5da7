/**
 * What to do next about an item whose turn it is: the one place where that is decided. It knows nothing but what it is
 * told, and `findStart` does what it says.
 */
import type { Verdict } from '../../tiktok/api/postVerdict';
import type { LedgerState } from './ledgerState';

/** The post that this execution has opened, as its checkpoint has it. */
export interface OwnPost {
	/** Its last bytes were on their way. */
	readonly isCommitted: boolean;
	/** This process has its upload URL, and it is to be the very same post. */
	readonly canResume: boolean;
}

/** A key that somebody has begun with. */
export interface KeyState extends LedgerState {
	/** Which post it stands for is still known, so that TikTok can be asked about it. */
	readonly hasName: boolean;
	/** Nothing was heard of the end of a committed post, for longer than its last bytes take. */
	readonly isSilent?: boolean;
}

/** TikTok's word about the post that decides now. */
export interface Word {
	readonly verdict: Verdict;
	/** TikTok was asked and told something about it. */
	readonly isHeard: boolean;
	/** TikTok refused the file itself, and the same file is to be posted. */
	readonly isFilesFault: boolean;
}

/** What is known of an item; `undefined` is what nobody has asked yet. */
export interface Known {
	/** `undefined` when there is none, or nothing will come of it. */
	readonly own: OwnPost | undefined;
	/** A call that publishes by itself went out, and its answer was never heard. */
	readonly isUnanswered: boolean;
	/** What this execution has sent, it sent with an account that is not connected any more. */
	readonly isElsewhere: boolean;
	/** How far the keys had got before this try begins with them: another retry may know more than the checkpoint. */
	readonly before: readonly LedgerState[] | undefined;
	/** How far they had got when it did. */
	readonly keys: readonly KeyState[] | undefined;
	readonly word: Word | undefined;
}

/** Why an item can be neither sent nor skipped. */
export type Refusal = 'unknown' | 'other account' | 'file';

export type Step =
	/** Ask the ledger how far the keys have got, without beginning with them. */
	| { readonly do: 'look' }
	/** Begin with the keys. */
	| { readonly do: 'begin' }
	/** Ask TikTok once about the execution's own post. */
	| { readonly do: 'ask' }
	/** Ask until it is certain what became of it. */
	| { readonly do: 'settle' }
	/** Nothing came of the execution's own post, and nothing will. */
	| { readonly do: 'forget' }
	/** The same about the post that has this key's turn. */
	| { readonly do: 'settle other'; readonly key: KeyState }
	| { readonly do: 'await end'; readonly key: KeyState }
	| { readonly do: 'pass by'; readonly key: KeyState }
	/** It is decided. */
	| { readonly do: 'send' }
	| { readonly do: 'resume' }
	| { readonly do: 'wait' }
	| { readonly do: 'skip'; readonly key: KeyState }
	| { readonly do: 'refuse'; readonly because: Refusal };

/** The next step; whatever is not certain is asked, and what nobody can tell is refused: never sent on a guess. */
export function decide(known: Known): Step {
	const { own, keys, word } = known;
	if (own !== undefined) return decideOwn(own, known);
	if (known.isUnanswered) return refuse(known.isElsewhere ? 'other account' : 'unknown');
	if (keys === undefined) return { do: 'begin' };
	// What is certain comes first: a post that was made needs no word about one that may have been.
	const taken = keys.find(({ reached }) => reached === 'posted') ?? keys.find(isTaken);
	return taken === undefined ? { do: 'send' } : decideTaken(taken, word);
}

function decideOwn(own: OwnPost, { isElsewhere, before, word }: Known): Step {
	if (!own.isCommitted && before === undefined) return { do: 'look' };
	const isCommitted = own.isCommitted || Boolean(before?.some(isTaken));
	if (isElsewhere) return isCommitted ? refuse('other account') : { do: 'forget' };
	if (word === undefined) return { do: 'ask' };
	if (word.verdict === 'received') return { do: 'wait' };
	if (word.verdict === 'dead') return word.isFilesFault ? refuse('file') : { do: 'forget' };
	if (isCommitted && !word.isHeard) return refuse('unknown');
	if (own.canResume) return { do: 'resume' };
	if (!isCommitted) return { do: 'forget' };
	return word.verdict === 'incomplete' ? { do: 'settle' } : refuse('unknown');
}

function decideTaken(key: KeyState, word: Word | undefined): Step {
	if (!key.hasName) {
		if (key.reached === 'posted') return { do: 'skip', key };
		return key.isSilent ? refuse('unknown') : { do: 'await end', key };
	}
	switch (word?.verdict) {
		case undefined:
			return { do: 'settle other', key };
		case 'received':
			return { do: 'skip', key };
		case 'dead':
			return { do: 'pass by', key };
		default:
			return refuse('unknown');
	}
}

function isTaken({ reached }: LedgerState): boolean {
	return reached !== 'begun';
}

function refuse(because: Refusal): Step {
	return { do: 'refuse', because };
}
