/** Where the media of a post comes from; the same for Create and Upload. */
import type { INodeProperties } from 'n8n-workflow';

const VIDEO = { mediaType: ['video'] };
const PHOTOS = { mediaType: ['photos'] };

/** Media type and source, first in every operation that makes posts. */
export const MEDIA_FIELDS: INodeProperties[] = [
	{
		displayName: 'Media Type',
		name: 'mediaType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Video', value: 'video' },
			{
				name: 'Photos',
				value: 'photos',
				description: 'A carousel of 1 to 35 photos: files of n8n, or URLs',
			},
		],
		default: 'video',
		description: 'What the post consists of',
	},
	{
		displayName: 'Video Source',
		name: 'videoSource',
		type: 'options',
		displayOptions: { show: VIDEO },
		options: [
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file that a node before this one delivers',
			},
			{
				name: 'URL',
				value: 'url',
				description: 'Downloaded by n8n and passed on piece by piece; any public link works',
			},
			{
				name: 'URL (Pulled by TikTok)',
				value: 'pullFromUrl',
				description:
					'TikTok downloads from a domain or URL prefix that is verified for your TikTok app',
			},
		],
		default: 'binary',
		description: 'Where the video comes from',
	},
	{
		displayName:
			'n8n hands no files to the tools of an AI agent. Choose URL, and let the agent give the Video URL.',
		name: 'toolNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...VIDEO, videoSource: ['binary'], '@tool': [true] } },
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		displayOptions: { show: { ...VIDEO, videoSource: ['binary'] } },
		default: 'data',
		required: true,
		hint: 'The name of the input binary field that holds the video, or the file itself from an expression',
		description: 'An MP4, MOV or WebM file of up to 4 GB. It is streamed, not loaded into memory.',
	},
	{
		displayName: 'Video URL',
		name: 'videoUrl',
		type: 'string',
		displayOptions: { show: { ...VIDEO, videoSource: ['url'] } },
		default: '',
		required: true,
		placeholder: 'e.g. https://media.example.com/clips/run.mp4',
		description:
			'Public http or https address of an MP4, MOV or WebM file of up to 4 GB. It has to lead to the file itself, not to a page that shows it, and work without signing in.',
	},
	{
		displayName: 'Video URL',
		name: 'videoUrl',
		type: 'string',
		displayOptions: { show: { ...VIDEO, videoSource: ['pullFromUrl'] } },
		default: '',
		required: true,
		placeholder: 'e.g. https://media.example.com/clips/run.mp4',
		description:
			'Address of an MP4, MOV or WebM file of up to 4 GB, on a domain or URL prefix that is verified for your TikTok app. It must begin with https:// and must not redirect.',
	},
	{
		displayName: 'Photo Source',
		name: 'photoSource',
		type: 'options',
		displayOptions: { show: PHOTOS },
		options: [
			{
				name: 'Binary Files',
				value: 'binary',
				description:
					'Files that a node before this one delivers. TikTok downloads them from this n8n: the node TikTok Post Media has to be set up once.',
			},
			{
				name: 'URLs',
				value: 'urls',
				description:
					'TikTok downloads from a domain or URL prefix that is verified for your TikTok app',
			},
		],
		default: 'urls',
		description: 'Where the photos come from',
	},
	{
		displayName:
			'n8n hands no files to the tools of an AI agent. Choose URLs, and let the agent give the Photo URLs.',
		name: 'photoToolNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...PHOTOS, photoSource: ['binary'], '@tool': [true] } },
	},
	{
		displayName: 'Input Binary Fields',
		name: 'binaryPropertyNames',
		type: 'string',
		displayOptions: { show: { ...PHOTOS, photoSource: ['binary'] } },
		default: '',
		placeholder: 'e.g. data, data_1',
		hint: 'Names of the input binary fields that hold the photos, with commas between them. Leave empty to post all pictures of the item, in their order.',
		description:
			"1 to 35 photos of one item: n8n's Aggregate node makes one item of several. JPEG, WebP or PNG, up to 20 MB and with at most 1,080 pixels on the shorter side; PNG is converted and made smaller. The node waits until TikTok has downloaded them, whatever is set below.",
	},
	{
		displayName: 'Photo URLs',
		name: 'photoUrls',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: { ...PHOTOS, photoSource: ['urls'] } },
		default: '',
		required: true,
		placeholder: 'e.g. https://media.example.com/photos/1.jpg',
		hint: '1 to 35 photos, one https URL per line or an expression that gives a list. JPEG or WebP, on a domain that is verified for your TikTok app.',
		description:
			'In the order of the carousel, with at most 1,080 pixels on the shorter side (no PNG or HEIC). The URLs must not redirect, and their domain or URL prefix must be verified in the TikTok developer portal.',
	},
];

/**
 * Texts of photos; a video has a caption instead, and in the inbox none. A parameter of the plain name
 * `description` is one that n8n's editor lets no AI agent fill.
 */
export const PHOTO_TEXT_FIELDS: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'photoTitle',
		type: 'string',
		displayOptions: { show: PHOTOS },
		default: '',
		placeholder: 'e.g. Three views',
		description: 'Headline of the photo post, up to 90 characters',
	},
	{
		displayName: 'Description',
		name: 'photoDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: PHOTOS },
		default: '',
		placeholder: 'e.g. From the hill #hiking',
		description: 'Text of the photo post with #hashtags and @mentions, up to 4,000 characters',
	},
];
