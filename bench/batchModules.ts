/* eslint-disable @n8n/community-nodes/no-restricted-globals, @typescript-eslint/no-require-imports
   -- benchmarks run in plain Node */
/** Loaded before the node: gives it another clock, or takes TikTok's calls per minute away, as BENCH_LIMITS says. */
import { makeVirtualClock } from '../test/support/node/virtualTime';
import {
	CLOCK,
	RATE_WINDOW,
	type Clock,
	type RateWindowModule,
} from '../test/support/tested/places';

if (process.env.BENCH_LIMITS === 'off') {
	replace<RateWindowModule>(RATE_WINDOW, (real) => ({ ...real, callsPerMinute: () => undefined }));
} else {
	replace<Clock>(CLOCK, makeVirtualClock);
}

function replace<T>(file: string, substitute: (real: T) => T): void {
	const substituted = substitute(require(file) as T);
	const loaded = require.cache[file];
	if (loaded !== undefined) loaded.exports = substituted;
}
