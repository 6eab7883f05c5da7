import { fc } from '../support/randomness';
import { scale } from '../support/scale';
import { decide, type KeyState, type Known, type Step } from '../support/tested/n8n';
import { judgePost } from '../support/tested/tiktok';

const RUNS = scale(10_000, 100_000);
const MAX_STEPS = 40;

/** What became of a post in truth: TikTok has it, it has failed, or bytes are missing. */
type Truth = 'made' | 'failed' | 'open';

interface OwnInTruth {
	readonly truth: Truth;
	/** Its last bytes were on their way; certainly so where it was made. */
	readonly isSent: boolean;
	/** This execution's memory was saved after that. */
	readonly isKnownAsSent: boolean;
	readonly canResume: boolean;
}

interface KeyInTruth {
	readonly truth: Truth;
	/** Somebody had claimed it. */
	readonly isClaimed: boolean;
	/** The ledger was told of the end. */
	readonly isTold: boolean;
	readonly hasName: boolean;
	/** Who made it tells of the end sooner or later. */
	readonly isAlive: boolean;
}

interface World {
	readonly own: OwnInTruth | undefined;
	readonly isElsewhere: boolean;
	readonly keys: readonly KeyInTruth[];
	/** TikTok's answers: nothing at all, a count that lags, or the truth; used up one by one. */
	readonly answers: readonly Answer[];
}

type Answer = 'nothing' | 'lagging' | 'true';

const TRUTHS = fc.constantFrom<Truth>('made', 'failed', 'open');
const WORLDS: fc.Arbitrary<World> = fc.record({
	own: fc.option(
		fc
			.record({
				truth: TRUTHS,
				isSent: fc.boolean(),
				isKnownAsSent: fc.boolean(),
				canResume: fc.boolean(),
			})
			.map((own) => ({ ...own, isSent: own.isSent || own.truth === 'made' })),
		{ nil: undefined },
	),
	isElsewhere: fc.boolean(),
	keys: fc.array(
		fc
			.record({
				truth: TRUTHS,
				isClaimed: fc.boolean(),
				isTold: fc.boolean(),
				hasName: fc.boolean(),
				isAlive: fc.boolean(),
			})
			// Nothing is published that was not claimed before.
			.map((key) => ({ ...key, isClaimed: key.isClaimed || key.truth === 'made' })),
		{ maxLength: 3 },
	),
	answers: fc.array(fc.constantFrom<Answer>('nothing', 'lagging', 'true'), { maxLength: 6 }),
});

/** A world in which `decide` finds its way, step by step. */
class Walk {
	private known: Known;
	private closed = new Set<number>();
	private answers: Answer[];

	constructor(private readonly world: World) {
		const { own, isElsewhere } = world;
		this.answers = [...world.answers];
		this.known = {
			own: own && { isCommitted: own.isSent && own.isKnownAsSent, canResume: own.canResume },
			isUnanswered: false,
			isElsewhere: own !== undefined && isElsewhere,
			before: undefined,
			keys: undefined,
			word: undefined,
		};
	}

	/** @returns what is decided in the end */
	toEnd(): Step {
		for (let steps = 0; steps < MAX_STEPS; steps++) {
			const step = decide(this.known);
			if (!this.take(step)) return step;
		}
		throw new Error('It never ends');
	}

	private take(step: Step): boolean {
		const { own } = this.world;
		switch (step.do) {
			case 'look':
				this.learn({ before: own?.isSent ? [stateOf(0, 'committed')] : [stateOf(0, 'begun')] });
				return true;
			case 'ask':
				this.learn({ word: this.hear(own?.truth) });
				return true;
			case 'settle':
				this.learn({ word: settled(own?.truth) });
				return true;
			case 'forget':
				this.learn({ own: undefined, word: undefined, isElsewhere: false });
				return true;
			case 'begin':
				this.learn({ keys: this.world.keys.map((_, index) => this.stateOfKey(index)) });
				return true;
			case 'settle other':
				this.learn({ word: settled(this.truthOf(step.key).truth) });
				return true;
			case 'await end':
				this.awaitEnd(step.key);
				return true;
			case 'pass by':
				this.close(step.key);
				return true;
			default:
				return false;
		}
	}

