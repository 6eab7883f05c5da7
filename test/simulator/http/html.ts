const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes text for HTML content and attribute values. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #667; --paper: #fff; --back: #eef0f4; --line: #dde; --accent: #0b7a75; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef; --soft: #9aa; --paper: #1b1e24; --back: #111317; --line: #333a45; --accent: #36c5bd; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
main { max-width: 30rem; margin: 0 auto; padding: 2rem 1rem; }
main.wide { max-width: 60rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1.5rem; }
h1 { font-size: 1.35rem; margin: .75rem 0 .25rem; }
.soft { color: var(--soft); }
.badge { display: inline-block; font-size: .75rem; border: 1px solid var(--line); border-radius: 99px; padding: .1rem .6rem; color: var(--soft); }
fieldset { border: 0; padding: 0; margin: 1.25rem 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .4rem; }
label { display: flex; gap: .6rem; align-items: baseline; padding: .35rem 0; }
code { font-size: .85em; }
.buttons { display: flex; gap: .75rem; }
button { flex: 1; font: inherit; font-weight: 600; padding: .7rem; border-radius: 10px; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; margin-top: 1.25rem; }
video, img.photo { width: 100%; border-radius: 10px; background: #000; display: block; aspect-ratio: 9/12; object-fit: contain; }
.caption { white-space: pre-wrap; overflow-wrap: anywhere; margin: .6rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: 0; font-size: .8rem; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
`;

/** One page of the simulator in its own plain style; `body` is HTML. */
export function renderPage(title: string, body: string, wide = false): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body><main${wide ? ' class="wide"' : ''}>${body}</main></body>
</html>
`;
}
