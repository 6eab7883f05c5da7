import type { FastifyInstance } from 'fastify';
import type { SimulatorState } from '../core/state';
import { readHost, readPath } from './context';

/** Records every request with its outcome, and gives each its context. */
export function registerRecording(app: FastifyInstance, state: SimulatorState): void {
	app.decorateRequest('simulated');
	app.addHook('onRoute', (route) => {
		const { handler } = route;
		route.handler = async function (request, reply) {
			const endWork = startWork(state);
			try {
				return await handler.call(this, request, reply);
			} finally {
				endWork();
			}
		};
	});
	app.addHook('onRequest', (request, reply, done) => {
		const endWork = startWork(state);
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
			endWork();
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

/** Notes that something is under way until the returned function is called. */
function startWork({ requestsAtWork }: SimulatorState): () => void {
	const work = {};
	requestsAtWork.add(work);
	return () => requestsAtWork.delete(work);
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