	private awaitEnd(key: KeyState): void {
		const { truth, isAlive } = this.truthOf(key);
		if (isAlive && truth !== 'made') return this.close(key);
		const told: Partial<KeyState> = isAlive ? { reached: 'posted' } : { isSilent: true };
		const keys = this.known.keys?.map((other) =>
			other.key === key.key ? { ...other, ...told } : other,
		);
		this.learn({ keys });
	}

	private close({ key }: KeyState): void {
		this.closed.add(Number(key));
		this.learn({ keys: undefined, word: undefined });
	}

	private stateOfKey(index: number): KeyState {
		const key = this.world.keys[index];
		if (key === undefined || !key.isClaimed || this.closed.has(index)) {
			return stateOf(index, 'begun');
		}
		if (key.isTold && key.truth !== 'made') return stateOf(index, 'begun');
		return stateOf(index, key.isTold ? 'posted' : 'committed', key.hasName);
	}

	private truthOf({ key }: KeyState): KeyInTruth {
		const truth = this.world.keys[Number(key)];
		if (truth === undefined) throw new Error('There is no such key');
		return truth;
	}

	/** TikTok's answer right now. */
	private hear(truth: Truth | undefined): Known['word'] {
		const answer = this.answers.shift() ?? 'true';
		if (answer === 'nothing') return { verdict: 'unknown', isHeard: false, isFilesFault: false };
		const isBehind = answer === 'lagging' && truth === 'made';
		return { ...settled(truth), verdict: verdictOf(isBehind ? 'open' : truth) };
	}

	private learn(changes: Partial<Known>): void {
		this.known = { ...this.known, ...changes };
	}
}

function stateOf(index: number, reached: KeyState['reached'], hasName = false): KeyState {
	return { key: String(index), turn: 0, reached, hasName };
}

/** As TikTok's status is read. */
function verdictOf(truth: Truth | undefined) {
	const status =
		truth === 'made' ? 'PUBLISH_COMPLETE' : truth === 'failed' ? 'FAILED' : 'PROCESSING_UPLOAD';
	return judgePost(
		{ videoSize: 9 },
		{ status, fail_reason: '', post_ids: [], uploaded_bytes: 5, downloaded_bytes: undefined },
	);
}

/** After asking for long enough: what is incomplete then is dead. */
function settled(truth: Truth | undefined): NonNullable<Known['word']> {
	return { verdict: truth === 'made' ? 'received' : 'dead', isHeard: true, isFilesFault: false };
}

describe('decisions in random worlds', () => {
	const check = (property: (world: World, end: Step) => boolean) =>
		fc.assert(
			fc.property(WORLDS, (world) => property(world, new Walk(world).toEnd())),
			{ numRuns: RUNS },
		);
	const isMade = ({ truth }: { truth: Truth }) => truth === 'made';

	it('nothing is sent that was made', () => {
		check(
			({ own, keys }, end) => end.do !== 'send' || ![...keys, ...(own ? [own] : [])].some(isMade),
		);
	});

	it('nothing is skipped, or waited for, that was not made', () => {
		check(({ own, keys }, end) => {
			if (end.do === 'skip') return keys[Number(end.key.key)]?.truth === 'made';
			return end.do !== 'wait' || own?.truth === 'made';
		});
	});

	it('an upload goes on only where it did not fail, or TikTok did not say so', () => {
		check(
			({ own, answers }, end) =>
				end.do !== 'resume' || own?.truth !== 'failed' || answers[0] === 'nothing',
		);
	});

	it('nobody is told that it is unknown where somebody knows', () => {
		check(({ own, keys, isElsewhere, answers }, end) => {
			if (end.do !== 'refuse') return true;
			const isOwnOpen = own?.isSent && (isElsewhere || answers[0] === 'nothing');
			return isOwnOpen || keys.some((key) => key.isClaimed && !key.isTold && !key.isAlive);
		});
	});
});
