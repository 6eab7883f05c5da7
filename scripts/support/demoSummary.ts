/* eslint-disable no-console -- commands print and start processes; they are never shipped */

import { OWNER } from '../../test/support/n8n';
import type { DemoResult, DemoSession } from './demoSession';

/** Prints how the post ended and where to look at everything. */
export function printSummary(addresses: DemoSession['addresses'], result: DemoResult): void {
	const match = result.sha256_match ? 'identical to the file sent' : 'NOT the file that was sent';
	const rows: Array<[string, string | undefined]> = [
		['status', result.status ?? 'not published'],
		['reason', result.error],
		['publish id', result.publish_id],
		['post id', result.post_id],
		['post URL', result.post_url],
		['video', `${result.bytes ?? 0} bytes arrived, ${match}`],
		['profile page', addresses.profile],
		['n8n editor', addresses.editor],
		['n8n login', `${OWNER.email} / ${OWNER.password}`],
	];
	const width = Math.max(...rows.map(([label]) => label.length));
	console.log(result.ok ? '\nPosted:' : '\nNot posted:');
	for (const [label, value] of rows) {
		if (value !== undefined) console.log(`  ${label.padEnd(width)}  ${value}`);
	}
}
