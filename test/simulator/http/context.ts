import type { FastifyRequest } from 'fastify';
import type { Endpoint, Fault } from '../core/faults';
import type { RequestPlace } from '../core/state';
import type { RecordedRequest } from '../types';

/** What the simulator keeps beside each request. */
export interface RequestContext {
	record: RecordedRequest;
	place: RequestPlace;
	fault?: Fault;
	/** True if the scripted fault will keep the answer from the client. */
	answerGetsLost: boolean;
	/** Puts the request on record, unless it is there. */
	conclude: () => void;
	/** True if it belongs to what was before a reset: nobody is interested any more. */
	isStale?: boolean;
}

declare module 'fastify' {
	interface FastifyContextConfig {
		endpoint?: Endpoint;
	}
	interface FastifyRequest {
		simulated: RequestContext;
	}
}

/** Host name of the request, lower case and without port. */
export function readHost(request: FastifyRequest): string {
	return (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
}

/** Path of the request without its query, which may hold secrets. */
export function readPath(request: FastifyRequest): string {
	return request.raw.url?.split('?', 1)[0] ?? '/';
}
