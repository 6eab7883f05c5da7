import { listFiles, readProjectFile } from './support/projectFiles';

const WORKFLOWS = listFiles('.github').filter((file) =>
	/^\.github\/workflows\/.+\.ya?ml$/.test(file),
);
/** A tag can be moved to other code, a commit can't; the version behind it is for people. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

describe('the workflows on GitHub', () => {
	it.each(WORKFLOWS)('%s takes others’ actions by their commit', (file) => {
		const used = [...readProjectFile(file).matchAll(/^\s*(?:- )?uses: (.+)$/gm)];
		expect(used.length).toBeGreaterThan(0);
		for (const [, action] of used) expect(action).toMatch(PINNED);
	});

	it('and are told of newer versions every week', () => {
		expect(readProjectFile('.github/dependabot.yml')).toMatch(
			/package-ecosystem: github-actions[^-]*interval: weekly/,
		);
	});
});
