import type { IDataObject } from 'n8n-workflow';

import { report } from '../../e2e/support/postedVideos';
import { executionError } from '../../support/n8n';
import { scale } from '../../support/scale';
import { countErrors } from '../support/errorMessages';
import { openFlows } from '../support/flows';
import { KeyedFlow } from '../support/keyedFlow';
import { inParallel } from '../support/inParallel';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyAnswers } from '../support/tallies';

const POSTS_AT_ONCE = 15;
const CALLS_AT_ONCE = 30;
/** One of TikTok's calls that each execution makes, and no post. */
const GET_CREATOR: IDataObject = { resource: 'creator', operation: 'get' };
const ERROR_STYLES = [200, 400] as const;
/** A worker that died holds n8n's lock no longer than that. */
const REFRESH_DELAY_MS = 3_000;

/** What three workers do with one account whose access has just ended. */
export function describeCredential(use: { stage: QueueStage }): void {
	afterEach(() => {
		use.stage.simulator.switches.oauthErrorStatus = 200;
	});

	it(
		'15 posts at once right after it: one refresh, and none fails',
		async () => {
			const { stage } = use;
			const [flow] = await openFlows(stage, 'expired', 1, { firstAccount: 25 });
			if (!flow) return;
			stage.simulator.tokens.expireAccessTokens();
			const keys = Array.from({ length: POSTS_AT_ONCE }, (_, index) => `expired-${index}`);
			const before = countRefreshes(stage, flow);
			const answers = await inParallel(keys, keys.length, async (key, i) => flow.deliver(key, i));
			const refreshes = countRefreshes(stage, flow) - before;
			report('15 posts at once after an expiry', `${refreshes} refreshes`);
			report('15 posts at once, errors', JSON.stringify(await countErrors(stage, [flow])));
			expect(tallyAnswers(answers)).toMatchObject({ posted: keys.length, failed: 0 });
			expect(refreshes).toBe(1);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'30 executions at once right after it, round after round, in both styles of errors: none fails',
		async () => {
			const { stage } = use;
			const rounds = scale(8, 20);
			const flows = await openFlows(stage, 'rounds', rounds, { parameters: GET_CREATOR });
			const refreshes = [];
			const answers = [];
			for (const [round, flow] of flows.entries()) {
				stage.simulator.switches.oauthErrorStatus = ERROR_STYLES[round % 2] ?? 200;
				stage.simulator.tokens.expireAccessTokens();
				const before = countRefreshes(stage, flow);
				const calls = Array.from({ length: CALLS_AT_ONCE }, (_, index) => `call-${index}`);
				answers.push(
					...(await inParallel(calls, calls.length, async (key, i) => flow.deliver(key, i))),
				);
				refreshes.push(countRefreshes(stage, flow) - before);
			}
			const { posted, failed } = tallyAnswers(answers);
			report(
				`${rounds} expiries, 30 executions at once after each`,
				`${posted} went well, ${failed} failed; refreshes ${refreshes.join(' ')}`,
			);
			report('Expiries, errors', JSON.stringify(await countErrors(stage, flows)));
			expect(failed).toBe(0);
			expect(refreshes).toEqual(refreshes.map(() => 1));
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'with the worker killed in the middle of the refresh: the account survives, or the message says what to do',
		async () => {
			const { stage } = use;
			const { rest } = stage.stack;
			const account = await stage.makeAccount();
			const flow = await KeyedFlow.open(stage, 'killed-refresh', {
				account,
				parameters: GET_CREATOR,
				answersAtOnce: true,
			});
			stage.simulator.tokens.expireAccessTokens();
			stage.simulator.faults.add({
				on: { endpoint: 'token' },
				do: 'delay',
				delayMs: REFRESH_DELAY_MS,
			});
			const id = await flow.begin('killed');
			await stage.waitFor(
				() => stage.simulator.faults.pending().length === 0,
				'the refresh is on its way',
			);
			await stage.killWorkersOf(id);
			await stage.stack.start();
			const next = await rest.waitForExecution(await flow.begin('next'));
			const message = executionError(next)?.message;
			report('Worker killed in the middle of a refresh', message ?? 'the account survives');
			if (next.status !== 'success') expect(message).toMatch(/connect/i);
			// The next execution only has the token that the dead worker spent.
			stage.forgive('token-refresh-reused');
		},
		RUN_TIMEOUT_MS,
	);
}

/** How many token requests of the flow's account were refreshes. */
function countRefreshes({ simulator }: QueueStage, { account }: KeyedFlow): number {
	return simulator.tokens.requests.filter(
		({ grantType, openId }) => grantType === 'refresh_token' && openId === account.openId,
	).length;
}
