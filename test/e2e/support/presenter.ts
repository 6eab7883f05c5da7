import type { Locator, Page } from 'playwright-core';

import type { Action } from './videoScript';
import { waitUntil } from './waitUntil';

const APPEARS_WITHIN_MS = 60_000;
/** What n8n's and TikTok's pages have for clicks, before any other text. */
const CLICKABLE = ['button', 'link', 'menuitem', 'option'] as const;

/** Where a page has what a label names: the first place that can be seen is meant. */
type Search = (page: Page, label: string) => Locator[];

/** Somebody who does and sees what the video's script says, by its words alone. */
export class Presenter {
	/**
	 * @param n8nUrl what stands before the script's addresses
	 * @param own what the script leaves to whoever records it, by its names in `<…>`
	 */
	constructor(
		private readonly page: Page,
		private readonly n8nUrl: string,
		private readonly own: Readonly<Record<string, string>>,
	) {}

	async perform({ verb, label, value }: Action): Promise<void> {
		const text = this.own[value] ?? value;
		switch (verb) {
			case 'Open':
				await this.page.goto(this.n8nUrl + label);
				return;
			case 'Press':
				return await this.page.keyboard.press(label);
			case 'Click':
				return await (await this.find(label, clickables)).click();
			case 'Enter':
				return await this.enter(label, text);
			case 'Choose':
				await (await this.find(label, parameters)).click();
				await (await this.find(text, options)).click();
		}
	}

	/** Waits until a text is on the screen, also as what a field says, or in the output of a step. */
	async see(text: string, where: 'screen' | 'output'): Promise<void> {
		const { page } = this;
		const place = where === 'output' ? page.getByTestId('output-panel') : page.locator('body');
		await waitUntil(
			async () =>
				(await anyVisible(place.getByText(text))) || (await listValues(place)).includes(text),
			`"${text}" is to be seen`,
			APPEARS_WITHIN_MS,
		);
	}

	/** A leading `=` makes n8n's field one for expressions, which is another field. */
	private async enter(label: string, text: string): Promise<void> {
		const isExpression = text.startsWith('=');
		await (await this.find(label, textFields)).fill(isExpression ? '=' : text);
		if (!isExpression) return;
		await (await this.find(label, expressionFields)).fill(text.slice(1));
		// n8n takes it over a moment later and then shows its result; a note in brackets stands for none.
		const result = this.page.getByTestId('parameter-input-hint').filter({ hasText: /^[^[]/ });
		await result.first().waitFor();
	}

	/** In the newest window that has it: TikTok's page opens in a window of its own. */
	private async find(label: string, search: Search): Promise<Locator> {
		let found: Locator | undefined;
		await waitUntil(
			async () => {
				const pages = this.page.context().pages().reverse();
				found = await firstVisible(pages.flatMap((page) => search(page, label)));
				return found !== undefined;
			},
			`"${label}" is there`,
			APPEARS_WITHIN_MS,
		);
		if (found === undefined) throw new Error(`"${label}" is not there`);
		return found;
	}
}

async function firstVisible(candidates: readonly Locator[]): Promise<Locator | undefined> {
	for (const candidate of candidates) {
		if (await anyVisible(candidate)) return candidate.filter({ visible: true }).last();
	}
	return undefined;
}

async function anyVisible(candidate: Locator): Promise<boolean> {
	const visible = candidate.filter({ visible: true });
	// TikTok's window closes by itself, also while it is looked at.
	return (await visible.count().catch(() => 0)) > 0;
}

async function listValues(place: Locator): Promise<string[]> {
	return await place
		.locator('input')
		.evaluateAll((inputs: Array<{ value: string }>) => inputs.map(({ value }) => value));
}

function clickables(page: Page, name: string): Locator[] {
	const byRole = CLICKABLE.map((role) =>
		page.getByRole(role, { name, exact: true, disabled: false }),
	);
	return [...byRole, page.getByText(name, { exact: true })];
}

/** n8n's labels stand beside their fields; its search has its label inside. */
function textFields(page: Page, label: string): Locator[] {
	const inForm = page.getByTestId('input-label').filter({ has: labelled(page, label) });
	return [
		...parameters(page, label).map((field) => field.getByRole('textbox')),
		inForm.getByRole('textbox'),
		page.getByPlaceholder(label, { exact: true }),
	];
}

function expressionFields(page: Page, label: string): Locator[] {
	return parameters(page, label).map((field) => field.locator('[contenteditable=true]'));
}

function parameters(page: Page, label: string): Locator[] {
	const field = '*[starts-with(@data-test-id, "parameter-input-")]';
	return [labelled(page, label).locator(`xpath=ancestor::*[.//${field}][1]//${field}`)];
}

function options(page: Page, name: string): Locator[] {
	return [page.getByRole('option').filter({ has: page.getByText(name, { exact: true }) })];
}

/** Only its own text counts: a required field has an asterisk beside its name. */
function labelled(page: Page, label: string): Locator {
	return page.locator(`xpath=//*[text()[normalize-space() = "${label}"]]`);
}
