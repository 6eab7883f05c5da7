import type { Simulator } from '../../simulator';
import type { Answer } from './keyedFlow';

/** How often keys were posted, as TikTok sees it. */
export interface PostTally {
	posts: number;
	/** Keys that were posted more than once. */
	twice: string[];
	/** Keys that were not posted. */
	lost: string[];
}

/** Counts the posts that TikTok has whole, by the keys in their captions. */
export function tallyPosts({ posts }: Simulator, keys: readonly string[]): PostTally {
	const counts = new Map(keys.map((key) => [`${key} #sim`, 0]));
	for (const { hasAllBytes, postInfo } of posts) {
		const caption = String(postInfo.title);
		const count = counts.get(caption);
		if (hasAllBytes && count !== undefined) counts.set(caption, count + 1);
	}
	const list = (fits: (count: number) => boolean) =>
		keys.filter((key) => fits(counts.get(`${key} #sim`) ?? 0));
	return {
		posts: [...counts.values()].reduce((sum, count) => sum + count, 0),
		twice: list((count) => count > 1),
		lost: list((count) => count === 0),
	};
}

/** How deliveries were answered. */
export interface AnswerTally {
	posted: number;
	skipped: number;
	failed: number;
}

export function tallyAnswers(answers: readonly Answer[]): AnswerTally {
	const good = answers.filter(({ isGood }) => isGood);
	const skipped = good.filter(({ output }) => output.skipped === true).length;
	return { posted: good.length - skipped, skipped, failed: answers.length - good.length };
}

/** One line for the log of a run. */
export function describeTallies(posts: PostTally, answers: AnswerTally): string {
	const { posted, skipped, failed } = answers;
	return (
		`${posts.posts} posts, ${posts.twice.length} keys posted twice, ${posts.lost.length} not posted; ` +
		`answers: ${posted} posted, ${skipped} skipped, ${failed} failed`
	);
}
