import type { Post, Simulator } from '../../simulator';

const FIRST_ID = 7_600_000_000_000_000_001n;
const MS_PER_SECOND = 1_000;

/**
 * Gives the simulator's first account public posts, one a second, the last one newest: as if somebody had posted in
 * the app, at whole seconds. They are not made through the API, which takes six a minute.
 *
 * @returns their ids, newest first; each is beyond 2^53 and no JavaScript number
 */
export function addPublicPosts(simulator: Simulator, count: number): string[] {
	const openId = simulator.creators[0]?.openId ?? '';
	const now = Math.floor(simulator.clock.now() / MS_PER_SECOND) * MS_PER_SECOND;
	const posts = Array.from({ length: count }, (_, index): Post => {
		const postedAt = now - (count - index) * MS_PER_SECOND;
		const postId = String(FIRST_ID + BigInt(simulator.posts.length + index));
		return {
			publishId: `v_pub_file~v2-1.${postId}`,
			openId,
			kind: 'direct_video',
			source: 'FILE_UPLOAD',
			request: {},
			postInfo: { title: `Post ${index} #sim`, privacy_level: 'PUBLIC_TO_EVERYONE' },
			sourceInfo: {},
			status: 'PUBLISH_COMPLETE',
			createdAt: postedAt,
			completedAt: postedAt,
			bytesReceived: 0,
			totalBytes: 0,
			postId,
			postIds: [postId],
			chunks: [],
			polls: 0,
			hasAllBytes: true,
		};
	});
	simulator.posts.push(...posts);
	return posts.map(({ postIds }) => postIds[0] ?? '').reverse();
}
