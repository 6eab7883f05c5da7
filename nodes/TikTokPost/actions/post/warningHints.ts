import type { IExecuteFunctions } from 'n8n-workflow';

/** What was shown in a run of the node: a hundred items with the same fault need no hundred hints. */
const shownIn = new WeakMap<IExecuteFunctions, Set<string>>();

/** Tells in the output pane what TikTok may object to, or what a person should look at; each thing once. */
export function showWarnings(this: IExecuteFunctions, warnings: readonly string[]): void {
	const shown = shownIn.get(this) ?? new Set();
	shownIn.set(this, shown);
	for (const message of warnings) {
		if (shown.has(message)) continue;
		shown.add(message);
		this.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}
