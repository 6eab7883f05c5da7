/** Options of operations that make posts. */
import type { INodeProperties } from 'n8n-workflow';
import { MAX_PHOTOS } from '../../../shared/tiktok/limits';
import { LARGEST_CHUNK_MB, SMALLEST_CHUNK_MB } from '../../../shared/tiktok/upload/chunkPlan';
import { MAX_WAIT_OPTION, RATE_LIMIT_OPTIONS } from '../optionFields';

const PHOTOS_ONLY = { show: { '/mediaType': ['photos'] } };
const VIDEO_ONLY = { show: { '/mediaType': ['video'] } };
const SENT_VIDEO_ONLY = { show: { '/mediaType': ['video'], '/videoSource': ['binary', 'url'] } };

/** Options of every post, direct or draft. */
export const POST_OPTIONS: INodeProperties[] = [
	...RATE_LIMIT_OPTIONS,
	{ ...MAX_WAIT_OPTION, displayOptions: { show: { '/waitUntilFinished': [true] } } },
	{
		displayName: 'Chunk Size (MB)',
		name: 'chunkSizeMb',
		type: 'number',
		displayOptions: SENT_VIDEO_ONLY,
		typeOptions: { minValue: SMALLEST_CHUNK_MB, maxValue: LARGEST_CHUNK_MB, numberPrecision: 0 },
		default: 64,
		description:
			'How much to send per request, 5 to 64 MB in whole numbers. By default as few requests as TikTok allows, which is fastest. Smaller chunks lose less time on a bad connection.',
	},
	{
		displayName: 'Convert PNG',
		name: 'convertPng',
		type: 'boolean',
		displayOptions: { show: { ...PHOTOS_ONLY.show, '/photoSource': ['binary'] } },
		default: true,
		description:
			'Whether to make a JPEG of each PNG, which TikTok does not take. What is transparent becomes white, and what is too large is made smaller.',
	},
	{
		displayName: 'Cover Photo',
		name: 'coverPhoto',
		type: 'number',
		displayOptions: PHOTOS_ONLY,
		typeOptions: { minValue: 1, maxValue: MAX_PHOTOS },
		default: 1,
		description: 'Which photo is the cover: 1 is the first',
	},
	// Counted from 0 and is no longer offered; n8n would drop the value from workflows that have it.
	{ displayName: 'Cover Photo Index', name: 'photoCoverIndex', type: 'hidden', default: 0 },
	{
		displayName: 'Deduplication Key',
		name: 'deduplicationKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.assetId }}',
		description:
			'An ID of your own for this post, such as the asset ID. A key this node has posted to this account before is not posted again, in any execution: the item goes on with "skipped": true and the earlier publish_id.',
	},
	{
		displayName: 'On Known Key With Other Media',
		name: 'onOtherMedia',
		type: 'options',
		options: [
			{
				name: 'Skip',
				value: 'skip',
				description:
					'Go on with "skipped": true, the skip_reason already_posted_other_media and a warning',
			},
			{
				name: 'Stop',
				value: 'stop',
				description: 'Fail, so that nobody takes this item for posted',
			},
		],
		default: 'skip',
		description:
			'What to do when the Deduplication Key was posted before, but with media of another size, so that two assets seem to share the key',
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		default: false,
		description:
			'Whether to check everything that can be checked before posting, and post nothing. The item then says what would be sent; what TikTok would refuse fails as usual.',
	},
];

/** Further options of direct posts. */
export const DIRECT_POST_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Add Music Automatically',
		name: 'autoAddMusic',
		type: 'boolean',
		displayOptions: PHOTOS_ONLY,
		default: false,
		description:
			'Whether TikTok adds recommended music to the photos. The creator can change it in the app.',
	},
	{
		displayName: 'Cover Timestamp (Ms)',
		name: 'videoCoverTimestampMs',
		type: 'number',
		displayOptions: VIDEO_ONLY,
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Position of the frame to use as the cover, in milliseconds from the start. Without it TikTok takes the first frame, and so far also with it where the post is not public.',
	},
];
