import { hashOf, MANIFEST_FILE, PICTURE_FILES, PICTURE_NAMES } from '../e2e/support/pictures';
import { listFiles, readProjectFile } from './support/projectFiles';

const MAX_BYTES = 200_000;

describe('the pictures of the docs', () => {
	const manifest = JSON.parse(readProjectFile(MANIFEST_FILE)) as Record<string, string>;

	it.each(PICTURE_NAMES)(
		'%s shows what the package shows today; else run npm run pictures',
		(name) => {
			expect(manifest[name]).toBe(hashOf(name));
		},
	);

	it('are all there, in light and dark, and no others', () => {
		const files = PICTURE_FILES.map((file) => `docs/images/${file}`);
		expect(listFiles('docs/images')).toEqual([MANIFEST_FILE, ...files].sort());
		const sizes = files.map((file) => readProjectFile(file).length);
		expect(Math.max(...sizes)).toBeLessThan(MAX_BYTES);
	});
});
