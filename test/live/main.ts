/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console
   -- the command runs in plain Node and prints; it is never shipped */
import './ownN8nFolder';
import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { adoptReport } from './adopt';
import type { Check } from './check';
import type { ConsentPage } from './consent';
import { readLiveOptions, type LiveOptions } from './options';
import type { MadePost } from './madePosts';
import { agree, askForKeys, openInBrowser } from './prompts';
import { listQuestions } from './findings';
import { makeReport } from './report';
import { chooseChecks, Progress, runChecks, type LiveResult } from './run';

const INTERRUPTED_EXIT_CODE = 130;
const REPORTS_FOLDER = '.cache/live';

/** `npm run live`: see docs/live-check.md. */
async function main(): Promise<void> {
	const options = readLiveOptions();
	if (options.adopt !== undefined) return await adoptReport(options.adopt);
	const isUnasked = options.dryRun || options.yes;
	const agreeTo = async ({ name, does, leaves }: Check): Promise<boolean> =>
		isUnasked || (await agree(`${name}: ${does}. Stays behind: ${leaves}. Do it?`));
	if (options.dryRun) return printPlan(await chooseChecks(options.only, options.skip, agreeTo));
	const folder = options.out ?? path.join(REPORTS_FOLDER, nameOfNow());
	await prepareFolder(folder);
	const keys = await askForKeys();
	const checks = await chooseChecks(options.only, options.skip, agreeTo);
	printPlan(checks);
	const progress = new Progress();
	endWhenInterrupted(progress, folder);
	await runChecks({ keys, checks, consent: consentAt(options), progress });
	await tell(progress, folder);
	// What holds connections open has no more to do.
	process.exit(progress.isComplete ? 0 : 1);
}

function endWhenInterrupted(progress: Progress, folder: string): void {
	let isEnding = false;
	const end = (): void => {
		// npm passes Ctrl-C on, so that it arrives twice.
		if (isEnding) return;
		isEnding = true;
		progress.interrupt();
		void tell(progress, folder)
			.catch((error: unknown) => console.error(error))
			.finally(() => process.exit(INTERRUPTED_EXIT_CODE));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

async function tell({ isConnected, result }: Progress, folder: string): Promise<void> {
	printPosts(result.posts);
	if (isConnected) return await writeReport(result, folder);
	console.log('\nThere is nothing to report without a connection.');
}

/** Of its own for each run, so that no report replaces another one. */
function nameOfNow(): string {
	return new Date().toISOString().slice(0, 19).replaceAll(':', '-');
}

/** @throws Error where no report can be written */
async function prepareFolder(folder: string): Promise<void> {
	try {
		await mkdir(folder, { recursive: true });
		await access(folder, constants.W_OK);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`No report can be written there, choose another --out: ${reason}`);
	}
}

function consentAt({ redirectUri, open }: LiveOptions): ConsentPage {
	return {
		redirectUri,
		open: async (url: string) => {
			console.log(
				`\nAllow the app on TikTok's page. If no browser opens, open it yourself:\n${url}\n`,
			);
			if (open) openInBrowser(url);
		},
	};
}

function printPlan(checks: readonly Check[]): void {
	for (const { name, does, leaves, asksFirst } of checks) {
		const answers = listQuestions().filter(([, { from }]) => from.includes(name));
		console.log(`\n${name}${asksFirst === true ? ' (asks first)' : ''}`);
		console.log(`  does          ${does}`);
		console.log(`  stays behind  ${leaves}`);
		if (answers.length > 0) {
			console.log(`  answers       ${answers.map(([asked]) => asked).join(', ')}`);
		}
	}
	console.log('\nNothing is posted publicly: every post is for the account itself alone.\n');
}

function printPosts(posts: readonly MadePost[]): void {
	console.log('\nWhat was made at TikTok:');
	if (posts.length === 0) console.log('  nothing');
	for (const { publishId, kind, check, state } of posts) {
		console.log(`  ${publishId}  ${kind}, by ${check}: ${state}`);
	}
}

async function writeReport(result: LiveResult, folder: string): Promise<void> {
	const { markdown, json } = makeReport(result, new Date().toISOString().slice(0, 10));
	console.log('\nThe report, without keys, tokens and names:');
	for (const [name, text] of [
		['report.md', markdown],
		['report.json', json],
	] as const) {
		await writeFile(path.join(folder, name), text);
		console.log(`  ${path.resolve(folder, name)}`);
	}
}

main().catch((error: unknown) => {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	process.exit(1);
});
