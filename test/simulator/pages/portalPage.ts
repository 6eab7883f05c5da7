import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SimulatorState } from '../core/state';
import type { PrefixProof, UrlProperties } from '../posting/urlProperties';
import { refuseOtherSites } from './ownPages';
import { escapeHtml, renderPage } from './html';

const BAD_REQUEST = 400;

/** Path of "URL properties", on loopback only. */
export const PORTAL_PATH = '/portal/url-properties';

/** What the page shows besides the verified properties. */
interface Shown {
	prefix?: string;
	proof?: PrefixProof;
	said?: string;
	isRefusal?: boolean;
}

/** The page of TikTok's developer portal on which a URL prefix is verified for the app. */
export function registerPortal(
	app: FastifyInstance,
	state: SimulatorState,
	properties: UrlProperties,
): void {
	const onRequest = refuseOtherSites;
	const send = async (reply: FastifyReply, shown: Shown): Promise<FastifyReply> =>
		await reply
			.code(shown.isRefusal ? BAD_REQUEST : 200)
			.type('text/html')
			.send(renderPortal(state.app.verifiedProperties, shown));
	app.get(PORTAL_PATH, { onRequest }, async (_request, reply) => await send(reply, {}));
	app.post(PORTAL_PATH, { onRequest }, async (request, reply) => {
		const form = new URLSearchParams(String(request.body));
		const prefix = form.get('prefix')?.trim() ?? '';
		try {
			const proof = properties.offer(prefix);
			if (form.get('step') !== 'verify') return await send(reply, { prefix, proof });
			return await send(reply, { said: await verify(properties, proof) });
		} catch (error) {
			const { message } = error as Error;
			return await send(reply, { prefix, said: message, isRefusal: true });
		}
	});
}

async function verify(properties: UrlProperties, { prefix }: PrefixProof): Promise<string> {
	await properties.verify(prefix);
	return `Verified: ${prefix}`;
}

function renderPortal(verified: string[], { prefix = '', proof, said, isRefusal }: Shown): string {
	const list = verified.map((property) => `<li><code>${escapeHtml(property)}</code></li>`);
	const note = `<p class="note${isRefusal ? ' warn' : ''}">${escapeHtml(said ?? '')}</p>`;
	return renderPage(
		'URL properties · TikTok simulator',
		`<div class="card"><span class="badge">TikTok simulator</span><h1>URL properties</h1>
<p class="soft">As in TikTok’s developer portal: from here TikTok may download media for your app.</p>
<div role="status">${said === undefined ? '' : note}</div>
<ul aria-label="Verified">${list.join('\n')}</ul>
${proof ? renderProof(proof) : renderPrefixForm(prefix)}</div>`,
	);
}

function renderPrefixForm(prefix: string): string {
	return `<form method="post" action="${PORTAL_PATH}"><h2>URL prefix</h2>
<div class="row"><input type="url" name="prefix" value="${escapeHtml(prefix)}" aria-label="URL prefix"
 placeholder="https://n8n.example/webhook/…/"><button class="primary">URL prefix</button></div></form>`;
}

function renderProof({ prefix, fileName, content }: PrefixProof): string {
	return `<form method="post" action="${PORTAL_PATH}"><h2>Prove that it is yours</h2>
<p>Put this file under <code>${escapeHtml(prefix)}</code>:</p>
<dl><dt>name</dt><dd id="proof-name">${escapeHtml(fileName)}</dd>
<dt>content</dt><dd id="proof-content">${escapeHtml(content)}</dd></dl>
<input type="hidden" name="prefix" value="${escapeHtml(prefix)}">
<button class="primary" name="step" value="verify">Verify</button></form>`;
}
