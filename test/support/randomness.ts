/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the seed can be given from outside */
import fc from 'fast-check';

/**
 * Seed of everything random in the tests. A fixed one, so that a run can be repeated and a commit that
 * passed once passes again; `RANDOM_SEED=<number>` draws other cases, as the weekly workflow does.
 */
export const RANDOM_SEED = Number(process.env.RANDOM_SEED ?? 20_261_122);

fc.configureGlobal({ seed: RANDOM_SEED });

/** fast-check, which draws its cases from `RANDOM_SEED`. */
export { fc };
