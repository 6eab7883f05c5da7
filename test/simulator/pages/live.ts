import { createHash } from 'node:crypto';
import { escapeHtml } from './html';

/** A part of a page that keeps itself fresh: its children come from `url`, the first ones are `pieces`. */
export function renderLive(tag: string, attributes: string, url: string, pieces: string[]): string {
	return `<${tag} ${attributes} data-live="${escapeHtml(url)}">${pieces.join('\n')}</${tag}>`;
}

/** One child of a live part. Only a child whose content has changed is replaced, so that videos play on. */
export function renderPiece(tag: string, id: string, html: string, attributes = ''): string {
	const version = createHash('sha256').update(attributes).update(html).digest('hex').slice(0, 12);
	return `<${tag} id="${escapeHtml(id)}" data-version="${version}"${attributes}>${html}</${tag}>`;
}

/** A moment in words a person would use; without the script, the moment itself. */
export function renderTime(at: number): string {
	const iso = new Date(at).toISOString();
	return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

/** Keeps live parts and times fresh, while somebody looks. */
export const LIVE_SCRIPT = `<script>
const REFRESH_MS = 1500;
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function tellTime(time) {
	const seconds = (Date.now() - new Date(time.dateTime)) / 1000;
	const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? [];
	time.title = new Date(time.dateTime).toLocaleString();
	time.textContent = unit ? words.format(-Math.floor(seconds / size), unit) : 'just now';
}

function merge(live, fresh) {
	const wanted = [...fresh.children];
	const ids = new Set(wanted.map(({ id }) => id));
	for (const old of [...live.children]) if (!ids.has(old.id)) old.remove();
	let next = null;
	for (const piece of wanted.reverse()) {
		const old = document.getElementById(piece.id);
		if (old?.dataset.version === piece.dataset.version) {
			next = old;
			continue;
		}
		if (old) old.replaceWith(piece);
		else live.insertBefore(piece, next);
		next = piece;
	}
}

async function refresh() {
	for (const live of document.hidden ? [] : document.querySelectorAll('[data-live]')) {
		const answer = await fetch(live.dataset.live).catch(() => undefined);
		if (!answer?.ok) continue;
		const template = document.createElement('template');
		template.innerHTML = await answer.text();
		merge(live, template.content);
	}
	document.querySelectorAll('time').forEach(tellTime);
	setTimeout(refresh, REFRESH_MS);
}
void refresh();
</script>`;
