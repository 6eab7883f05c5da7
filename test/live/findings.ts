import { UNKNOWN } from '../simulator/observed';
import type { Switches } from '../simulator/switches';
import type { Seen } from './check';
import { QUESTIONS, type Question, type Unasked } from './questions';

/** What a run found. */
export interface Finding {
	readonly name: keyof Switches;
	/** A position of the switch, `unknown`, or `other: …`. */
	readonly position: unknown;
	readonly how: string;
}

/** The position of every switch that is asked for, in the order of the simulator's. */
export function findPositions(seen: Seen): Finding[] {
	return listQuestions().map(([name, { how, read }]) => {
		const position: unknown = read(seen);
		return { name, how, position: position === undefined ? UNKNOWN : position };
	});
}

/** All switches that there are checks for. */
export function listQuestions(): Array<[keyof Switches, Question<unknown>]> {
	return (Object.entries(QUESTIONS) as Array<[keyof Switches, Question<unknown> | Unasked]>).filter(
		(entry): entry is [keyof Switches, Question<unknown>] => typeof entry[1] !== 'string',
	);
}
