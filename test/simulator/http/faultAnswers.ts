import type { Fault } from '../core/faults';
import { API_ERRORS } from '../core/errors';

/** A complete answer that stands in for the real one. */
export interface FaultAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html' };
const GATEWAY_PAGE =
	'<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const WRONG_TYPES = {
	data: 'none',
	access_token: 17,
	expires_in: 'soon',
	error: { code: 0, message: null, log_id: ['SIM'] },
};

/** The answer that a fault gives; `original` is what the handler would have sent. */
export function makeFaultAnswer(fault: Fault, original: string | undefined): FaultAnswer {
	const answer = baseAnswer(fault, original);
	return {
		status: fault.status ?? answer.status,
		headers: { ...answer.headers, ...fault.headers },
		body: fault.body === undefined ? answer.body : asText(fault.body),
	};
}

function baseAnswer(fault: Fault, original: string | undefined): FaultAnswer {
	switch (fault.do) {
		case 'html':
			return { status: 502, headers: HTML_TYPE, body: GATEWAY_PAGE };
		case 'rate-limit':
			return { status: 429, headers: JSON_TYPE, body: rateLimitBody() };
		case 'truncated-json':
			return { status: 200, headers: JSON_TYPE, body: cutInHalf(original ?? rateLimitBody()) };
		case 'wrong-types':
			return { status: 200, headers: JSON_TYPE, body: JSON.stringify(WRONG_TYPES) };
		case 'empty':
			return { status: 200, headers: {}, body: '' };
		default:
			return {
				status: 500,
				headers: typeof fault.body === 'object' ? JSON_TYPE : {},
				body: '',
			};
	}
}

function rateLimitBody(): string {
	const { message } = API_ERRORS.rate_limit_exceeded;
	const error = { code: 'rate_limit_exceeded', message, log_id: 'SIM-FAULT' };
	return JSON.stringify({ data: {}, error });
}

function cutInHalf(text: string): string {
	return text.slice(0, Math.ceil(text.length / 2));
}

function asText(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body);
}
