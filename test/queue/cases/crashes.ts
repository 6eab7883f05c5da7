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
/** Fifteen seconds: n8n loses the end of an execution that ends while Postgres is away. */
const SLOW_BYTES_PER_SECOND = 2_000_000;
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

	/** n8n takes half a minute to notice that a worker is dead: they die together. */
	describe('kill -9 of the worker', () => {
		const runs = new Map<string, CrashRun>();

		beforeAll(async () => {
			const { stage } = use;
			for (const [where, fault, sentBytes] of DEATHS) {
				const run = await CrashRun.begin(stage, file, where, fault);
				await run.waitUntilSent(sentBytes);
				runs.set(where, run);
			}
			for (const { executionId } of runs.values()) await stage.killWorkersOf(executionId);
			await stage.stack.start();
			await Promise.all([...runs.values()].map(async (run) => await run.settle()));
		}, RUN_TIMEOUT_MS);

		it.each(DEATHS)('%s: one post after Retry, or outcome_unknown, and never two', (where) => {
			const run = runs.get(where);
			expect(run).toBeDefined();
			run?.expectOnePostAtMost(`Worker killed ${where}`);
		});
	});

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
			await run.settle();
			run.expectOnePostAtMost(`${name} killed and started again`);
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
	/** What became of the post, first by itself and then by each Retry. */
	private readonly outcomes: string[] = [];

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

	/** Waits until n8n has noticed that it ended; presses Retry as long as nobody knows what became of the post, twice at most. */
	async settle(): Promise<void> {
		await this.waitUntilEnded();
		this.outcomes.push(await this.outcomeOf(this.executionId));
		while (this.outcomes.length < 3 && !isSettled(this.outcomes.at(-1))) {
			this.outcomes.push(await this.retry());
		}
	}

	/** Of one that has settled. */
	expectOnePostAtMost(title: string): void {
		const posts = tallyPosts(this.stage.simulator, [this.key]);
		report(title, `${posts.posts} posts; ${this.outcomes.join(', then ')}`);
		expect(posts.twice).toEqual([]);
		const last = this.outcomes.at(-1);
		expect(last).toMatch(new RegExp(`^(posted|skipped|${OUTCOME_UNKNOWN})$`));
		if (last !== OUTCOME_UNKNOWN) expect(posts.lost).toEqual([]);
	}

	private get caption(): string {
		return `${this.key} #sim`;
	}

	private get postedAt(): number {
		const post = this.stage.simulator.posts.find(({ postInfo }) => postInfo.title === this.caption);
		return post?.createdAt ?? Number.POSITIVE_INFINITY;
	}

	private async waitUntilEnded(): Promise<void> {
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
