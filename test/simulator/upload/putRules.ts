/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestPlace, SimulatorState } from '../core/state';
import { chunkIndexAt, nextRange, type Upload } from './store';

const CONTENT_TYPES = new Set(['video/mp4', 'video/quicktime', 'video/webm']);
const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;
const BAD_REQUEST = 400;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const RANGE_NOT_SATISFIABLE = 416;

/** What becomes of a PUT, decided from its headers alone. */
export type PutVerdict =
	| { kind: 'accept'; index: number; last: number; contentType: string }
	| {
			kind: 'repeated';
			/** All of the range is here, not only its first bytes. */
			isWhole: boolean;
	  }
	| { kind: 'refuse'; status: number; detail: string };

/** Records a violation of the PUT rules. */
type Violate = (rule: string, detail: string) => void;

/**
 * The rules of one chunk's PUT.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-media-transfer-guide
 */
export function judgePut(
	state: SimulatorState,
	place: RequestPlace,
	upload: Upload | undefined,
	headers: IncomingHttpHeaders,
): PutVerdict {
	const violate: Violate = (rule, detail) => state.violate(place, rule, detail);
	if (place.method !== 'PUT') return refuse(violate, BAD_REQUEST, 'upload-method', place.method);
	if (headers.authorization !== undefined) {
		const detail = 'The upload URL is its own credential; no Authorization header';
		return refuse(violate, BAD_REQUEST, 'upload-authorization', detail);
	}
	if (!upload) return refuse(violate, NOT_FOUND, 'upload-unknown-url', 'No such upload task');
	if (state.clock.now() >= upload.expiresAt || upload.post.status === 'FAILED') {
		return { kind: 'refuse', status: FORBIDDEN, detail: 'The upload URL has expired' };
	}
	return checkHeaders(violate, headers) ?? judgeRange(violate, upload, headers);
}

function checkHeaders(violate: Violate, headers: IncomingHttpHeaders): PutVerdict | undefined {
	const type = headers['content-type'] ?? 'missing';
	if (!CONTENT_TYPES.has(type)) {
		return refuse(violate, BAD_REQUEST, 'upload-content-type', `Content-Type is ${type}`);
	}
	if (headers['content-length'] === undefined) {
		return refuse(violate, BAD_REQUEST, 'upload-content-length', 'Content-Length is missing');
	}
	const range = headers['content-range'];
	if (range === undefined) {
		return refuse(violate, RANGE_NOT_SATISFIABLE, 'upload-content-range', 'missing');
	}
	const [, first, last] = CONTENT_RANGE.exec(range) ?? [];
	if (first === undefined || Number(last) < Number(first)) {
		return refuse(violate, BAD_REQUEST, 'upload-content-range', `malformed: ${range}`);
	}
	const length = Number(headers['content-length']);
	if (length === Number(last) - Number(first) + 1) return undefined;
	const detail = `Content-Length ${length} does not fit Content-Range ${range}`;
	return refuse(violate, BAD_REQUEST, 'upload-content-length', detail);
}

/** In order, no gap, no overlap, exactly the chunks that the init declared. */
function judgeRange(violate: Violate, upload: Upload, headers: IncomingHttpHeaders): PutVerdict {
	const range = headers['content-range'] ?? '';
	const [first = 0, last = 0, total = 0] = (CONTENT_RANGE.exec(range) ?? []).slice(1).map(Number);
	if (total !== upload.plan.videoSize) {
		return refuse(violate, RANGE_NOT_SATISFIABLE, 'upload-range-total', range);
	}
	const received = upload.post.bytesReceived;
	if (first < received) {
		noteRepetition(violate, upload, first, range);
		return { kind: 'repeated', isWhole: last < received };
	}
	const next = nextRange(upload);
	if (first > next.first) {
		const detail = `${range}, but ${received} bytes are here`;
		if (upload.forgot) return { kind: 'refuse', status: RANGE_NOT_SATISFIABLE, detail };
		return refuse(violate, RANGE_NOT_SATISFIABLE, 'upload-out-of-order', detail);
	}
	if (last !== next.last) {
		const detail = `${range}, but this chunk ends at ${next.last}`;
		return refuse(violate, RANGE_NOT_SATISFIABLE, 'upload-chunk-length', detail);
	}
	const contentType = headers['content-type'] ?? '';
	return { kind: 'accept', index: next.index, last, contentType };
}

/** Sending bytes again is legitimate only where the client can't know that they arrived, or was told otherwise. */
function noteRepetition(violate: Violate, upload: Upload, first: number, range: string): void {
	const index = chunkIndexAt(upload.plan, first);
	const isInsideBrokenChunk = upload.brokeOff && index === nextRange(upload).index;
	if (!upload.lostAnswers.has(index) && !isInsideBrokenChunk && !upload.post.wasToldLess) {
		violate('upload-repeated', `${range} was accepted before, and the client was told so`);
	}
}

function refuse(violate: Violate, status: number, rule: string, detail: string): PutVerdict {
	violate(rule, detail);
	return { kind: 'refuse', status, detail };
}
