import type { IExecuteFunctions } from 'n8n-workflow';

/** What was shown in a run of the node: a hundred items with the same fault need no hundred hints. */
const shownIn = new WeakMap<IExecuteFunctions, Set<string>>();

/** Tells in the output pane what TikTok may object to, or what a person should look at; each thing once. */
export function showWarnings(n8n: IExecuteFunctions, warnings: readonly string[]): void {
	const shown = shownIn.get(n8n) ?? new Set();
	shownIn.set(n8n, shown);
	for (const message of warnings) {
		if (shown.has(message)) continue;
		shown.add(message);
		n8n.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}
