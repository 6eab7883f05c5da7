/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the scale of a run is given from outside */

/** `npm run test:deep` looks at every combination and at many random cases, `npm test` at a sample of them. */
export const IS_DEEP = process.env.TEST_SCALE === 'deep';

/** How many random cases to look at. */
export function scale(sample: number, deep: number): number {
	return IS_DEEP ? deep : sample;
}
