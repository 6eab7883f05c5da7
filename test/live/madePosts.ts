import {
	parseUrl,
	CONTENT_INIT_PATH,
	INBOX_VIDEO_INIT_PATH,
	STATUS_PATH,
} from '../support/tested/tiktok';
import { isOk, textOf } from './inits';
import type { Answer, Exchange } from './recorder';

/** Something that TikTok took an init for, or may have. */
export interface MadePost {
	/** Or that it is not known. */
	readonly publishId: string;
	readonly check: string;
	readonly kind: 'video, Only Me' | 'draft in the inbox' | 'photo, Only Me';
	/** The last that TikTok said, or that no byte was sent. */
	readonly state: string;
}

const WAITS_FOR_BYTES = 'PROCESSING_UPLOAD';
const INIT = /\/init\/$/;
const NO_BYTE = 'no byte was sent: nothing is posted';
/** What may come of an init whose answer never came. */
const LOST: Readonly<Record<MadePost['kind'], string>> = {
	'video, Only Me': NO_BYTE,
	'draft in the inbox': NO_BYTE,
	'photo, Only Me': 'TikTok may have taken it: its answer was lost',
};

/** Every post that the requests have made, or may have made, whichever check they belong to. */
export function listMadePosts(exchanges: readonly Exchange[]): MadePost[] {
	return exchanges
		.filter(({ url, answer }) => INIT.test(url.pathname) && (isOk(answer) || isLost(answer)))
		.map((exchange) => {
			const { check, answer } = exchange;
			const kind = kindOf(exchange);
			if (isLost(answer)) return { publishId: 'id unknown', check, kind, state: LOST[kind] };
			const publishId = textOf(answer, 'publish_id');
			return { publishId, check, kind, state: stateOf(exchange, exchanges) };
		});
}

/** Nobody knows whether TikTok took it. */
function isLost({ status }: Answer): boolean {
	return status === undefined || status >= 500;
}

/** Of a chunk: TikTok may have taken it. */
function isUnclear({ status }: Answer): boolean {
	if (status === undefined || status >= 500 || status === 408 || status === 429) return true;
	return status < 300 && status !== 206;
}

function kindOf({ url }: Exchange): MadePost['kind'] {
	if (url.pathname === INBOX_VIDEO_INIT_PATH) return 'draft in the inbox';
	return url.pathname === CONTENT_INIT_PATH ? 'photo, Only Me' : 'video, Only Me';
}

function stateOf({ answer }: Exchange, exchanges: readonly Exchange[]): string {
	const publishId = textOf(answer, 'publish_id');
	const uploadUrl = textOf(answer, 'upload_url');
	const status = exchanges
		.filter(({ url, sent }) => url.pathname === STATUS_PATH && sent.publish_id === publishId)
		.map((exchange) => textOf(exchange.answer, 'status'))
		.filter((text) => text !== '')
		.at(-1);
	const puts = exchanges.filter(
		({ method, url }) => method === 'PUT' && url.href === parseUrl(uploadUrl)?.href,
	);
	const isOpen = status === undefined || status === WAITS_FOR_BYTES;
	const isWhole = uploadUrl === '' || puts.some((put) => put.answer.status === 201);
	if (isWhole || !isOpen) return status ?? 'TikTok has not said';
	if (puts.length === 0) return NO_BYTE;
	return puts.some((put) => isUnclear(put.answer))
		? 'TikTok may have all bytes: an answer was lost or says nothing'
		: 'not all bytes were sent: nothing is posted';
}
