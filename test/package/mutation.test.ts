import { RINGS } from '../mutation/rings';
import { findOutdated, listExcused } from '../mutation/survivors';
import { listFiles, readProjectFile } from './support/projectFiles';

/** Where nothing is left to a simulator: each change of the code can be tried in seconds. */
const TRIED = [
	'nodes/shared/tiktok',
	'nodes/shared/video',
	'nodes/shared/image',
	'nodes/shared/n8n/once',
];

describe('mutation testing', () => {
	it('tries every source of TikTok’s rules, videos, pictures and exactly once', () => {
		const patterns = Object.values(RINGS).flatMap(({ sources }) => sources);
		const isTried = (file: string) =>
			patterns.includes(file) || patterns.includes(file.replace(/[^/]+$/, '*.ts'));
		expect(listFiles(...TRIED).filter((file) => !isTried(file))).toEqual([]);
	});

	it('excuses only code that is there', () => {
		expect(listExcused().length).toBeGreaterThan(0);
		expect(findOutdated(listExcused())).toEqual([]);
	});

	it('notices a listed change whose code is gone', () => {
		const gone = [
			'nodes/shared/tiktok/limits.ts EqualityOperator: nobody > wrote.this → nobody >= wrote.this',
			'nodes/shared/tiktok/noSuchFile.ts EqualityOperator: a → b',
			'no line of the list',
		];
		expect(findOutdated(gone)).toEqual(gone);
	});

	it('gives a reason for each group', () => {
		const [, ...groups] = readProjectFile('test/mutation/survivors.md').split(/^## /m);
		const withReason = /^[A-Z].*\n\n[A-Z][^`]*\.\n\n```text\n/;
		expect(groups.filter((group) => !withReason.test(group))).toEqual([]);
	});
});
