import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { MAX_AGE_SEC } from '../../shared/tiktok/webhook/signature';
import { OTHER_EVENTS } from './selectEvents';

/** Of HTML, n8n's notices take links and lists alone. */
const SETUP_NOTICE = [
	'TikTok sends its events to one https URL per app, which you enter once by hand:<ul>',
	'<li>Copy the Production URL from "Webhook URLs" above.</li>',
	'<li>Open your app in the <a href="https://developers.tiktok.com/apps/" target="_blank">TikTok developer portal</a>, and there "Webhooks".</li>',
	'<li>Paste the URL as callback URL and save.</li>',
	'<li>Publish (activate) this workflow.</li></ul>',
].join('');

const EVENTS: INodePropertyOptions[] = [
	{
		name: 'Any Other Event',
		value: OTHER_EVENTS,
		description:
			'Events of other TikTok products, and events that are newer than this node (these have "known" set to false)',
	},
	{
		name: 'Authorization Removed',
		value: 'authorization.removed',
		description: 'An account lost its connection to your app, and why; its token is dead already',
	},
	{
		name: 'Draft Delivered to Inbox',
		value: 'post.publish.inbox_delivered',
		description: "A draft is in the creator's TikTok inbox, ready to be finished there",
	},
	{
		name: 'Post Failed',
		value: 'post.publish.failed',
		description: 'TikTok could not publish a post, and why',
	},
	{
		name: 'Post Is No Longer Public',
		value: 'post.publish.no_longer_publicaly_available',
		description: 'A public post was deleted, made private or taken down',
	},
	{
		name: 'Post Is Public',
		value: 'post.publish.publicly_available',
		description: 'Everybody can see a post now. Brings its post ID.',
	},
	{
		name: 'Post Published',
		value: 'post.publish.complete',
		description:
			'A post is published, or the creator posted a draft (which can happen more than once per draft)',
	},
];

const NAMES = Object.fromEntries(EVENTS.map(({ value, name }) => [value, name]));

/** The chosen events in the editor's words. */
export const SUBTITLE = `={{ $parameter["events"].map((event) => (${JSON.stringify(NAMES)})[event] ?? event).join(", ") }}`;

/** The parameters of TikTok Post Trigger. */
export const description: INodeProperties[] = [
	{ displayName: SETUP_NOTICE, name: 'setupNotice', type: 'notice', default: '' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		default: [],
		description:
			'What starts the workflow. TikTok sends all events of the app; the others are acknowledged and dropped.',
		options: EVENTS,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accept Deliveries Signed Up To (Seconds)',
				name: 'maxAgeSeconds',
				type: 'number',
				noDataExpression: true,
				typeOptions: { minValue: 1, maxValue: MAX_AGE_SEC },
				default: MAX_AGE_SEC,
				description:
					'How old a signature may be. TikTok repeats what was not answered for 72 hours, the default, and does not say whether it signs anew. With less, events from a time when n8n could not be reached may be lost. Repeated deliveries are recognised in any case.',
			},
			{
				displayName: 'Publish IDs',
				name: 'publishIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. v_pub_file~v2-1.7700000000000000001',
				description:
					'Only events about these posts start the workflow. Separate several with commas. Events that are not about a post are not affected.',
			},
		],
	},
];
