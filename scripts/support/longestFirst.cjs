// Jest starts large files first, and the tests that take longest stand in small ones: begun last, one of them
// would keep one core busy and leave the others idle.
const { default: Sequencer } = require('@jest/test-sequencer');

/** Beginnings of paths, longest first. */
const LONGEST = [
	'test/queue/queue',
	'test/e2e/templatesCalendar',
	'test/e2e/templatesRestart',
	'test/integration/exactlyOnce/claims',
	'test/integration/live/findings',
	'test/integration/exactlyOnce/histories',
	'test/integration/uploads/faults',
	'test/package/tarball',
	'test/contract/media',
	'test/integration/switches/sameBehaviour',
	'test/integration/post/storage',
	'test/integration/uploads/timeLimits',
];

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
	}
};

function rankOf({ path }) {
	const rank = LONGEST.findIndex((start) => path.replaceAll('\\', '/').includes(start));
	return rank === -1 ? LONGEST.length : rank;
}
