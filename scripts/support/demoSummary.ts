/* eslint-disable no-console -- commands print and start processes; they are never shipped */

import { OWNER } from '../../test/support/n8n';
import type { RanExecution } from './demoQueue';
import type { DemoPlaces, DemoResult } from './demoResult';

type Rows = Array<[label: string, value: string | undefined]>;

/** Prints how the post ended. What looks like an address of TikTok's is marked as the simulator's. */
export function printResult(result: DemoResult): void {
	const match = result.sha256_match ? 'identical to the file sent' : 'NOT the file that was sent';
	const { post_url: url } = result;
	printRows(result.ok ? 'Posted to the simulated TikTok:' : 'Not posted:', [
		['status', result.status ?? 'not published'],
		['reason', result.error],
		['publish id', result.publish_id],
		['post id', result.post_id],
		['post URL', url && `${url} (the simulator's; the real TikTok does not know it)`],
		['photos', result.photos ? `${result.photos} from files, downloaded from this n8n` : undefined],
		['video', `${(result.bytes ?? 0).toLocaleString('en')} bytes arrived, ${match}`],
	]);
	if (result.executions) printRows('Which worker ran what:', result.executions.map(describeRun));
}

function describeRun({ execution, worker, what, outcome }: RanExecution): Rows[number] {
	return [`execution ${execution}`, `${worker}  ${what}: ${outcome}`];
}

/** Prints where to look and what to do next, as long as everything is up. */
export function printPlaces(places: DemoPlaces): void {
	printRows('Look at it, on this machine:', [
		['post', `${places.post} (simulator)`],
		['profile page', `${places.profile} (simulator)`],
		['n8n editor', places.demoWorkflow],
		['with photos', places.photoWorkflow],
		['n8n login', `${OWNER.email} / ${OWNER.password}`],
	]);
	if (places.queue) {
		const { workflow, webhooks, workers } = places.queue;
		printRows('In queue mode:', [
			['assets', workflow],
			['deliver one', `POST {"asset": "any name"} as JSON to ${webhooks.join(' or ')}`],
			['end a worker', `kill -9 ${workers.join(' or ')}`],
		]);
	}
	printRows('Then do it yourself:', [
		['1. first post', `${places.firstPostWorkflow} (follow its note)`],
		['2. connect', 'create a credential "TikTok OAuth2 API" in n8n, and enter'],
		['', `Client ID      ${places.clientKey}`],
		['', `Client Secret  ${places.clientSecret}`],
		['', 'App Platform   Desktop'],
		['', '(an app of the simulator, which is no secret; the real TikTok does not know it)'],
		[
			'3. trouble',
			`${places.control} (simulator): revoke the access, reach a limit, cut a connection`,
		],
	]);
}

function printRows(title: string, rows: Rows): void {
	const width = Math.max(...rows.map(([label]) => label.length));
	console.log(`\n${title}`);
	for (const [label, value] of rows) {
		if (value !== undefined) console.log(`  ${label.padEnd(width)}  ${value}`);
	}
}
