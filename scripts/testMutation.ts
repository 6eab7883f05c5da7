/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   no-console
   -- commands print and start processes; they are never shipped */

import { RINGS } from '../test/mutation/rings';
import { isMissed, listExcused, type Mutant } from '../test/mutation/survivors';
import { writeCaBundle } from './support/jest';
import { type NamedMutant, tryMutants } from './support/mutants';

/** Per cent of the mutants of a ring that a test has to find. */
const LEAST_SCORE = 90;

/** What came of a ring. */
interface Outcome {
	readonly text: string;
	readonly isGood: boolean;
}

/**
 * `npm run test:mutation [-- <ring> …] [--force]`: whether the tests notice when the code is another one. Without
 * names all rings, one after the other; `--force` tries again what was tried before.
 */
async function main(): Promise<void> {
	const args = process.argv.slice(2);
	const names = args.filter((arg) => arg !== '--force');
	// For the processes that Stryker starts: some tests ask the simulator.
	process.env.NODE_EXTRA_CA_CERTS = await writeCaBundle();
	const outcomes: Outcome[] = [];
	for (const name of checkNames(names.length > 0 ? names : Object.keys(RINGS))) {
		console.log(`\n${name}`);
		const { [name]: ring } = RINGS;
		if (ring) outcomes.push(judge(name, await tryMutants(name, ring, args.includes('--force'))));
	}
	console.log(`\n${outcomes.map(({ text }) => text).join('\n')}`);
	process.exit(outcomes.every(({ isGood }) => isGood) ? 0 : 1);
}

function checkNames(names: string[]): string[] {
	const unknown = names.filter((name) => !(name in RINGS));
	if (unknown.length === 0) return names;
	throw new Error(`No ring: ${unknown.join(', ')}. There are: ${Object.keys(RINGS).join(', ')}.`);
}

function judge(name: string, mutants: readonly NamedMutant[]): Outcome {
	const count = (status: Mutant['status']) => mutants.filter((it) => it.status === status).length;
	const missed = mutants.filter(isMissed).map(({ line }) => line);
	const excused = listExcused();
	const unexcused = missed.filter((line) => !excused.includes(line));
	const found = count('Killed') + count('Timeout');
	const score = (100 * found) / (found + missed.length);
	const others = mutants.length - found - missed.length;
	return {
		text: [
			`${name}: ${score.toFixed(1)} % of ${mutants.length} mutants found, ${count('Timeout')} of them by a timeout;`,
			` ${missed.length} missed, ${unexcused.length} of them not in test/mutation/survivors.md`,
			others > 0 ? `; ${others} could not run` : '',
			...unexcused.map((line) => `\n  ${line}`),
		].join(''),
		isGood: score >= LEAST_SCORE && unexcused.length === 0,
	};
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
