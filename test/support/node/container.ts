/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports
   -- tests reach into n8n-core's own services */
import { dirname } from 'node:path';

const fromN8nCore = { paths: [dirname(require.resolve('n8n-core'))] };

/** n8n-core resolves its services in a container of its own copy of the dependency-injection library. */
export const { Container } = require(
	require.resolve('@n8n/di', fromN8nCore),
) as typeof import('@n8n/di');

/** The key under which n8n-core finds its logger there. */
export const { Logger } = require(
	require.resolve('@n8n/backend-common', fromN8nCore),
) as typeof import('@n8n/backend-common');
