import type { IExecuteFunctions } from 'n8n-workflow';
import { TikTokClient, type Item } from '../tested/n8n';

/** The first item of a run of the node, as the router hands it on. */
export function itemOf(n8n: IExecuteFunctions): Item {
	return { n8n, index: 0, tiktok: new TikTokClient(n8n) };
}
