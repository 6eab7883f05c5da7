import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { makeOptionsField } from '../optionFields';
import { MEDIA_FIELDS, PHOTO_TEXT_FIELDS } from './mediaFields';
import { POST_OPTIONS } from './postOptionFields';

const INBOX_NOTICE =
	'The media goes to the inbox of the connected account. The creator opens the notification in the TikTok app, finishes the post there and publishes it. TikTok keeps no caption of a video draft, and holds up to five drafts a day.';

const FIELDS: INodeProperties[] = [
	{ displayName: INBOX_NOTICE, name: 'inboxNotice', type: 'notice', default: '' },
	...MEDIA_FIELDS,
	...PHOTO_TEXT_FIELDS,
	{
		displayName: 'Wait Until Finished',
		name: 'waitUntilFinished',
		type: 'boolean',
		default: true,
		description:
			"Whether to wait until the draft is in the creator's inbox, so that a draft TikTok refuses after the upload fails here",
	},
	makeOptionsField(POST_OPTIONS),
];

/** What the editor shows for Post: Upload. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['upload'] } },
	FIELDS,
);
