/**
 * Where those parts of the package lie that tests replace, or read as text. What they import is named in the
 * other files of this folder, so that code can move and only these files change.
 */
import type * as clockModule from '../../../nodes/shared/n8n/clock';
import type * as postLedgerModule from '../../../nodes/shared/n8n/once/postLedger';
import type * as rateWindowModule from '../../../nodes/shared/tiktok/api/rateWindow';
import type * as limitsModule from '../../../nodes/shared/tiktok/limits';

/** How the node reads the time and waits. */
export type Clock = typeof clockModule;
export const CLOCK = require.resolve('../../../nodes/shared/n8n/clock');

/** What was posted, as n8n's database remembers it. */
export type PostLedgerModule = typeof postLedgerModule;
export const POST_LEDGER = require.resolve('../../../nodes/shared/n8n/once/postLedger');

/** TikTok's numbers. */
export type Limits = typeof limitsModule;
export const LIMITS = require.resolve('../../../nodes/shared/tiktok/limits');

/** TikTok's calls per minute, which the node keeps. */
export type RateWindowModule = typeof rateWindowModule;
export const RATE_WINDOW = require.resolve('../../../nodes/shared/tiktok/api/rateWindow');

/** Sources, from the project's folder on. */
export const WIRE_SOURCE = 'nodes/shared/tiktok/api/wire.ts';
export const ERROR_CATALOG_SOURCE = 'nodes/shared/tiktok/api/errorCatalog.ts';
export const FAIL_REASONS_SOURCE = 'nodes/shared/tiktok/api/failReasons.ts';
export const SHARED_FOLDERS = ['nodes/shared/tiktok', 'nodes/shared/n8n'] as const;
