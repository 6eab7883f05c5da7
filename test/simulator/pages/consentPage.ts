import { escapeHtml, renderPage } from './html';
import { isScope, SCOPES } from '../oauth/scopes';
import type { Creator } from '../types';

/** The consent screen: which account, which scopes, allow or deny. `action` receives the form. */
export function renderConsentPage(action: string, creators: Creator[], scopes: string[]): string {
	const accounts = creators.map((creator, index) => {
		const checked = index === 0 ? ' checked' : '';
		return `<label><input type="radio" name="open_id" value="${escapeHtml(creator.openId)}"${checked}>
<span>${escapeHtml(creator.nickname)} <span class="soft">@${escapeHtml(creator.username)}</span></span></label>`;
	});
	return renderPage(
		'Authorize an app · TikTok simulator',
		`<form class="card" method="post" action="${escapeHtml(action)}">
<span class="badge">TikTok simulator</span>
<h1>An app asks for access</h1>
<p class="soft">It will be able to do what you leave ticked, until you remove it.</p>
<fieldset><legend>Account</legend>${accounts.join('\n')}</fieldset>
<fieldset><legend>Access</legend>${scopes.map(renderScope).join('\n')}</fieldset>
<div class="buttons">
<button type="submit" name="decision" value="deny">Cancel</button>
<button type="submit" name="decision" value="allow" class="primary">Continue</button>
</div>
</form>`,
	);
}

function renderScope(scope: string): string {
	const text = isScope(scope) ? SCOPES[scope] : scope;
	// The basic profile comes with every login and cannot be refused.
	const fixed = scope === 'user.info.basic' ? ' onclick="return false"' : '';
	return `<label><input type="checkbox" name="scopes" value="${escapeHtml(scope)}" checked${fixed}>
<span>${escapeHtml(text)}<br><code class="soft">${escapeHtml(scope)}</code></span></label>`;
}

/** TikTok's answer to a bad authorise link: a page with the bare name of the parameter. */
export function renderAuthorizeErrorPage(parameter: string, detail: string): string {
	return renderPage(
		'Something went wrong · TikTok simulator',
		`<div class="card"><span class="badge">TikTok simulator</span>
<h1>Something went wrong</h1>
<p>We couldn't log in with TikTok. This may be due to specific app settings.</p>
<p>If you're a developer, correct the following and try again:</p>
<ul><li><code>${escapeHtml(parameter)}</code> <span class="soft">${escapeHtml(detail)}</span></li></ul></div>`,
	);
}
