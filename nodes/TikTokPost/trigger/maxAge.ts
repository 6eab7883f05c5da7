import type { IWebhookFunctions } from 'n8n-workflow';
import { MAX_AGE_SEC } from '../../shared/tiktok/webhook/signature';
import { now } from '../../shared/n8n/clock';
import { countLeftOut } from './refusalLog';

const MIN_AGE_SEC = 1;

/**
 * How old a signature may be, in seconds. Read without evaluating an expression, which could throw at a
 * stranger's request. What is out of range becomes the nearest that is possible, and what is no number the
 * default; the log says so.
 */
export function readMaxAgeSec(n8n: IWebhookFunctions): number {
	const written: unknown = n8n.getNodeParameter('options.maxAgeSeconds', MAX_AGE_SEC, {
		rawExpressions: true,
	});
	const asked = toNumber(written);
	const used = Number.isNaN(asked) ? MAX_AGE_SEC : clamp(asked);
	if (used !== asked) logReplaced(n8n, used);
	return used;
}

/** Imported workflows may hold numbers as text. */
function toNumber(value: unknown): number {
	if (typeof value === 'string' && value.trim() !== '') return Number(value);
	return typeof value === 'number' ? value : NaN;
}

function clamp(seconds: number): number {
	return Math.min(Math.max(seconds, MIN_AGE_SEC), MAX_AGE_SEC);
}

function logReplaced(n8n: IWebhookFunctions, used: number): void {
	const { id, name } = n8n.getNode();
	if (countLeftOut(`${n8n.getWorkflow().id} ${id} max_age`, now()) === undefined) return;
	n8n.logger.warn(
		`${name}: the option "Accept Deliveries Signed Up To (Seconds)" is no number from ${MIN_AGE_SEC} to ${MAX_AGE_SEC}. ${used} is used instead.`,
	);
}
