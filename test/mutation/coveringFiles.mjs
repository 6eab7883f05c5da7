// Stryker's Jest runner, made quicker: of all test files it loads only those whose tests reach the mutant, the
// quickest first, and stops at the first that fails. By itself it loads every test file for every mutant.
import { readFileSync, writeFileSync } from 'node:fs';
import {
	strykerPlugins as jestPlugins,
	strykerValidationSchema,
} from '@stryker-mutator/jest-runner';

/** The tests, and which of them reach the code in question, for the processes that run the mutants. All work in Stryker's copy. */
const NOTE = 'testsOfFiles.json';
const DRY_RUN_TIMEOUT_MS = 60_000;
const [jestPlugin] = jestPlugins;

class CoveringFilesRunner {
	/** By source file: the test file that found the mutant before, and may well find the next one. */
	lastFinders = new Map();

	constructor(jestRunner) {
		this.jestRunner = jestRunner;
	}

	async init() {
		await this.jestRunner.init();
		this.config = this.jestRunner.jestConfig;
	}

	capabilities() {
		return this.jestRunner.capabilities();
	}

	async dryRun(options) {
		// Code that holds all mutants, on a busy machine, takes longer than a test may.
		this.jestRunner.jestConfig = { ...this.config, testTimeout: DRY_RUN_TIMEOUT_MS };
		const result = await this.jestRunner.dryRun(options);
		const reached = result.mutantCoverage?.perTest ?? {};
		const tests = result.tests?.map((test) => ({ ...test, isReaching: test.id in reached }));
		writeFileSync(NOTE, JSON.stringify(tests ?? []));
		return result;
	}

	async mutantRun(options) {
		let nrOfTests = 0;
		const { sandboxFileName, testFilter } = options;
		const lastFinder = this.lastFinders.get(sandboxFileName);
		const files = this.listCoveringFiles(testFilter);
		files.sort((a, b) => Number(b === lastFinder) - Number(a === lastFinder));
		for (const file of files) {
			this.jestRunner.jestConfig = { ...this.config, testMatch: [file] };
			const result = await this.jestRunner.mutantRun(options);
			nrOfTests += result.nrOfTests ?? 0;
			if (result.status === 'survived') continue;
			this.lastFinders.set(sandboxFileName, file);
			return { ...result, nrOfTests };
		}
		return { status: 'survived', nrOfTests };
	}

	/**
	 * Files of the tests with these names, the quickest first. For code that runs when it is loaded all of them: a test
	 * may use nothing else of it. First those that do use more.
	 */
	listCoveringFiles(names) {
		this.tests ??= JSON.parse(readFileSync(NOTE, 'utf8'));
		const listFiles = (tests) =>
			[...sumTimes(tests)].sort(([, a], [, b]) => a - b).map(([file]) => file);
		if (names) return listFiles(this.tests.filter(({ id }) => names.includes(id)));
		const reaching = listFiles(this.tests.filter(({ isReaching }) => isReaching));
		return [...new Set([...reaching, ...listFiles(this.tests)])];
	}
}

/** By file, in milliseconds. */
function sumTimes(tests) {
	const times = new Map();
	for (const { fileName, timeSpentMs } of tests) {
		times.set(fileName, (times.get(fileName) ?? 0) + timeSpentMs);
	}
	return times;
}

function makeRunner(injector) {
	return new CoveringFilesRunner(injector.injectFunction(jestPlugin.factory));
}
makeRunner.inject = ['$injector'];

export { strykerValidationSchema };
export const strykerPlugins = [
	{ kind: jestPlugin.kind, name: 'covering-files', factory: makeRunner },
];
