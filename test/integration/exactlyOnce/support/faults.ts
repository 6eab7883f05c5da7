import type { FaultScript } from '../../../simulator';
import { fc } from '../../../support/randomness';
import { times } from './draw';

/** What goes wrong at TikTok or on the way there. */
export const fault: fc.Arbitrary<FaultScript> = fc.oneof(
	{ weight: 4, arbitrary: uploadFault() },
	{ weight: 2, arbitrary: apiFault() },
	{ weight: 1, arbitrary: vagueStatus() },
);

/** A PUT that TikTok took or not, and whose answer is lost or useless. */
function uploadFault(): fc.Arbitrary<FaultScript> {
	return fc.oneof(
		fc.record({
			on: uploadOf(fc.constantFrom(undefined, undefined, 'last' as const)),
			do: fc.constantFrom('reset-before' as const, 'reset-inside' as const, 'reset-after' as const),
			times: fc.constantFrom(1, 2, 8, 9, 17),
		}),
		fc.record({
			on: uploadOf(fc.constantFrom(undefined, 'last' as const)),
			do: fc.constant('status' as const),
			status: fc.constantFrom(500, 503, 408, 429),
			// Longer than anybody waits who finds the upload unfinished, or as long as its URL lives.
			headers: fc.constantFrom<Record<string, string>>(
				{},
				{},
				{ 'retry-after': '600' },
				{ 'retry-after': '3600' },
			),
			processed: fc.boolean(),
			times: fc.constantFrom(1, 2, 8, 9, 17),
		}),
		fc.record({
			on: uploadOf(fc.constantFrom(undefined, 'last' as const)),
			do: fc.constant('status' as const),
			// Not 416: with a count that lags, TikTok itself would ask for what it has.
			status: fc.constantFrom(400, 403, 404),
		}),
		fc.record({ on: uploadOf(fc.constant(undefined)), do: fc.constant('expire-url' as const) }),
	);
}

function apiFault(): fc.Arbitrary<FaultScript> {
	return fc.record({
		on: fc.record({ endpoint: fc.constantFrom('status', 'status', 'videoInit', 'creatorInfo') }),
		do: fc.constantFrom(
			'reset-before',
			'reset-after',
			'html',
			'truncated-json',
			'empty',
			'wrong-types',
			'rate-limit',
		),
		times: times(4),
	});
}

/** TikTok's status without a count, or with one that lags behind. */
function vagueStatus(): fc.Arbitrary<FaultScript> {
	return fc.record({
		on: fc.constant({ endpoint: 'status' as const }),
		do: fc.constant('status' as const),
		status: fc.constant(200),
		body: fc.constantFrom({}, { uploaded_bytes: 0 }).map((counts) => ({
			data: { status: 'PROCESSING_UPLOAD', ...counts },
			error: { code: 'ok', message: '', log_id: 'SIM' },
		})),
		times: times(2),
	});
}

function uploadOf(chunk: fc.Arbitrary<'last' | undefined>): fc.Arbitrary<FaultScript['on']> {
	return chunk.map((which) => ({ endpoint: 'upload', ...(which && { chunk: which }) }));
}
