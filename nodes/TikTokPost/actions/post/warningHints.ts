import type { IExecuteFunctions } from 'n8n-workflow';

/** Tells in the output pane what TikTok may object to. */
export function showWarnings(this: IExecuteFunctions, warnings: readonly string[]): void {
	for (const message of warnings) {
		this.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}
