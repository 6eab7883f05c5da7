import type { IDataObject } from 'n8n-workflow';
import { POST_FIELDS, type PostField, type ShownPost } from '../../../shared/tiktok/api/displayed';

/** What a post is, and how it does: the ten fields that most people want, `title` standing for both texts. */
const SIMPLE_FIELDS: readonly PostField[] = [
	'id',
	'create_time',
	'title',
	'video_description',
	'share_url',
	'duration',
	'view_count',
	'like_count',
	'comment_count',
	'share_count',
];

const MS_PER_SECOND = 1_000;
/** JavaScript's times end in the year 275760. */
const LAST_TIME_MS = 8.64e15;

/** What to ask TikTok for. */
export function fieldsOf(isSimple: boolean): readonly PostField[] {
	return isSimple ? SIMPLE_FIELDS : POST_FIELDS;
}

/** A post in TikTok's names, its time also in ISO 8601. */
export function describePost(post: ShownPost, isSimple: boolean): IDataObject {
	const { id, create_time, ...rest } = post;
	const time = { ...isoTimeOf(post) };
	if (!isSimple) return { id, create_time, ...time, ...rest };
	const { title, video_description, ...numbers } = rest;
	return { id, ...time, title: title || video_description, ...numbers };
}

function isoTimeOf({ create_time }: ShownPost): { created_at?: string } {
	const ms = Number(create_time) * MS_PER_SECOND;
	return ms <= LAST_TIME_MS ? { created_at: new Date(ms).toISOString() } : {};
}
