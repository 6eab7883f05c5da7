import { MAX_AGE_SEC } from '../../support/tested/tiktok';
import { pruneSeenEvents, readSeenEvents } from '../../support/tested/node';

const NOW = 1_793_000_000;
const HOUR = 3600;

describe('the events that were seen', () => {
	it('are kept for longer than a delivery of TikTok’s last try can be replayed', () => {
		const lastTrySec = 72 * HOUR;
		const seen = { late: NOW - lastTrySec - MAX_AGE_SEC - 600, fresh: NOW };
		expect(pruneSeenEvents(seen, NOW)).toEqual(seen);
	});

	it('are forgotten after a week', () => {
		expect(pruneSeenEvents({ old: NOW - 169 * HOUR, fresh: NOW }, NOW)).toEqual({ fresh: NOW });
	});

	it('are kept when the clock was set back', () => {
		expect(pruneSeenEvents({ ahead: NOW + 500 * HOUR }, NOW)).toEqual({ ahead: NOW + 500 * HOUR });
	});

	it('never grow beyond ten thousand; the oldest go first', () => {
		const names = Array.from({ length: 10_003 }, (_, index) => [`e${index}`, NOW - index]);
		const kept = pruneSeenEvents(Object.fromEntries(names), NOW);
		expect(Object.keys(kept)).toHaveLength(10_000);
		expect(kept).toHaveProperty('e9999');
		expect(kept).not.toHaveProperty('e10000');
	});

	it.each([undefined, null, 'text', 5, [], { a: 'no time' }, { a: null }])(
		'start empty where %j is stored',
		(stored) => expect(readSeenEvents(stored)).toEqual({}),
	);

	it('are read without what is no entry', () => {
		expect(readSeenEvents({ a: NOW, b: 'x' })).toEqual({ a: NOW });
	});
});
