import { createHmac } from 'node:crypto';

import axios from 'axios';

import { waitUntil } from '../support/waitUntil';
import type { TemplateStage } from './stage';

/** What the asset manager and the workflow share. */
export const DAM_SECRET = 'shared-with-the-dam';
const RESULTS_PATH = '/api/tiktok-results';

/** What an asset manager says about a video. */
export interface Approval {
	asset_id: string;
	asset_url: string;
	caption: string;
}

/** An asset manager that calls the template's webhook and is told how it ended. */
export class DamCaller {
	constructor(private readonly stage: TemplateStage) {}

	/** Signs an approval and delivers it; returns the HTTP status of the answer. */
	async deliver(approval: Approval): Promise<number> {
		const body = JSON.stringify(approval);
		return (await this.send(body, sign(body))).status;
	}

	/** Sends a body as it is. */
	async send(
		body: string,
		signature: string | undefined,
	): Promise<{ status: number; data: unknown }> {
		return await axios.post(`${this.stage.n8n.webhookUrl}/tiktok-dam-approved`, body, {
			proxy: false,
			validateStatus: () => true,
			headers: {
				'content-type': 'application/json',
				...(signature === undefined ? {} : { 'x-dam-signature': signature }),
			},
			// As text: axios would otherwise serialise it anew.
			transformRequest: (text: string) => text,
		});
	}

	/** The posts of an asset, by its id in their captions. */
	postsOf(assetId: string) {
		return this.stage.postsWith(assetId);
	}

	/** What the asset manager was told about an asset, once it was told so often. */
	async resultsOf(assetId: string, count: number): Promise<unknown[]> {
		const find = () =>
			this.stage.dam
				.jsonAt(RESULTS_PATH)
				.filter((result) => (result as { asset_id?: unknown }).asset_id === assetId);
		await waitUntil(async () => find().length >= count, `result ${count} of ${assetId}`);
		expect(find()).toHaveLength(count);
		return find();
	}
}

/** The value of X-DAM-Signature. */
export function sign(body: string, secret = DAM_SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
