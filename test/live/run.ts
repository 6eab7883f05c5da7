/* eslint-disable @n8n/community-nodes/require-node-api-error -- the command runs in plain Node and is never shipped */
import { Listr, type ListrTask } from 'listr2';
import type { AppKeys } from '../../credentials/oauth/appKeys';
import { readGrantedScopes } from '../../credentials/oauth/grantedScopes';
import { withProgress } from '../../scripts/support/demoProgress';
import { openBinaryStorage } from '../support/node/binaryStorage';
import { asError, redactMessage } from '../support/tested/tiktok';
import type { Check, CheckName, Seen } from './check';
import { CHECKS } from './checks';
import type { ConsentPage } from './consent';
import { listMadePosts, type MadePost } from './madePosts';
import { findPositions, type Finding } from './findings';
import { Recorder } from './recorder';
import { LiveSession } from './session';

const DONE = 'done';
const ENDED = 'ended: ';

/** How a check ended. */
export interface Outcome {
	readonly name: CheckName;
	readonly outcome: string;
}

/** What a run found, secrets included: only `report.ts` makes something of it that may be shown. */
export interface LiveResult {
	readonly outcomes: readonly Outcome[];
	readonly findings: readonly Finding[];
	readonly posts: readonly MadePost[];
	readonly recorder: Recorder;
}

/** What has come of a run so far, also of one that is interrupted. */
export class Progress {
	readonly recorder = new Recorder();
	readonly outcomes: Outcome[] = [];
	seen: Seen = {};

	/** Without a connection there is nothing to tell. */
	get isConnected(): boolean {
		return this.outcomes[0]?.outcome === DONE;
	}

	get isComplete(): boolean {
		return this.outcomes.every(({ outcome }) => !outcome.startsWith(ENDED));
	}

	get result(): LiveResult {
		const { recorder, outcomes } = this;
		const findings = findPositions(this.seen);
		return { outcomes, findings, posts: listMadePosts(recorder.exchanges), recorder };
	}

	/** Notes that the check that is running goes no further. */
	interrupt(): void {
		const { check: name } = this.recorder;
		const isOver = this.outcomes.some((it) => it.name === name);
		if (name !== '' && !isOver) this.outcomes.push({ name, outcome: `${ENDED}interrupted` });
	}
}

export interface LiveRun {
	readonly keys: AppKeys;
	readonly checks: readonly Check[];
	readonly consent: ConsentPage;
	/** New; it tells at any time what was found and made until then. */
	readonly progress: Progress;
	/** Shows no progress. */
	readonly isSilent?: boolean;
}

/** The checks of these names, or all; those that ask first only with a yes. The first one, which connects, is always one. */
export async function chooseChecks(
	only: readonly string[],
	skip: readonly string[],
	ask: (check: Check) => Promise<boolean>,
): Promise<Check[]> {
	const chosen: Check[] = [];
	for (const check of CHECKS) {
		const isMeant = only.length === 0 || only.includes(check.name);
		if (check.name === 'connect') chosen.push(check);
		else if (!isMeant || skip.includes(check.name)) continue;
		else if (check.asksFirst !== true || (await ask(check))) chosen.push(check);
	}
	return chosen;
}

/** Runs the checks one after the other. One that fails is an outcome; only without a connection none of the others runs. */
export async function runChecks(run: LiveRun): Promise<LiveResult> {
	const { keys, checks, consent, progress, isSilent } = run;
	const { recorder } = progress;
	const scopes = [...new Set(checks.flatMap((check) => check.scopes))];
	const storage = await openBinaryStorage();
	recorder.secrets.keep('client key', keys.clientKey);
	recorder.secrets.keep('client secret', keys.clientSecret);
	const session = new LiveSession(keys, scopes, consent, recorder, storage);
	try {
		const tasks = checks.map((check) => toTask(check, session, progress));
		const options = { exitOnError: false, registerSignalListeners: false } as const;
		// The simple renderer leaves the terminal to what is printed meanwhile, TikTok's address above all.
		await new Listr(tasks, {
			...options,
			...(isSilent ? { renderer: 'silent' } : { renderer: 'simple' }),
		}).run();
	} finally {
		// What is left goes with the folder it is in.
		await storage.close().catch(() => {});
	}
	return progress.result;
}

function toTask(check: Check, session: LiveSession, progress: Progress): ListrTask {
	const { name, does, leaves } = check;
	const { outcomes } = progress;
	return {
		title: name,
		task: async (_, task) => {
			const obstacle = findObstacle(check, session);
			if (obstacle !== undefined) {
				outcomes.push({ name, outcome: `skipped: ${obstacle}` });
				return task.skip(obstacle);
			}
			task.output = `${does}; stays behind: ${leaves}`;
			try {
				session.recorder.check = name;
				const see = (answers: Seen) => void (progress.seen = { ...progress.seen, ...answers });
				await withProgress(task, async () => await check.run(session, see));
				outcomes.push({ name, outcome: DONE });
			} catch (error) {
				const reason = session.recorder.secrets.hideIn(redactMessage(asError(error).message));
				outcomes.push({ name, outcome: ENDED + reason });
				throw new Error(reason);
			}
		},
	};
}

function findObstacle({ name, scopes }: Check, session: LiveSession): string | undefined {
	if (name === 'connect') return undefined;
	if (session.refreshToken === '') return 'no account is connected';
	const granted = readGrantedScopes(session.credential.saved);
	const missing = scopes.filter((scope) => granted.length > 0 && !granted.includes(scope));
	return missing.length === 0 ? undefined : `the account did not allow ${missing.join(', ')}`;
}
