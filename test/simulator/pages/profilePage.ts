import { escapeHtml, renderPage } from './html';
import type { Creator, Post } from '../types';
import { LIVE_SCRIPT, renderLive, renderPiece, renderTime } from './live';

const PRIVACY_IN_WORDS: Record<string, string> = {
	PUBLIC_TO_EVERYONE: 'Everyone can see it',
	MUTUAL_FOLLOW_FRIENDS: 'Friends can see it',
	FOLLOWER_OF_CREATOR: 'Followers can see it',
	SELF_ONLY: 'Only the creator can see it',
};

/**
 * What a creator has published, with players, the newest first; new posts appear by themselves. Links
 * to the control page where there is one.
 */
export function renderProfilePage(creator: Creator, posts: Post[], controlPath?: string): string {
	const link = controlPath ? `<a href="${controlPath}">What may happen next</a>` : '';
	const url = `/@${encodeURIComponent(creator.username)}/posts`;
	return renderPage(
		`${creator.nickname} (@${creator.username}) · TikTok simulator`,
		`<div class="card"><div class="top"><span class="badge">TikTok simulator</span>${link}</div>
<div class="who">${renderAvatar(creator)}
<div><h1>${escapeHtml(creator.nickname)}</h1><p class="soft">@${escapeHtml(creator.username)}</p></div></div>
${renderLive('section', 'class="grid" aria-label="Posts"', url, renderPosts(posts))}
</div>${LIVE_SCRIPT}`,
		true,
	);
}

/** The posts of a profile alone, which its page asks for again and again. */
export function renderPosts(posts: Post[]): string[] {
	const published = posts.filter((post) => post.status === 'PUBLISH_COMPLETE').reverse();
	const others = posts.length - published.length;
	const waiting = `${others} in progress, in the inbox or failed.`;
	return [
		...published.map((post) =>
			renderPiece(
				'article',
				post.publishId,
				renderPost(post),
				` aria-labelledby="${escapeHtml(`caption-${post.publishId}`)}"`,
			),
		),
		...(published.length === 0
			? [renderPiece('p', 'nothing', 'Nothing has been published yet.', ' class="soft"')]
			: []),
		...(others > 0 ? [renderPiece('p', 'others', waiting, ' class="soft"')] : []),
	];
}

/** One post on a page of its own. */
export function renderPostPage(creator: Creator, post: Post): string {
	const profile = `/@${encodeURIComponent(creator.username)}`;
	return renderPage(
		`@${creator.username} · TikTok simulator`,
		`<div class="card"><span class="badge">TikTok simulator</span>
<h1><a href="${profile}">@${escapeHtml(creator.username)}</a></h1><article>${renderPost(post)}</article></div>${LIVE_SCRIPT}`,
	);
}

function renderAvatar({ nickname }: Creator): string {
	const initials = nickname.split(/\s+/).map((word) => [...word][0] ?? '');
	return `<span class="avatar" aria-hidden="true">${escapeHtml(initials.slice(0, 2).join(''))}</span>`;
}

function renderPost(post: Post): string {
	const { title, description, privacy_level: privacy } = post.postInfo;
	const text = [title, description].filter((part) => typeof part === 'string').join('\n');
	const level = String(privacy ?? '');
	const who = PRIVACY_IN_WORDS[level] ?? (level || 'The creator has chosen in the app who sees it');
	const facts = [
		['publish_id', post.publishId],
		['post id', post.postIds.join(', ') || 'none (not public)'],
		['privacy', level || 'set in the app'],
		['bytes', String(post.bytesReceived)],
		['sha256', post.sha256 ?? ''],
	].map(([name = '', value = '']) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
	return `${renderMedia(post)}
<p class="caption" id="${escapeHtml(`caption-${post.publishId}`)}">${escapeHtml(text)}</p>
<p class="meta">${renderTime(post.completedAt ?? post.createdAt)} · ${escapeHtml(who)}</p>
<details><summary>Technical facts</summary><dl>${facts.join('')}</dl></details>`;
}

function renderMedia(post: Post): string {
	if (post.filePath === undefined) return '<p class="soft">The file itself was not kept.</p>';
	const url = escapeHtml(`/media/${encodeURIComponent(post.publishId)}`);
	if (post.photos) return renderPhotos(post.photos.length, url);
	const cover = (post.coverMs ?? 0) / 1000;
	return `<video controls playsinline preload="metadata" src="${url}${cover > 0 ? `#t=${cover}` : ''}"></video>`;
}

/** All photos side by side, as many as fit; the others are a swipe or an arrow key away. */
function renderPhotos(count: number, url: string): string {
	const photos = Array.from(
		{ length: count },
		(_, index) =>
			`<img class="photo" src="${url}/${index}" alt="Photo ${index + 1} of ${count}" loading="lazy">`,
	);
	const [only = ''] = photos;
	if (count === 1) return only;
	return `<div class="carousel" role="group" aria-label="${count} photos" tabindex="0">${photos.join('')}</div>`;
}
