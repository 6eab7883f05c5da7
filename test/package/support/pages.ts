import { listFiles } from './projectFiles';

const IN_ROOT = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];
const FOLDERS = ['docs', '.github', 'bench', 'test/simulator', 'test/fixtures'];

/** Everything written for people: the pages in the root, `docs`, and the forms and READMEs elsewhere. */
export function listPages(): string[] {
	return [...IN_ROOT, ...listFiles(...FOLDERS).filter((file) => file.endsWith('.md'))];
}
