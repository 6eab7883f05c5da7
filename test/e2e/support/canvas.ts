import type { Page } from 'playwright-core';

/** Where n8n's window has the workflow, without what stands around it. */
export const CANVAS = { x: 140, y: 115, width: 1220, height: 690 };

/** Opens a workflow; n8n fits it into its window. */
export async function openWorkflow(
	page: Page,
	url: string,
	id: string,
	steps: number,
): Promise<void> {
	await page.goto(`${url}/workflow/${id}`);
	await waitForSteps(page, steps);
}

/** Waits until the canvas shows so many nodes. */
export async function waitForSteps(page: Page, count: number): Promise<void> {
	await page
		.getByTestId('canvas-node')
		.nth(count - 1)
		.waitFor();
}
