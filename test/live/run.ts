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
import type { Recorder } from './recorder';
import { LiveSession } from './session';

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

export interface LiveRun {
	readonly keys: AppKeys;
	readonly checks: readonly Check[];
	readonly consent: ConsentPage;
	/** New; whoever is interrupted still finds in it what was made. */
	readonly recorder: Recorder;
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
	const { keys, checks, consent, recorder, isSilent } = run;
	const scopes = [...new Set(checks.flatMap((check) => check.scopes))];
	const storage = await openBinaryStorage();
	recorder.secrets.keep('client key', keys.clientKey);
	recorder.secrets.keep('client secret', keys.clientSecret);
	const session = new LiveSession(keys, scopes, consent, recorder, storage);
	const outcomes: Outcome[] = [];
	const seen: { all: Seen } = { all: {} };
	try {
		const tasks = checks.map((check) => toTask(check, session, outcomes, seen));
		const options = { exitOnError: false, registerSignalListeners: false } as const;
		// The simple renderer leaves the terminal to what is printed meanwhile, TikTok's address above all.
		await new Listr(tasks, {
			...options,
			...(isSilent ? { renderer: 'silent' } : { renderer: 'simple' }),
		}).run();
	} finally {
		await storage.close();
	}
	const findings = findPositions(seen.all);
	return { outcomes, findings, posts: listMadePosts(recorder.exchanges), recorder };
}

function toTask(
	check: Check,
	session: LiveSession,
	outcomes: Outcome[],
	seen: { all: Seen },
): ListrTask {
	const { name, does, leaves } = check;
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
				const see = (answers: Seen) => void (seen.all = { ...seen.all, ...answers });
				await withProgress(task, async () => await check.run(session, see));
				outcomes.push({ name, outcome: 'done' });
			} catch (error) {
				const reason = session.recorder.secrets.hideIn(redactMessage(asError(error).message));
				outcomes.push({ name, outcome: `ended: ${reason}` });
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
