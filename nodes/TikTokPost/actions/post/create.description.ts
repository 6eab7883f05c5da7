import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

const MUSIC_NOTICE =
	'By posting, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en" target="_blank">Music Usage Confirmation</a>. After the upload TikTok takes from seconds to a few minutes to publish.';

const BRANDED_NOTICE =
	'By posting branded content, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/bc-policy/en" target="_blank">Branded Content Policy</a>. Branded content cannot be visible to "Only Me".';

const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Chunk Size (MB)',
			name: 'chunkSizeMb',
			type: 'number',
			typeOptions: { minValue: 6, maxValue: 64 },
			default: 64,
			description:
				'How much to send per request for files over 64 MB. By default as few requests as TikTok allows, which is fastest. Smaller chunks lose less time on a bad connection.',
		},
		{
			displayName: 'Cover Timestamp (Ms)',
			name: 'videoCoverTimestampMs',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Position of the frame to use as the cover, in milliseconds from the start. Without it TikTok takes the first frame.',
		},
		{
			displayName: 'Deduplication Key',
			name: 'deduplicationKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.assetId }}',
			description:
				'An ID of your own for this post, such as the asset ID. A key this node has posted before is not posted again, in any execution: the item goes on with "skipped": true and the earlier publish_id.',
		},
		{
			displayName: 'Max Wait (Seconds)',
			name: 'maxWaitSeconds',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 7200 },
			default: 600,
			description:
				'How long to wait for TikTok at most. After that the item goes on with the status reached so far and the publish_id, with which Get Status can ask again.',
		},
	],
};

const FIELDS: INodeProperties[] = [
	{ displayName: MUSIC_NOTICE, name: 'musicNotice', type: 'notice', default: '' },
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input binary field that holds the video',
		description: 'An MP4, MOV or WebM file of up to 4 GB. It is streamed, not loaded into memory.',
	},
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Morning run #running',
		description: 'Text of the post with #hashtags and @mentions, up to 2,200 characters',
	},
	{
		displayName: 'Privacy Level Name or ID',
		name: 'privacyLevel',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getPrivacyLevels' },
		default: '',
		required: true,
		description:
			'Who may see the post: what the connected account offers right now. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Allow Users To',
		name: 'allowUsersTo',
		type: 'multiOptions',
		options: [
			{ name: 'Comment', value: 'comment' },
			{ name: 'Duet', value: 'duet' },
			{ name: 'Stitch', value: 'stitch' },
		],
		default: [],
		description: 'What viewers may do with the post. Nothing is allowed until you choose it.',
	},
	{
		displayName: 'AI-Generated',
		name: 'isAigc',
		type: 'boolean',
		default: false,
		description: 'Whether TikTok labels the post "Creator labeled as AI-generated"',
	},
	{
		displayName: 'Disclose Commercial Content',
		name: 'discloseCommercialContent',
		type: 'boolean',
		default: false,
		description: 'Whether the post promotes a brand, product or service',
	},
	{
		displayName: 'Commercial Content',
		name: 'commercialContent',
		type: 'multiOptions',
		displayOptions: { show: { discloseCommercialContent: [true] } },
		options: [
			{
				name: 'Your Brand',
				value: 'yourBrand',
				description: 'You promote yourself or your own business: labelled "Promotional content"',
			},
			{
				name: 'Branded Content',
				value: 'brandedContent',
				description: 'You promote another brand or a third party: labelled "Paid partnership"',
			},
		],
		default: [],
		description: 'What the post promotes. Choose at least one.',
	},
	{
		displayName: BRANDED_NOTICE,
		name: 'brandedNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { discloseCommercialContent: [true] } },
	},
	{
		displayName: 'Wait Until Finished',
		name: 'waitUntilFinished',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until TikTok has published the post, so that a post TikTok refuses after the upload fails here',
	},
	OPTIONS,
];

/** What the editor shows for Post: Create. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['create'] } },
	FIELDS,
);
