import {
	decide,
	type KeyState,
	type Known,
	type OwnPost,
	type Step,
} from '../../support/tested/n8n';

const NOTHING: Known = {
	own: undefined,
	isUnanswered: false,
	isElsewhere: false,
	before: undefined,
	keys: undefined,
	word: undefined,
};

const OPEN: OwnPost = { isCommitted: false, canResume: false };
const RESUMABLE: OwnPost = { isCommitted: false, canResume: true };
const COMMITTED: OwnPost = { isCommitted: true, canResume: false };
const COMMITTED_HERE: OwnPost = { isCommitted: true, canResume: true };

const BEGUN: KeyState = { key: 'key', turn: 0, reached: 'begun', hasName: false };
const CLAIMED: KeyState = { ...BEGUN, reached: 'committed' };
const POSTED: KeyState = { ...BEGUN, key: 'other', reached: 'posted' };

const word = (
	verdict: NonNullable<Known['word']>['verdict'],
	changes: Partial<NonNullable<Known['word']>> = {},
) => ({ word: { verdict, isHeard: true, isFilesFault: false, ...changes } });
const UNHEARD = word('unknown', { isHeard: false });
const REFUSED_FILE = word('dead', { isFilesFault: true });

const ELSEWHERE = { isElsewhere: true };
const refuse = (because: string) => ({ do: 'refuse', because }) as Step;

describe('what to do next', () => {
	it.each<[string, Partial<Known>, Step]>([
		['nothing is known', {}, { do: 'begin' }],
		['nobody else has begun', { keys: [BEGUN] }, { do: 'send' }],
		['no key can be kept', { keys: [] }, { do: 'send' }],
	])('of a post that is new: %s', (_what, known, step) => {
		expect(decide({ ...NOTHING, ...known })).toEqual(step);
	});

	it.each<[string, Partial<Known>, Step]>([
		['its answer was lost', {}, refuse('unknown')],
		['so it was, with another account', ELSEWHERE, refuse('other account')],
	])('of a call that publishes by itself: %s', (_what, known, step) => {
		expect(decide({ ...NOTHING, isUnanswered: true, ...known })).toEqual(step);
	});

	it.each<[string, OwnPost, Partial<Known>, Step]>([
		['not committed: the ledger may know more', OPEN, {}, { do: 'look' }],
		['nor by the ledger', OPEN, { before: [BEGUN] }, { do: 'ask' }],
		['committed', COMMITTED, {}, { do: 'ask' }],
		['committed, by the ledger', OPEN, { before: [CLAIMED] }, { do: 'ask' }],
		['TikTok has it', COMMITTED, word('received'), { do: 'wait' }],
		['TikTok has failed it', COMMITTED, word('dead'), { do: 'forget' }],
		['TikTok has refused this very file', COMMITTED, REFUSED_FILE, refuse('file')],
		['bytes are missing, the URL is here', COMMITTED_HERE, word('incomplete'), { do: 'resume' }],
		['bytes are missing, the URL is gone', COMMITTED, word('incomplete'), { do: 'settle' }],
		['TikTok leaves it open, the URL is here', COMMITTED_HERE, word('unknown'), { do: 'resume' }],
		['TikTok leaves it open, the URL is gone', COMMITTED, word('unknown'), refuse('unknown')],
		['TikTok knows nothing of it', COMMITTED_HERE, UNHEARD, refuse('unknown')],
		['with another account', COMMITTED, ELSEWHERE, refuse('other account')],
	])('of an own post: %s', (_what, own, known, step) => {
		expect(decide({ ...NOTHING, own, ...known })).toEqual(step);
	});

	it.each<[string, OwnPost, Partial<Known>, Step]>([
		['the URL is here', RESUMABLE, word('incomplete'), { do: 'resume' }],
		['the URL is here, TikTok tells nothing', RESUMABLE, UNHEARD, { do: 'resume' }],
		['the URL is gone', OPEN, word('incomplete'), { do: 'forget' }],
		['the URL is gone, TikTok tells nothing', OPEN, UNHEARD, { do: 'forget' }],
		['TikTok has it all the same', OPEN, word('received'), { do: 'wait' }],
		['with another account', OPEN, ELSEWHERE, { do: 'forget' }],
		[
			'but one key is claimed, and TikTok tells nothing',
			RESUMABLE,
			{ before: [BEGUN, CLAIMED], ...UNHEARD },
			refuse('unknown'),
		],
	])('of an own post that nobody has committed: %s', (_what, own, known, step) => {
		expect(decide({ ...NOTHING, own, before: [BEGUN], ...known })).toEqual(step);
	});

	it('of an own post, committed by the ledger with another account', () => {
		const known = { ...NOTHING, own: OPEN, before: [CLAIMED], isElsewhere: true };
		expect(decide(known)).toEqual(refuse('other account'));
	});

	const NAMED = { ...CLAIMED, hasName: true };
	const NAMED_POST = { ...POSTED, hasName: true };
	const SILENT = { ...CLAIMED, isSilent: true };

	it.each<[string, KeyState[], Partial<Known>, Step]>([
		['posted', [POSTED], {}, { do: 'skip', key: POSTED }],
		['posted, TikTok can be asked', [NAMED_POST], {}, { do: 'settle other', key: NAMED_POST }],
		['TikTok has it', [NAMED], word('received'), { do: 'skip', key: NAMED }],
		['TikTok has failed it', [NAMED], word('dead'), { do: 'pass by', key: NAMED }],
		['TikTok leaves it open', [NAMED], word('unknown'), refuse('unknown')],
		['claimed', [CLAIMED], {}, { do: 'await end', key: CLAIMED }],
		['claimed, and nothing is heard', [SILENT], {}, refuse('unknown')],
		['what is certain comes first', [CLAIMED, POSTED], {}, { do: 'skip', key: POSTED }],
		['what is begun says nothing', [BEGUN, CLAIMED], {}, { do: 'await end', key: CLAIMED }],
	])('of a key that somebody has taken: %s', (_what, keys, known, step) => {
		expect(decide({ ...NOTHING, keys, ...known })).toEqual(step);
	});
});
