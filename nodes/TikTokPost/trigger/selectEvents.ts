import { listEntries } from '../../shared/tiktok/values/listEntries';
import { PUBLISHING_EVENTS, type WebhookItem } from '../../shared/tiktok/webhook/event';

/** In the list of chosen events: all that can't be chosen by name. */
export const OTHER_EVENTS = 'other';

/** What the user wants to be started by. */
export interface EventSelection {
	readonly events: readonly string[];
	/** Empty for every post. */
	readonly publishIds: readonly string[];
}

/** Whether the user wants this event. An event that isn't about a post has no publish id to be left out by. */
export function isSelected(item: WebhookItem, { events, publishIds }: EventSelection): boolean {
	const canBeChosen = PUBLISHING_EVENTS.some((event) => event === item.event);
	if (!events.includes(canBeChosen ? item.event : OTHER_EVENTS)) return false;
	return (
		item.publish_id === null || publishIds.length === 0 || publishIds.includes(item.publish_id)
	);
}

/** Publish ids from a list, or from a text with anything between them that is no part of an id. */
export function readPublishIds(value: unknown): string[] {
	return listEntries(value)
		.filter((entry) => typeof entry === 'string')
		.flatMap((text) => text.match(/[\w~.-]+/g) ?? []);
}
