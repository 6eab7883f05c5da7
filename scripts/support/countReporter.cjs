// A Jest reporter that writes the counts of a run, and which files failed, to the file named by TEST_COUNT_FILE.
//
// Jest's own `--json` breaks off when a failed test threw an error that refers to itself, as errors
// of HTTP clients do.
const { writeFileSync } = require('node:fs');

module.exports = class CountReporter {
	onRunComplete(_contexts, results) {
		const counts = Object.entries(results).filter(([, value]) => typeof value === 'number');
		const failedFiles = results.testResults
			.filter(({ numFailingTests, testExecError }) => numFailingTests > 0 || testExecError)
			.map(({ testFilePath }) => testFilePath);
		const report = { ...Object.fromEntries(counts), failedFiles };
		writeFileSync(process.env.TEST_COUNT_FILE, JSON.stringify(report));
	}
};
