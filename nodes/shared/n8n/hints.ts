import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/** What was shown in a run of the node: a hundred items with the same fault need no hundred hints. */
const shownIn = new WeakMap<IExecuteFunctions, Set<string>>();

/** Tells in the output pane what TikTok may object to, or what a person should look at; each thing once. */
export function showWarnings(n8n: IExecuteFunctions, warnings: readonly string[]): void {
	for (const message of warnings) show(n8n, message, { message, type: 'warning' });
}

/**
 * Tells in the output pane what a green node alone does not: how an item ended. Of each kind of ending the first.
 *
 * @param kind stands for the ending, whatever the message tells of the item
 */
export function showOutcome(n8n: IExecuteFunctions, kind: string, message: string): void {
	show(n8n, kind, { message });
}

function show(n8n: IExecuteFunctions, kind: string, hint: NodeExecutionHint): void {
	const shown = shownIn.get(n8n) ?? new Set();
	shownIn.set(n8n, shown);
	if (shown.has(kind)) return;
	shown.add(kind);
	n8n.addExecutionHints({ ...hint, location: 'outputPane' });
}
