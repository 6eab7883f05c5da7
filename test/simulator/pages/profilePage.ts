import { escapeHtml, renderPage } from '../http/html';
import type { Creator, Post } from '../types';

/** What a creator has published, with players; the newest first. */
export function renderProfilePage(creator: Creator, posts: Post[]): string {
	const published = posts.filter((post) => post.status === 'PUBLISH_COMPLETE').reverse();
	const others = posts.length - published.length;
	const empty = '<p class="soft">Nothing has been published yet.</p>';
	return renderPage(
		`${creator.nickname} (@${creator.username}) · TikTok simulator`,
		`<div class="card"><span class="badge">TikTok simulator</span>
<h1>${escapeHtml(creator.nickname)}</h1>
<p class="soft">@${escapeHtml(creator.username)} · ${published.length} published · ${others} in progress, in the inbox or failed</p>
${published.length === 0 ? empty : `<div class="grid">${published.map(renderPost).join('\n')}</div>`}
</div>`,
		true,
	);
}

/** One post on a page of its own. */
export function renderPostPage(creator: Creator, post: Post): string {
	return renderPage(
		`@${creator.username} · TikTok simulator`,
		`<div class="card"><span class="badge">TikTok simulator</span>
<h1>@${escapeHtml(creator.username)}</h1>${renderPost(post)}</div>`,
	);
}

function renderPost(post: Post): string {
	const { title, description, privacy_level: privacy } = post.postInfo;
	const text = [title, description].filter((part) => typeof part === 'string').join('\n');
	const rows = [
		['privacy', String(privacy ?? 'set in the app')],
		['publish_id', post.publishId],
		['post id', post.postIds.join(', ') || 'none (not public)'],
		['bytes', String(post.bytesReceived)],
		['sha256', post.sha256 ?? ''],
	];
	const list = rows.map(
		([name = '', value = '']) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`,
	);
	return `<article id="${escapeHtml(post.postId ?? post.publishId)}">
${renderMedia(post)}
<p class="caption">${escapeHtml(text)}</p>
<dl>${list.join('')}</dl></article>`;
}

function renderMedia(post: Post): string {
	if (post.filePath === undefined) return '<p class="soft">The file itself was not kept.</p>';
	const url = escapeHtml(`/media/${encodeURIComponent(post.publishId)}`);
	if (post.kind.endsWith('photo')) return `<img class="photo" src="${url}" alt="">`;
	const cover = (post.coverMs ?? 0) / 1000;
	return `<video controls playsinline preload="metadata" src="${url}${cover > 0 ? `#t=${cover}` : ''}"></video>`;
}
