import { UNKNOWN } from '../simulator/observed';
import type { Switches } from '../simulator/switches';
import type { Seen } from './check';
import { QUESTIONS, type Question, type Unasked } from './questions';

const QUESTIONS_BY_NAME = Object.entries(QUESTIONS) as Array<
	[keyof Switches, Question<unknown> | Unasked]
>;

/** What a run found. */
export interface Finding {
	readonly name: keyof Switches;
	/** A position of the switch, `unknown`, or `other: …`. */
	readonly position: unknown;
	readonly how: string;
}

/** The position of every switch, in the order of the simulator's. */
export function findPositions(seen: Seen): Finding[] {
	return QUESTIONS_BY_NAME.map(([name, question]) => {
		if (typeof question === 'string') {
			return { name, how: `not asked: ${question}`, position: UNKNOWN };
		}
		const position: unknown = question.read(seen);
		return { name, how: question.how, position: position === undefined ? UNKNOWN : position };
	});
}

/** All switches that there are checks for. */
export function listQuestions(): Array<[keyof Switches, Question<unknown>]> {
	return QUESTIONS_BY_NAME.filter(
		(entry): entry is [keyof Switches, Question<unknown>] => typeof entry[1] !== 'string',
	);
}
