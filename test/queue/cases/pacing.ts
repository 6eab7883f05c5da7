import { report } from '../../e2e/support/postedVideos';
import { scale } from '../../support/scale';
import { countErrors } from '../support/errorMessages';
import { SHARED_FLOWS, useSharedFlows } from '../support/flows';
import { KeyedFlow } from '../support/keyedFlow';
import { inParallel } from '../support/inParallel';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyAnswers, tallyPosts } from '../support/tallies';

/** TikTok's minutes are real here: 30 posts need four of them, 18 two. */
const EXECUTIONS = scale(18, 30);
const POSTS_PER_MINUTE = 6;
const MINUTE_MS = 60_000;
const MOST_OF_BEST = 1.25;
const INIT_PATH = '/v2/post/publish/video/init/';
const TOO_MANY = 429;
const WAITS = { onRateLimit: 'wait', maxRateLimitWaitSeconds: 600 };

/** Three workers share one account's minute without knowing of each other. */
export function describePacing(use: { stage: QueueStage }): void {
	afterEach(() => use.stage.liftLimits());

	it(
		`${EXECUTIONS} executions at once with On Rate Limit: Wait: all posted, in at most 1.25 of the best time`,
		async () => {
			const { stage } = use;
			const { clock, requests, switches } = stage.simulator;
			const account = await stage.makeAccount();
			const flow = await KeyedFlow.open(stage, 'paced', {
				account,
				parameters: { options: WAITS },
			});
			switches.rateLimits = true;
			const keys = Array.from({ length: EXECUTIONS }, (_, index) => `paced-${index}`);
			const begunAt = clock.now();
			// Other tests' flows are opened meanwhile: that needs no worker.
			const opened = useSharedFlows(stage, 0, SHARED_FLOWS);
			const answers = await inParallel(keys, keys.length, async (key, i) => flow.deliver(key, i));
			const tookMs = clock.now() - begunAt;
			await opened;
			const refused = requests.filter(
				({ path, status, at }) => path === INIT_PATH && status === TOO_MANY && at >= begunAt,
			).length;
			const bestMs = (Math.ceil(EXECUTIONS / POSTS_PER_MINUTE) - 1) * MINUTE_MS;
			report(
				`${EXECUTIONS} executions at once, On Rate Limit: Wait`,
				`${Math.round(tookMs / 1000)} s of ${bestMs / 1000} s at best, ${refused} calls refused with 429`,
			);
			report('On Rate Limit: Wait, errors', JSON.stringify(await countErrors(stage, [flow])));
			expect(tallyAnswers(answers)).toEqual({ posted: keys.length, skipped: 0, failed: 0 });
			expect(tallyPosts(stage.simulator, keys)).toMatchObject({ posts: keys.length, twice: [] });
			expect(tookMs).toBeLessThanOrEqual(bestMs * MOST_OF_BEST);
		},
		RUN_TIMEOUT_MS,
	);
}
