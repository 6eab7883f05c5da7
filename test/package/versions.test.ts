import {
	formatRuns,
	readRuns,
	RUNS_FILE,
	RUNS_PAGE,
	VERSIONS,
} from '../../scripts/support/versionRuns';
import { readProjectFile } from './support/projectFiles';

const runs = readRuns();

describe('the versions of n8n in the docs', () => {
	it(`stand in ${RUNS_PAGE} as npm run test:versions kept them in ${RUNS_FILE}`, () => {
		expect(readProjectFile(RUNS_PAGE)).toContain(`\n\n${formatRuns(runs)}\n`);
	});

	it.each(['README.md', RUNS_PAGE, 'docs/connecting-tiktok.md'])(
		'%s promises none that is older than the oldest that gets run',
		(page) => {
			const [oldest] = VERSIONS;
			const promised = readProjectFile(page).matchAll(/(\d+\.\d+) or newer/g);
			const minors = [...promised].map(([, version]) => version);
			expect(new Set(minors)).toEqual(new Set([oldest.replace(/\.\d+$/, '')]));
		},
	);

	it('were run without a failure where they are promised', () => {
		expect(runs.filter(({ failed }) => failed > 0)).toEqual([]);
	});
});
