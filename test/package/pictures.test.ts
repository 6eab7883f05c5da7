import {
	fileOf,
	hashOf,
	MANIFEST_FILE,
	PICTURES,
	THEMES,
	type PictureName,
} from '../e2e/support/pictures';
import { listFiles, readProjectFile } from './support/projectFiles';

const NAMES = Object.keys(PICTURES) as PictureName[];
const MAX_BYTES = 200_000;

describe('the pictures of the docs', () => {
	const manifest = JSON.parse(readProjectFile(MANIFEST_FILE)) as Record<string, string>;

	it.each(NAMES)('%s shows what the package shows today; else run npm run pictures', (name) => {
		expect(manifest[name]).toBe(hashOf(name));
	});

	it('are all there, in light and dark', () => {
		const files = NAMES.flatMap((name) =>
			THEMES.map((theme) => `docs/images/${fileOf(name, theme)}`),
		);
		expect(listFiles('docs/images')).toEqual(expect.arrayContaining(files));
		const sizes = files.map((file) => readProjectFile(file).length);
		expect(Math.max(...sizes)).toBeLessThan(MAX_BYTES);
	});
});
