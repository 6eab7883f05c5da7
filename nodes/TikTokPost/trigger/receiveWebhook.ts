import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { nameWebhookEvent, toWebhookItem } from '../../shared/tiktok/webhook/event';
import { now } from '../../shared/n8n/clock';
import { authenticate } from './authenticate';
import { claimEvent } from './claimEvent';
import { refuse } from './refuse';
import { isSelected, readPublishIds } from './selectEvents';

const MS_PER_SECOND = 1000;
/** n8n answers 200 and starts nothing. */
const DROPPED: IWebhookResponseData = {};

/**
 * Takes one delivery: refused if TikTok did not sign it, dropped if the user doesn't want the event or it
 * has started the workflow before, else one item. n8n answers 200 as soon as the execution exists.
 */
export async function receiveWebhook(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	const nowSec = Math.floor(now() / MS_PER_SECOND);
	const authenticated = await authenticate(n8n, nowSec);
	if ('refusal' in authenticated) return refuse(n8n, authenticated.refusal);

	const { envelope } = authenticated;
	const item = toWebhookItem(envelope);
	const selection = {
		events: n8n.getNodeParameter('events', []) as string[],
		publishIds: readPublishIds(n8n.getNodeParameter('options.publishIds', '')),
	};
	if (!isSelected(item, selection)) return DROPPED;
	// In the editor the same delivery may be tried as often as one likes.
	const isTest = n8n.getMode() === 'manual';
	if (!isTest && !(await claimEvent(n8n, nameWebhookEvent(envelope), nowSec))) return DROPPED;
	return { workflowData: [[{ json: { ...item } as unknown as IDataObject }]] };
}
