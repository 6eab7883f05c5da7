/* eslint-disable @n8n/community-nodes/no-restricted-globals,
   @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import { join, resolve } from 'node:path';

/** The checkout this code runs from. */
export const PROJECT_FOLDER = resolve(__dirname, '../../..');

/** Everything kept between runs; ignored by git and safe to delete while nothing runs. */
export const CACHE_FOLDER = join(PROJECT_FOLDER, '.cache');

/** Name of the package under test, as n8n knows it. */
export const PACKAGE_NAME = 'n8n-nodes-tiktok-post';
