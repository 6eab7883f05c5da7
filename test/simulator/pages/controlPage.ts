import { escapeHtml, renderPage } from './html';
import type { RecordedRequest, WebhookDelivery } from '../types';
import { describeWaiting, HAPPENINGS, type Controlled } from './happenings';
import { PORTAL_PATH } from './portalPage';
import { LIVE_SCRIPT, renderLive, renderPiece, renderTime } from './live';

/** Path of the control page, on loopback only. */
export const CONTROL_PATH = '/control';

const CALLS_SHOWN = 100;
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];
const FIRST_BAD_STATUS = 400;

/** The page where a person decides what happens next, and sees the calls TikTok gets. `said` is text. */
export function renderControlPage(simulator: Controlled, said?: string): string {
	const [creator] = simulator.state.creators;
	const profile = creator ? `/@${encodeURIComponent(creator.username)}` : '/';
	const buttons = Object.entries(HAPPENINGS).map(
		([name, { label, explanation }]) => `<li><form method="post" action="${CONTROL_PATH}/${name}">
<button aria-describedby="about-${name}">${escapeHtml(label)}</button></form>
<p id="about-${name}">${escapeHtml(explanation)}</p></li>`,
	);
	return renderPage(
		'What may happen next · TikTok simulator',
		`<div class="card"><div class="top"><span class="badge">TikTok simulator</span>
<span><a href="${profile}">Profile page</a> · <a href="${PORTAL_PATH}">URL properties</a></span></div>
<h1>What may happen next</h1>
<p class="soft">Things that happen in life. Choose one, run a workflow, and see what the node makes of it.</p>
<div role="status">${said === undefined ? '' : `<p class="note">${escapeHtml(said)}</p>`}</div>
${renderLive('div', '', `${CONTROL_PATH}/waiting`, renderWaiting(simulator))}
<h2>Let it happen</h2>
<ul class="happenings">${buttons.join('\n')}</ul>
${renderWebhookForm(simulator)}
<h2 id="calls">Calls TikTok sees</h2>
<p class="soft">The newest first. Tokens, keys and upload URLs are not kept, so none can be seen here.</p>
<div class="scroll"><table aria-labelledby="calls"><thead><tr><th scope="col">When</th><th scope="col">Call</th>
<th scope="col">Host and path</th><th scope="col">Sent</th><th scope="col">Answer</th></tr></thead>
${renderLive('tbody', '', `${CONTROL_PATH}/calls`, renderCalls(simulator))}</table></div>
</div>${LIVE_SCRIPT}`,
		true,
	);
}

function renderWebhookForm({ state }: Controlled): string {
	const url = escapeHtml(state.app.webhookUrl ?? '');
	return `<h2>Where webhooks go</h2>
<form method="post" action="${CONTROL_PATH}/webhook-url" class="row">
<input type="url" name="url" id="webhook-url" value="${url}" aria-label="Webhook URL"
 placeholder="http://127.0.0.1:5678/webhook/…" aria-describedby="about-webhook-url">
<button>Save</button></form>
<p class="soft" id="about-webhook-url">The Production URL of a TikTok Post Trigger on this machine, as in TikTok’s
portal. The workflow has to be published.</p>`;
}

/** What is set to happen, for the control page. */
export function renderWaiting(simulator: Controlled): string[] {
	const { violations } = simulator.state;
	const broken = violations.map(({ rule, detail }) => `Against TikTok’s rules: ${rule}. ${detail}`);
	return [...describeWaiting(simulator), ...broken].map((text, index) =>
		renderPiece('p', `waiting-${index}`, escapeHtml(text), ' class="note warn"'),
	);
}

/** Rows of what TikTok got and sent, the newest first. The simulator's pages for people are left out. */
export function renderCalls({ state, webhooks }: Controlled): string[] {
	const requests = state.requests
		.map((request, index) => ({ at: request.at, row: () => renderRequest(request, index) }))
		.filter((_, index) => !isForPeople(state.requests[index]));
	const sent = webhooks.deliveries.map((delivery, index) => ({
		at: delivery.at,
		row: () => renderDelivery(delivery, index),
	}));
	const newest = [...requests, ...sent].sort((a, b) => b.at - a.at).slice(0, CALLS_SHOWN);
	return newest.map(({ row }) => row());
}

function isForPeople(request: RecordedRequest | undefined): boolean {
	return request !== undefined && LOOPBACK_HOSTS.includes(request.host);
}

function renderRequest(request: RecordedRequest, index: number): string {
	const { at, method, host, path, requestBytes, status, outcome } = request;
	const ends = { answered: '', 'client-closed': 'n8n hung up', fault: 'on purpose' }[outcome];
	const answer = [status || 'none', ends].filter(Boolean).join(', ');
	const isBad = status >= FIRST_BAD_STATUS || status === 0;
	return renderRow(`call-${index}`, isBad, [at, method, host + path, requestBytes, answer]);
}

function renderDelivery(delivery: WebhookDelivery, index: number): string {
	const { at, event, body, status } = delivery;
	const cells = [at, 'webhook', event, Buffer.byteLength(body), status || 'none'] as const;
	return renderRow(`webhook-${index}`, status !== 200, cells);
}

type Cells = readonly [
	at: number,
	call: string,
	where: string,
	bytes: number,
	answer: string | number,
];

function renderRow(id: string, isBad: boolean, [at, call, where, bytes, answer]: Cells): string {
	const size = bytes === 0 ? '' : `${bytes.toLocaleString('en')} bytes`;
	const html = `<td>${renderTime(at)}</td><td>${escapeHtml(call)}</td>
<td class="long">${escapeHtml(where)}</td><td>${size}</td><td>${escapeHtml(String(answer))}</td>`;
	return renderPiece('tr', id, html, isBad ? ' class="bad"' : '');
}
