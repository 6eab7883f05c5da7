import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { makeOptionsField } from '../optionFields';
import { MEDIA_FIELDS, PHOTO_TEXT_FIELDS } from './mediaFields';
import { DIRECT_POST_OPTIONS, POST_OPTIONS } from './postOptionFields';

const MUSIC_NOTICE =
	'By posting, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/music-usage-confirmation/en" target="_blank">Music Usage Confirmation</a>. TikTok then takes from seconds to a few minutes to publish.';

const BRANDED_NOTICE =
	'By posting branded content, you agree to TikTok\'s <a href="https://www.tiktok.com/legal/page/global/bc-policy/en" target="_blank">Branded Content Policy</a>. Branded content cannot be visible to "Only Me".';

const FIELDS: INodeProperties[] = [
	{ displayName: MUSIC_NOTICE, name: 'musicNotice', type: 'notice', default: '' },
	...MEDIA_FIELDS,
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		displayOptions: { show: { mediaType: ['video'] } },
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. Morning run #running',
		description: 'Text of the post with #hashtags and @mentions, up to 2,200 characters',
	},
	...PHOTO_TEXT_FIELDS,
	{
		displayName: 'Privacy Level Name or ID',
		name: 'privacyLevel',
		type: 'options',
		// n8n asks once, often before an account is connected; so it asks again as people go on. The "&" (a field beside
		// this one) has it ask also while an expression in those fields has no value yet.
		typeOptions: {
			loadOptionsMethod: 'getPrivacyLevels',
			loadOptionsDependsOn: ['&mediaType', '&videoSource'],
		},
		default: '',
		required: true,
		hint: 'Until TikTok has audited your app: only Only Me, and only on an account that is itself private. Upload (a draft) works without.',
		description:
			'Who may see the post: what the connected account offers right now. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Allow Users To',
		name: 'allowUsersTo',
		type: 'multiOptions',
		displayOptions: { show: { mediaType: ['video'] } },
		options: [
			{ name: 'Comment', value: 'comment' },
			{ name: 'Duet', value: 'duet' },
			{ name: 'Stitch', value: 'stitch' },
		],
		default: [],
		description: 'What viewers may do with the post. Nothing is allowed until you choose it.',
	},
	{
		displayName: 'Allow Users To',
		name: 'allowUsersTo',
		type: 'multiOptions',
		displayOptions: { show: { mediaType: ['photos'] } },
		options: [{ name: 'Comment', value: 'comment' }],
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
		displayOptions: {
			show: { discloseCommercialContent: [true], commercialContent: ['brandedContent'] },
		},
	},
	{
		displayName: 'Wait Until Finished',
		name: 'waitUntilFinished',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until TikTok has published the post, so that a post TikTok refuses after the upload fails here',
	},
	makeOptionsField([...POST_OPTIONS, ...DIRECT_POST_OPTIONS]),
];

/** What the editor shows for Post: Create. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['create'] } },
	FIELDS,
);
