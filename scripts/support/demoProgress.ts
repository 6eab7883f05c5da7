/* eslint-disable @n8n/community-nodes/no-restricted-globals
   -- commands print and start processes; they are never shipped */

const REPORT_INTERVAL_MS = 5000;
const MS_PER_SECOND = 1000;

/** A step of the demo, as far as its progress goes; listr2's tasks are such. */
interface Step {
	title: string | undefined;
	output: string | undefined;
}

/**
 * Does the work of a step and says every five seconds that it goes on, so that nobody takes a long
 * step for one that hangs: under the step on a terminal, as a line of its own elsewhere. What the
 * work itself tells through `tell` is part of that line.
 */
export async function withProgress<T>(
	step: Step,
	work: (tell: (message: string) => void) => Promise<T>,
): Promise<T> {
	const startedAt = Date.now();
	let told = 'still at it';
	const timer = setInterval(() => {
		const seconds = Math.round((Date.now() - startedAt) / MS_PER_SECOND);
		step.output = `${step.title ?? ''}: ${told}, ${seconds} s`;
	}, REPORT_INTERVAL_MS);
	try {
		return await work((message) => (told = message));
	} finally {
		clearInterval(timer);
	}
}
