import { readVideoScript, SEC_PER_MIN } from '../e2e/support/videoScript';

const VIDEO_SEC = 5 * SEC_PER_MIN;
const MOST_WORDS_PER_MINUTE = 140;

/** test/e2e/videoScript.test.ts does what it says. */
describe('the script of the video', () => {
	const scenes = readVideoScript().map((scene, index, all) => ({
		...scene,
		seconds: (all[index + 1]?.time ?? VIDEO_SEC) - scene.time,
	}));

	it('begins at once and has an end', () => {
		expect(scenes[0]?.time).toBe(0);
		expect(scenes.length).toBeGreaterThan(5);
	});

	it.each(scenes)('$time s: the words fit into the time', ({ words, seconds }) => {
		expect(seconds).toBeGreaterThan(0);
		expect(words.length).toBeLessThanOrEqual((seconds / SEC_PER_MIN) * MOST_WORDS_PER_MINUTE);
	});

	it.each(scenes)('$time s: the screen shows how it ended', ({ seen }) => {
		expect(seen.length).toBeGreaterThan(0);
	});
});
