import type { FastifyInstance } from 'fastify';
import type { SimulatorState } from '../core/state';
import { readHost, readPath } from './context';

/** Records every request with its outcome, and gives each its context. */
export function registerRecording(app: FastifyInstance, state: SimulatorState): void {
	app.decorateRequest('simulated');
	app.addHook('onRoute', (route) => {
		const { handler } = route;
		route.handler = async function (request, reply) {
			state.requestsAtWork += 1;
			try {
				return await handler.call(this, request, reply);
			} finally {
				state.requestsAtWork -= 1;
			}
		};
	});
	app.addHook('onRequest', (request, reply, done) => {
		state.requestsAtWork += 1;
		const now = state.clock.now();
		const { life } = state;
		const place = { method: request.method, host: readHost(request), path: readPath(request) };
		const record = { ...place, at: now, endedAt: now, status: 0, requestBytes: 0 };
		let isConcluded = false;
		const conclude = (): void => {
			if (isConcluded || request.simulated.isStale || life !== state.life) return;
			isConcluded = true;
			finishRecord(state, request.simulated.record, reply.raw);
		};
		request.simulated = {
			record: { ...record, outcome: 'answered' },
			place,
			answerGetsLost: false,
			conclude,
		};
		reply.raw.once('close', () => {
			state.requestsAtWork -= 1;
			conclude();
		});
		done();
	});
	app.addHook('preHandler', (request, _reply, done) => {
		const { body } = request;
		if (typeof body === 'string') {
			request.simulated.record.requestBytes = Buffer.byteLength(body);
		}
		done();
	});
}

function finishRecord(
	state: SimulatorState,
	record: SimulatorState['requests'][number],
	raw: { writableFinished: boolean; statusCode: number },
): void {
	record.endedAt = state.clock.now();
	if (raw.writableFinished) record.status = raw.statusCode;
	else if (record.outcome === 'answered') record.outcome = 'client-closed';
	state.requests.push(record);
}
