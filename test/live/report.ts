/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- a command for developers; it is never shipped */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_SWITCHES } from '../simulator/switches';
import { UNKNOWN, type Observed } from '../simulator/observed';
import type { LiveResult } from './run';
import type { Exchange } from './recorder';
import { redactBody } from './secrets';

const PACKAGE_FILE = path.resolve(__dirname, '../../package.json');
const PACKAGE = JSON.parse(readFileSync(PACKAGE_FILE, 'utf8')) as { name: string; version: string };

/** What is handed over. */
export interface Report {
	/** For people. */
	readonly markdown: string;
	/** For `test/simulator/observed.json`. */
	readonly json: string;
}

/**
 * What was seen, without anything that gives access or names the account.
 *
 * @param day as `2026-11-30`
 * @param show what is shown of a body; by default without what gives access or names, also in TikTok's own words
 * @throws Error when a secret of the run stands in it all the same, also without the answers
 */
export function makeReport(
	result: LiveResult,
	day: string,
	show = (body: string) => result.recorder.secrets.hideIn(redactBody(body)),
): Report {
	const { recorder, findings } = result;
	const switches = Object.fromEntries(findings.map(({ name, position }) => [name, position]));
	const observed: Observed = { seenOn: day, switches };
	const json = `${JSON.stringify(observed, undefined, '\t')}\n`;
	const { secrets } = recorder;
	const summary = secrets.hideNamesIn(summarize(result, day));
	const leak = secrets.findIn(summary + json);
	if (leak !== '') throw new Error(`The report would tell ${leak}; it was not written`);
	const answers = secrets.hideNamesIn(
		recorder.exchanges.map((exchange) => describe(exchange, show)).join('\n\n'),
	);
	const leakOfAnswers = secrets.findIn(answers);
	const shown =
		leakOfAnswers === '' ? answers : `They are left out, as they would tell ${leakOfAnswers}.`;
	return { markdown: `${summary}\n\n## Answers\n\n${shown}\n`, json };
}

function summarize({ findings, posts, outcomes }: LiveResult, day: string): string {
	return [
		`# Live check of ${day}`,
		`${PACKAGE.name} ${PACKAGE.version}, Node ${process.version}, ${process.platform}`,
		'## What TikTok does',
		table(
			['Switch', 'Seen', 'Simulator', 'Read from'],
			findings.map(({ name, position, how }) => {
				const differs = position !== UNKNOWN && position !== DEFAULT_SWITCHES[name];
				return [
					`\`${name}\``,
					`${String(position)}${differs ? ' **differs**' : ''}`,
					String(DEFAULT_SWITCHES[name]),
					how,
				];
			}),
		),
		'## Checks',
		table(
			['Check', 'Outcome'],
			outcomes.map(({ name, outcome }) => [name, outcome]),
		),
		'## What was made',
		table(
			['publish_id', 'What', 'By', 'State'],
			posts.map(({ publishId, kind, check, state }) => [`\`${publishId}\``, kind, check, state]),
		),
	].join('\n\n');
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	if (rows.length === 0) return 'Nothing.';
	return [head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

/** Upload addresses are credentials, and queries of others can hold what was sent: only the path is told. */
function describe(
	{ check, method, url, answer }: Exchange,
	show: (body: string) => string,
): string {
	const path = method === 'PUT' ? '/…' : url.pathname;
	const status = answer.status === undefined ? 'no answer' : `HTTP ${answer.status}`;
	const names = Object.keys(answer.headers).sort().join(', ');
	return [
		`**${check}**: ${method} ${url.hostname}${path} → ${status}`,
		...(names === '' ? [] : [`headers: ${names}`]),
		...(answer.text === '' ? [] : [`\`\`\`json\n${show(answer.text)}\n\`\`\``]),
	].join('\n\n');
}
