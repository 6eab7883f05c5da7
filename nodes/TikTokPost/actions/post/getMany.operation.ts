import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import { listPosts } from '../../../shared/n8n/api/displayCalls';
import type { Item } from '../../../shared/n8n/api/item';
import type { ShownPost } from '../../../shared/tiktok/api/displayed';
import { InputError } from '../../../shared/tiktok/api/errors';
import { makeOptionsField, RATE_LIMIT_OPTIONS, SIMPLIFY_FIELD } from '../optionFields';
import { parseBoolean, parseNumber, parseTimeMs, readOptions, readSimplify } from '../parameters';
import { describePost, fieldsOf } from './shownPost';

const MS_PER_SECOND = 1_000;

const FIELDS: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
	SIMPLIFY_FIELD,
	makeOptionsField([
		...RATE_LIMIT_OPTIONS,
		{
			displayName: 'Posted After',
			name: 'postedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only posts from this time on',
		},
		{
			displayName: 'Posted Before',
			name: 'postedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only posts from before this time',
		},
	]),
];

/** What the editor shows for Post: Get Many. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['getMany'] } },
	FIELDS,
);

interface Wanted {
	readonly limit: number;
	/** Milliseconds since 1970. */
	readonly after: number;
	readonly before: number | undefined;
}

/** Lists the account's public posts, newest first. An account without any gives no output. */
export async function execute(item: Item): Promise<IDataObject[]> {
	await assertScopeGranted(item.n8n, 'video.list');
	const isSimple = readSimplify(item);
	const { limit, after, before } = readWanted(item);
	const output: IDataObject[] = [];
	const pages = listPosts(item.tiktok, { fields: fieldsOf(isSimple), before, limit });
	for await (const page of pages) {
		const fitting = page.filter((post) => isWithin(post, after, before));
		output.push(...fitting.map((post) => describePost(post, isSimple)));
		if (output.length >= limit || isOlder(page.at(-1), after)) break;
	}
	return output.slice(0, limit);
}

function readWanted(item: Item): Wanted {
	const { n8n } = item;
	const { postedAfter, postedBefore } = readOptions(item);
	const after = parseTimeMs(postedAfter, 'Posted After', n8n.getTimezone());
	const before = parseTimeMs(postedBefore, 'Posted Before', n8n.getTimezone());
	if (after !== undefined && before !== undefined && after >= before) {
		throw new InputError(
			'Posted After is not before Posted Before',
			'Give a Posted After that is earlier than Posted Before.',
		);
	}
	return { limit: readLimit(item), after: after ?? -Infinity, before };
}

function readLimit({ n8n, index }: Item): number {
	const returnAll: unknown = n8n.getNodeParameter('returnAll', index, false);
	if (parseBoolean(returnAll, 'Return All') === true) return Infinity;
	const limit = parseNumber(n8n.getNodeParameter('limit', index), 'Limit');
	if (limit !== undefined && Number.isInteger(limit) && limit >= 1) return limit;
	throw new InputError(
		`Limit must be a whole number from 1, but it is ${limit ?? 'empty'}`,
		'Give Limit from 1.',
	);
}

/** TikTok begins at a place that is a time, and what it sends may still be off by a second. */
function isWithin(post: ShownPost, after: number, before = Infinity): boolean {
	const postedAt = postedAtMs(post);
	return postedAt === undefined || (postedAt >= after && postedAt < before);
}

/** Posts come newest first, but for some that a creator may have pinned: the last of a page is none of these. */
function isOlder(last: ShownPost | undefined, after: number): boolean {
	const postedAt = last && postedAtMs(last);
	return postedAt !== undefined && postedAt < after;
}

function postedAtMs({ create_time: seconds }: ShownPost): number | undefined {
	return typeof seconds === 'number' ? seconds * MS_PER_SECOND : undefined;
}
