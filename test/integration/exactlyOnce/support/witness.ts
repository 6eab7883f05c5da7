import type { INodeExecutionData } from 'n8n-workflow';
import type { Post, Simulator } from '../../../simulator';
import { factsOf, type Execution } from './execution';
import type { Tally } from './tally';

/** Codes by which the node says that nothing was posted. */
const DENIALS = new Set([
	'upload_expired',
	'upload_refused',
	'internal',
	'file_format_check_failed',
	'spam_risk',
]);

/** Holds what the node reports against what TikTok really has, at the moment of the report. */
export class Witness {
	/** What was wrong, in words. */
	readonly lies: string[] = [];
	/** Posts that were rightly reported once; the same report may come again. */
	private readonly confirmed = new Set<string>();

	constructor(
		private readonly simulator: Simulator,
		private readonly tally: Tally,
	) {}

	/** Posts that exist or are on their way, by what they were to be and whose they are. */
	countLivePosts(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const post of this.simulator.posts.filter(isLive)) {
			const name = `${idOf(post)} of ${post.openId}`;
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
		return counts;
	}

	/** What an account has twice, but for what the node can't recognise. */
	listDuplicates(forgiven: ReadonlySet<unknown>): unknown[] {
		return [...this.countLivePosts()].filter(
			([name, howMany]) => howMany > 1 && !forgiven.has(name.split(' ')[0]),
		);
	}

	/** To be called before a try; what it returns judges the try's output. */
	watchTry(
		execution: Execution,
		items: readonly INodeExecutionData[],
		openId: string,
	): (output: readonly INodeExecutionData[]) => void {
		const complete = new Set(this.simulator.posts.filter(isLive).map(publishIdOf));
		const open = new Set(
			this.simulator.posts.filter((post) => !complete.has(post.publishId)).map(publishIdOf),
		);
		return (output) => {
			for (const [index, item] of output.entries()) {
				this.countWay(String(item.json.publish_id), item, complete, open);
				const input = items[index];
				if (input === undefined) this.lies.push('an output without input');
				else this.judgeOutput(input, item, execution, openId);
			}
		};
	}

	judgeError(error: unknown, execution: Execution): void {
		const text = String((error as { description?: unknown }).description);
		const code = /\bcode (\w+)/.exec(text)?.[1] ?? String((error as Error).message);
		this.judgeFailure(code, /publish_id ([\w~.-]+)/.exec(text)?.[1], execution);
	}

	private judgeOutput(
		input: INodeExecutionData,
		{ json }: INodeExecutionData,
		execution: Execution,
		openId: string,
	): void {
		const { id, sha256 } = factsOf(input);
		if (json.error !== undefined) {
			const { code, publish_id: publishId } = json.details as Record<string, string | undefined>;
			return this.judgeFailure(code ?? '', publishId, execution);
		}
		if (json.skipped === true && json.publish_id === null) {
			// Without an id nobody can be asked whether TikTok failed to process what it had received.
			const wasReceived = this.simulator.posts.some(
				(post) => hasAll(post) && idOf(post) === id && post.openId === openId,
			);
			if (!wasReceived) this.lies.push(`${id} skipped, but there is no post`);
			return;
		}
		const publishId = String(json.publish_id);
		const post = this.simulator.posts.find((candidate) => candidate.publishId === publishId);
		const isTrue = post !== undefined && idOf(post) === id && isTrueOf(post, json.status);
		if (isTrue) this.confirmed.add(publishId);
		else if (!this.confirmed.has(publishId)) {
			this.lies.push(`${id} reported as ${JSON.stringify(json)}, but it is ${describe(post)}`);
		}
		if (json.skipped === true && post !== undefined && post.openId !== openId) {
			this.lies.push(`${id} skipped for the post of another account`);
		}
		// What is skipped may have been posted with another file under the same Deduplication Key.
		if (json.skipped !== true && post?.sha256 !== undefined && post.sha256 !== sha256) {
			this.lies.push(`${id} is another video at TikTok`);
		}
	}

	private judgeFailure(code: string, publishId: string | undefined, execution: Execution): void {
		execution.codes.push(code);
		this.tally.add(`failures: ${code}`);
		const post = this.simulator.posts.find((candidate) => candidate.publishId === publishId);
		if (code === 'outcome_unknown') {
			this.tally.add(
				`unknown outcomes: ${post === undefined ? 'no id' : isLive(post) ? 'posted' : 'not posted'}`,
			);
		}
		if (DENIALS.has(code) && post !== undefined && isLive(post)) {
			this.lies.push(`${idOf(post)} failed with ${code}, but it is ${describe(post)}`);
		}
	}

	private countWay(
		publishId: string,
		{ json }: INodeExecutionData,
		complete: ReadonlySet<string>,
		open: ReadonlySet<string>,
	): void {
		if (json.error !== undefined) return;
		if (json.skipped === true) {
			return this.tally.add(`outputs: skipped${json.publish_id === null ? ', id unknown' : ''}`);
		}
		if (complete.has(publishId)) return this.tally.add('outputs: found complete');
		if (open.has(publishId)) return this.tally.add('outputs: upload resumed');
		this.tally.add('outputs: posted');
	}
}

/** TikTok has the whole post, or fetches it by itself. */
function hasAll(post: Post): boolean {
	return post.hasAllBytes || post.source === 'PULL_FROM_URL';
}

/** TikTok has the whole post and has not refused it. */
function isLive(post: Post): boolean {
	return hasAll(post) && post.status !== 'FAILED';
}

/** What was on its way when it was reported may have failed since. */
function isTrueOf(post: Post, reported: unknown): boolean {
	return isLive(post) || (hasAll(post) && String(reported).startsWith('PROCESSING'));
}

/** What a post was to be: captions begin with it. */
function idOf({ postInfo }: Post): string {
	return String(postInfo.title).split(' ')[0] ?? '';
}

function publishIdOf({ publishId }: Post): string {
	return publishId;
}

function describe(post: Post | undefined): string {
	return post === undefined
		? 'unknown to TikTok'
		: `${idOf(post)}: ${post.status} with ${post.bytesReceived} bytes`;
}
