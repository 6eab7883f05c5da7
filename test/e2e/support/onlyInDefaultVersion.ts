import { isDefaultVersion } from '../../support/n8n';

/**
 * `describe` for what belongs to the n8n that the tests are written for, such as its looks. In another
 * version (`N8N_VERSION`) these tests are skipped, and counted as such.
 */
export const onlyInDefaultVersion = isDefaultVersion() ? describe : describe.skip;
