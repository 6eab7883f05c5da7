import type { Locator, Page } from 'playwright-core';

import { MANUAL_START, type ConnectedN8n, type FlowNode } from './connectedN8n';
import type { Editor } from './useEditor';
import { waitUntil } from './waitUntil';

/** Panels of nodes, each node in a workflow of its own. */
export class NodePanel {
	private workflows = 0;

	constructor(private readonly use: Editor<ConnectedN8n>) {}

	/** Opens a node's panel; returns its parameters. */
	async open(node: FlowNode): Promise<Locator> {
		const isTrigger = node.type.endsWith('Trigger');
		const nodes = isTrigger ? [node] : [MANUAL_START, node];
		const id = await this.use.stage.importChain(`Panel ${++this.workflows}`, nodes);
		await this.page.goto(`${this.use.stage.n8n.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').filter({ hasText: node.name }).dblclick();
		const parameters = this.page.getByTestId('node-parameters');
		await parameters.waitFor();
		return parameters;
	}

	/** Waits until the privacy level has the name that its list gives it, for which the list has to be there. */
	async waitForLevels(): Promise<void> {
		const level = this.page.getByTestId('parameter-input-privacyLevel').locator('input');
		await waitUntil(async () => (await level.inputValue()) === 'Everyone', 'the list is loaded');
	}

	/** Shows what may be added under Options. */
	async openOptions(): Promise<Locator> {
		await this.page.getByTestId('collection-parameter-add').first().click();
		const options = this.page.getByTestId('collection-parameter-option').filter({ visible: true });
		await options.first().waitFor();
		return options;
	}

	/** Runs a node from its panel; returns the output pane. */
	async execute(node: FlowNode): Promise<Locator> {
		await this.open(node);
		return await this.executeOpen();
	}

	/** Runs the node whose panel is open; returns the output pane. */
	async executeOpen(): Promise<Locator> {
		await this.page.getByTestId('node-execute-button').click();
		return this.page.getByTestId('output-panel');
	}

	/** Closes the panel; returns the node on the canvas. */
	async close(name: string): Promise<Locator> {
		await this.page.getByTestId('ndv-close-button').click();
		return this.page.getByTestId('canvas-node').filter({ hasText: name });
	}

	private get page(): Page {
		return this.use.browser.page;
	}
}
