import { addRun, formatRuns, type VersionRun } from '../../../scripts/support/versionRuns';

function makeRun(n8n: string, more: Partial<VersionRun> = {}): VersionRun {
	const counts = { files: 34, passed: 200, passedAgain: 1, failed: 0, skipped: 24, minutes: 45 };
	return { n8n, date: '2026-11-26', ...counts, ...more };
}

describe('a run of one version', () => {
	const whole = makeRun('2.36.0');
	const part = makeRun('2.36.0', { only: ['test/e2e/trigger'], files: 1 });

	it('takes its place by number, and that of the former run', () => {
		const others = [makeRun('2.9.1'), whole, makeRun('2.40.7')];
		const again = makeRun('2.36.0', { date: '2026-12-01' });
		expect(addRun(others, again)).toEqual([makeRun('2.9.1'), again, makeRun('2.40.7')]);
	});

	it('of some files is kept only where there is no whole one', () => {
		expect(addRun([], part)).toEqual([part]);
		expect(addRun([part], whole)).toEqual([whole]);
		expect(addRun([whole], part)).toEqual([whole]);
	});

	it('of an image stands beside that of the installed n8n', () => {
		const inImage = { ...part, image: 'n8nio/n8n:2.36.0' };
		expect(addRun([whole], inImage)).toEqual([whole, inImage]);
	});
});

it('the table tells whole runs from parts, and an image from an installed n8n', () => {
	const part = { only: ['test/e2e/trigger'], files: 1, passed: 9, skipped: 0, minutes: 2 };
	expect(
		formatRuns([
			makeRun('2.36.0'),
			makeRun('3.0.1', { ...part, image: 'n8nio/n8n:3', passedAgain: 0, failed: 1 }),
		]),
	).toBe(
		[
			'| n8n           | run on     | test files          | passed | when repeated | failed | skipped | minutes |',
			'| ------------- | ---------- | ------------------- | ------ | ------------- | ------ | ------- | ------- |',
			'| 2.36.0        | 2026-11-26 | all 34              | 200    | 1             | 0      | 24      | 45      |',
			'| 3.0.1 (image) | 2026-11-26 | 1: test/e2e/trigger | 9      | 0             | 1      | 0       | 2       |',
			'',
		].join('\n'),
	);
});
