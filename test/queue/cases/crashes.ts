/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test code is never shipped */

import { join } from 'node:path';

import { report } from '../../e2e/support/postedVideos';
import { waitUntil } from '../../e2e/support/waitUntil';
import type { FaultScript } from '../../simulator';
import { executionError, outputItems } from '../../support/n8n';
import type { StackMember } from '../../support/n8n/queue';
import { writePaddedMp4 } from '../../support/video';
import { KeyedFlow } from '../support/keyedFlow';
import { RUN_TIMEOUT_MS, type QueueStage } from '../support/queueStage';
import { tallyPosts } from '../support/tallies';

const VIDEO_BYTES = 30_000_000;
const SLOW_BYTES_PER_SECOND = 5_000_000;
const OUTCOME_UNKNOWN = 'The post was begun before, and it is unknown whether TikTok published it';
/** n8n waits until the dead worker's lock has run out. */
const NOTICED_TIMEOUT_MS = 120_000;
const RUNNING = ['new', 'running', 'waiting'];

type Fault = Omit<FaultScript, 'on'>;

/** Where a worker dies; each time TikTok never answers it. */
const DEATHS: ReadonlyArray<[where: string, fault: Fault, sentBytes: number]> = [
	['in the middle of an upload', { do: 'stall', afterBytes: VIDEO_BYTES / 2 }, VIDEO_BYTES / 2],
	[
		'right before the last byte has arrived',
		{ do: 'stall', afterBytes: VIDEO_BYTES - 1 },
		VIDEO_BYTES - 1,
	],
	['right after the last byte', { do: 'stall', processed: true }, VIDEO_BYTES],
];

/** What becomes of a post when a part of the stack dies. */
export function describeCrashes(use: { stage: QueueStage }): void {
	let file: string;

	beforeAll(async () => {
		file = join(use.stage.stack.filesFolder, 'thirty.mp4');
		await writePaddedMp4(file, VIDEO_BYTES);
	});

	it.each(DEATHS)(
		'kill -9 of the worker %s: one post after Retry, or outcome_unknown, and never two',
		async (where, fault, sentBytes) => {
			const { stage } = use;
			const run = await CrashRun.begin(stage, file, where, fault);
			await run.waitUntilSent(sentBytes);
			await stage.killWorkersOf(run.executionId);
			await stage.stack.start();
			await run.waitUntilEnded();
			await run.expectOnePostAtMost(`Worker killed ${where}`);
		},
		RUN_TIMEOUT_MS,
	);

	it.each(['Redis', 'Postgres'] as const)(
		'%s killed and started again in the middle of an upload: one post, or outcome_unknown, and never two',
		async (name) => {
			const { stage } = use;
			const { redis, postgres } = stage.stack;
			const { member } = name === 'Redis' ? redis : postgres;
			const slow = { do: 'slow', bytesPerSecond: SLOW_BYTES_PER_SECOND } as const;
			const run = await CrashRun.begin(stage, file, name, slow);
			await member.kill();
			// Postgres refuses as long as the dead one's own processes are at it.
			await waitUntil(async () => await starts(member), `${name} is up again`);
			await run.waitUntilEnded();
			await run.expectOnePostAtMost(`${name} killed and started again`);
		},
		RUN_TIMEOUT_MS,
	);
}

async function starts(member: StackMember): Promise<boolean> {
	return await member.start().then(
		() => true,
		() => false,
	);
}

/** An execution whose upload has begun. */
class CrashRun {
	private constructor(
		private readonly stage: QueueStage,
		private readonly flow: KeyedFlow,
		private readonly key: string,
		readonly executionId: string,
	) {}

	static async begin(
		stage: QueueStage,
		file: string,
		title: string,
		fault: Fault,
	): Promise<CrashRun> {
		const path = `crash-${title.toLowerCase().replaceAll(' ', '-')}`;
		const account = await stage.makeAccount();
		const flow = await KeyedFlow.open(stage, path, { account, file, answersAtOnce: true });
		const { faults } = stage.simulator;
		faults.add({ on: { endpoint: 'upload' }, ...fault });
		const id = await flow.begin(path);
		await stage.waitFor(() => faults.pending().length === 0, 'the upload has begun');
		return new CrashRun(stage, flow, path, id);
	}

	/** Waits until so many bytes have arrived of a PUT that TikTok stops reading then. */
	async waitUntilSent(bytes: number): Promise<void> {
		const { requests, posts } = this.stage.simulator;
		const isSent = () =>
			posts.some(({ postInfo, hasAllBytes }) => postInfo.title === this.caption && hasAllBytes) ||
			requests.some(({ method, requestBytes, at }) => {
				return method === 'PUT' && requestBytes >= bytes && at >= this.postedAt;
			});
		await this.stage.waitFor(isSent, `${bytes} bytes have arrived`);
	}

	/** Waits until n8n has noticed that it ended, whichever way. */
	async waitUntilEnded(): Promise<void> {
		await waitUntil(
			async () => {
				const executions = await this.flow.listExecutions().catch(() => []);
				const own = executions.find(({ id }) => id === this.executionId);
				return own !== undefined && !RUNNING.includes(own.status);
			},
			`execution ${this.executionId} has ended`,
			NOTICED_TIMEOUT_MS,
		);
	}

	/** Presses Retry as long as it is not known what became of the post, twice at most. */
	async expectOnePostAtMost(title: string): Promise<void> {
		const outcomes = [await this.outcomeOf(this.executionId)];
		while (outcomes.length < 3 && !isSettled(outcomes.at(-1))) outcomes.push(await this.retry());
		const posts = tallyPosts(this.stage.simulator, [this.key]);
		report(title, `${posts.posts} posts; ${outcomes.join(', then ')}`);
		expect(posts.twice).toEqual([]);
		expect(outcomes.at(-1)).toMatch(new RegExp(`^(posted|skipped|${OUTCOME_UNKNOWN})$`));
		if (outcomes.at(-1) !== OUTCOME_UNKNOWN) expect(posts.lost).toEqual([]);
	}

	private get caption(): string {
		return `${this.key} #sim`;
	}

	private get postedAt(): number {
		const post = this.stage.simulator.posts.find(({ postInfo }) => postInfo.title === this.caption);
		return post?.createdAt ?? Number.POSITIVE_INFINITY;
	}

	private async retry(): Promise<string> {
		const id = await this.stage.stack.rest.retryExecution(this.executionId);
		await this.stage.stack.rest.waitForExecution(id);
		return await this.outcomeOf(id);
	}

	private async outcomeOf(executionId: string): Promise<string> {
		const execution = await this.stage.stack.rest.getExecution(executionId);
		if (execution.status !== 'success') {
			return executionError(execution)?.message ?? execution.status;
		}
		const [item] = outputItems(execution, 'Post');
		return item?.json.skipped === true ? 'skipped' : 'posted';
	}
}

function isSettled(outcome: string | undefined): boolean {
	return outcome === 'posted' || outcome === 'skipped' || outcome === OUTCOME_UNKNOWN;
}
