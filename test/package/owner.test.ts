/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listFiles, readProjectFile, ROOT } from './support/projectFiles';

interface Owned {
	author: { name: string; email: string };
	repository: { url: string };
	homepage: string;
	bugs: { url: string };
	scripts: Record<string, string>;
}

const manifest = JSON.parse(readProjectFile('package.json')) as Owned;
const OWNER = { name: 'Ada Owner', email: 'ada@owner.dev' };
const REPOSITORY = { url: 'git+https://github.com/ada/n8n-nodes-tiktok-post.git' };
const home = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'tiktok-post-owner-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('who owns the package', () => {
	it('is asked for before anything else in a release', () => {
		expect(manifest.scripts.release).toMatch(/^node scripts\/checkOwner\.mjs && /);
	});

	it.each([
		[{ author: placeholderAuthor(), repository: REPOSITORY }, 'author.name and author.email'],
		[{ author: OWNER, repository: placeholderRepository() }, 'repository.url'],
		[{ author: placeholderAuthor(), repository: placeholderRepository() }, 'repository.url'],
		[{ repository: REPOSITORY }, 'author.name and author.email'],
		[{ author: OWNER }, 'repository.url'],
	])('is missing, and the release refuses and says what to fill in (%#)', (owned, field) => {
		const { status, stderr } = checkOwner(owned);
		expect(status).toBe(1);
		expect(stderr).toContain(field);
		expect(stderr).toContain('Nothing was released');
	});

	it('is filled in, and the release goes on', () => {
		const { status, stderr } = checkOwner({ author: OWNER, repository: REPOSITORY });
		expect([status, stderr]).toEqual([0, '']);
	});

	it('is said in one place, and all others agree with it', () => {
		expect(manifest.homepage).toBe(`${home}#readme`);
		expect(manifest.bugs.url).toBe(`${home}/issues`);
		expect(readProjectFile('LICENSE.md')).toContain(manifest.author.name);
		expect(readProjectFile('README.md')).toContain(`git clone ${home}.git\n`);
		const strangers = listFiles('nodes', 'credentials', 'docs', 'templates', '.github')
			.concat('README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md')
			.filter((file) => /\.(ts|json|md|yml)$/.test(file))
			.flatMap(listOwnAddresses)
			.filter(({ address }) => !address.startsWith(home));
		expect(strangers).toEqual([]);
	});
});

function placeholderAuthor() {
	return { name: 'maintainers', email: 'maintainers@n8n-nodes-tiktok-post.example' };
}

function placeholderRepository() {
	return { url: 'git+https://github.com/n8n-nodes-tiktok-post/n8n-nodes-tiktok-post.git' };
}

function checkOwner(owned: object) {
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(owned));
	const script = path.join(ROOT, 'scripts/checkOwner.mjs');
	return spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
}

/** Addresses of this package's repository, whoever they say owns it. */
function listOwnAddresses(file: string) {
	const found = readProjectFile(file).matchAll(
		/https:\/\/github\.com\/[\w.-]+\/n8n-nodes-tiktok-post\b/g,
	);
	return [...found].map(([address]) => ({ file, address }));
}
