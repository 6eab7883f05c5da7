import { describeUrl } from '../../tiktok/post/mediaUrl';

const DATA_URL = /^\W*data:[\w.+-]*[/;,]/i;
const URL_INSIDE = /:\/\//;
/** Nodes give their fields shorter names, and no file is as short. */
const MAX_NAME_LENGTH = 100;
/** Of a URL. In its query stand the keys of private links. */
const PATH_OR_QUERY = /[/=]/;

/** Whether a text can be no list of names: its parts would look like names. */
export function isUrlOrData(text: string): boolean {
	return DATA_URL.test(text) || URL_INSIDE.test(text);
}

/** What stands where the name of a field should; `undefined` for what can be a name. */
export function findMistakenName(text: string): 'url' | 'content' | undefined {
	if (!DATA_URL.test(text) && URL_INSIDE.test(text)) return 'url';
	return DATA_URL.test(text) || text.length > MAX_NAME_LENGTH ? 'content' : undefined;
}

/** A name of a field as messages may show it, whatever stands there: without a URL's secrets, and not too long. */
export function describeFieldName(text: string): string {
	const isName = text.length <= MAX_NAME_LENGTH && !PATH_OR_QUERY.test(text);
	return isName ? text : describeUrl(text);
}
