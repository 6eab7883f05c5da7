import {
	updateDisplayOptions,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';
import { assertScopeGranted } from '../../../shared/n8n/api/account';
import { findPosts } from '../../../shared/n8n/api/displayCalls';
import type { Item } from '../../../shared/n8n/api/item';
import type { PostField, ShownPost } from '../../../shared/tiktok/api/displayed';
import { asError, TikTokError } from '../../../shared/tiktok/api/errors';
import { MAX_POSTS_PER_CALL } from '../../../shared/tiktok/limits';
import { makeOptionsField, RATE_LIMIT_OPTIONS, SIMPLIFY_FIELD } from '../optionFields';
import { readSimplify } from '../parameters';
import { POST_IDS_FIELD, readPostIdList } from './postIds';
import { describePost, fieldsOf } from './shownPost';

const FIELDS: INodeProperties[] = [
	POST_IDS_FIELD,
	SIMPLIFY_FIELD,
	makeOptionsField(RATE_LIMIT_OPTIONS),
];

/** What the editor shows for Post: Get. */
export const description = updateDisplayOptions(
	{ show: { resource: ['post'], operation: ['get'] } },
	FIELDS,
);

interface Answer {
	readonly fields: readonly PostField[];
	readonly asked: readonly string[];
	readonly found: ReadonlyMap<string, ShownPost>;
}

/** What the last call of a run brought: it asks for the posts of the items that follow as well. */
const lastAnswers = new WeakMap<IExecuteFunctions, Answer>();

/** Tells of each post what TikTok shows of it. One that TikTok does not show is an answer, not an error. */
export async function execute(item: Item): Promise<IDataObject[]> {
	await assertScopeGranted(item.n8n, 'video.list');
	const ids = readPostIdList(item);
	const isSimple = readSimplify(item);
	const found = await lookUp(item, ids, fieldsOf(isSimple));
	return ids.map((id) => {
		const post = found.get(id);
		if (post === undefined) return { id, found: false };
		return { id, found: true, ...describePost(post, isSimple) };
	});
}

async function lookUp(
	item: Item,
	ids: readonly string[],
	fields: readonly PostField[],
): Promise<ReadonlyMap<string, ShownPost>> {
	const last = lastAnswers.get(item.n8n);
	if (last?.fields === fields && ids.every((id) => last.asked.includes(id))) return last.found;
	const asked = addIdsAhead(item, ids);
	try {
		const found = await findPosts(item.tiktok, asked, fields);
		lastAnswers.set(item.n8n, { fields, asked, found });
		return found;
	} catch (error) {
		// An id that TikTok refuses fails its own item, not those that are asked for together with it.
		const isOfAnId = error instanceof TikTokError && error.failure.retry === 'input';
		if (!isOfAnId || asked.length === ids.length) throw asError(error);
		return await findPosts(item.tiktok, ids, fields);
	}
}

/** The ids, and those of as many whole items behind this one as fit into one call. */
function addIdsAhead({ n8n, index }: Item, ids: readonly string[]): string[] {
	let asked = new Set(ids);
	for (let next = index + 1; next < n8n.getInputData().length; next++) {
		const more = new Set([...asked, ...tryToRead({ n8n, index: next })]);
		if (more.size > MAX_POSTS_PER_CALL) break;
		asked = more;
	}
	return [...asked];
}

/** What can't be read fails its item when its turn comes. */
function tryToRead(item: Pick<Item, 'n8n' | 'index'>): string[] {
	try {
		return readPostIdList(item);
	} catch {
		return [];
	}
}
