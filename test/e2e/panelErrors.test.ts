import type { IDataObject } from 'n8n-workflow';
import type { Locator } from 'playwright-core';

import { ConnectedN8n, RUN_TIMEOUT_MS } from './support/connectedN8n';
import { NodePanel } from './support/nodePanel';
import { FROM_CLIP, serveClip, useEditor } from './support/useEditor';

const PHOTOS = { mediaType: 'photos', photoUrls: 'https://elsewhere.example.com/1.jpg' };

const use = useEditor(async () => await ConnectedN8n.open());
const nodePanel = new NodePanel(use);

beforeAll(() => {
	serveClip(use.stage.simulator);
});

afterEach(() => {
	use.stage.simulator.app.unaudited = false;
});

describe('an error says what to do', () => {
	it(
		'before the app is audited: a private account, or a draft',
		async () => {
			use.stage.simulator.app.unaudited = true;
			const output = await fail(FROM_CLIP, /^Your TikTok app isn't audited yet/);
			await sees(output, /^Set the account itself .* to private .* send a draft with Post: Upload/);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'about photos on a domain that is not verified, without fields that photos have not',
		async () => {
			const output = await fail(PHOTOS, /^The URL is not on a property verified/);
			await sees(output, /^Verify the domain or URL prefix .* TikTok takes photos in no other way/);
		},
		RUN_TIMEOUT_MS,
	);

	it(
		'where the calls per minute are used up: wait, or have the node wait; said once',
		async () => {
			use.stage.simulator.faults.add({ on: { endpoint: 'videoInit' }, do: 'rate-limit' });
			const output = await fail(FROM_CLIP, /^TikTok's limit of calls per minute is reached/);
			await sees(output, /^Wait a minute .* set Options → On Rate Limit to Wait/);
			const said = (await output.innerText()).match(/limit of calls per minute/g);
			expect(said).toHaveLength(1);
		},
		RUN_TIMEOUT_MS,
	);

	// The last one: the account stays disconnected.
	it(
		'where the access was removed at TikTok, before anything else',
		async () => {
			const [creator] = use.stage.simulator.creators;
			use.stage.simulator.tokens.revoke(creator?.openId ?? '');
			const output = await fail(FROM_CLIP, /^TikTok no longer accepts this connection/);
			await sees(output, /^Open the credential and connect the account again/);
		},
		RUN_TIMEOUT_MS,
	);
});

/** Runs a node that fails; returns the output pane once it shows the message. */
async function fail(parameters: IDataObject, message: RegExp): Promise<Locator> {
	const output = await nodePanel.execute(use.stage.postNode(parameters));
	await sees(output, message);
	return output;
}

async function sees(output: Locator, text: RegExp): Promise<void> {
	await output.getByText(text).first().waitFor();
}
