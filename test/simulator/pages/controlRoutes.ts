import type { FastifyInstance, FastifyReply } from 'fastify';
import { CONTROL_PATH, renderCalls, renderControlPage, renderWaiting } from './controlPage';
import { HAPPENINGS, type Controlled } from './happenings';
import { isOnThisMachine, refuseOtherSites } from './ownPages';

const SEE_OTHER = 303;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const WEBHOOK_SAVED = 'webhook-url';

/** The control page for the person at this machine, and `/`, which leads to the profile page. */
export function registerControlPage(app: FastifyInstance, simulator: Controlled): void {
	const { state } = simulator;
	const onRequest = refuseOtherSites;
	app.get('/', async (_request, reply) => {
		const [creator] = state.creators;
		return await reply.redirect(creator ? `/@${creator.username}` : CONTROL_PATH);
	});
	app.get<{ Querystring: { done?: string } }>(
		CONTROL_PATH,
		{ onRequest },
		async (request, reply) =>
			await sendHtml(reply, renderControlPage(simulator, describeDone(request.query.done))),
	);
	app.get(`${CONTROL_PATH}/waiting`, { onRequest }, async (_request, reply) =>
		sendHtml(reply, renderWaiting(simulator).join('\n')),
	);
	app.get(`${CONTROL_PATH}/calls`, { onRequest }, async (_request, reply) =>
		sendHtml(reply, renderCalls(simulator).join('\n')),
	);
	app.post(`${CONTROL_PATH}/webhook-url`, { onRequest }, async (request, reply) => {
		const url = new URLSearchParams(String(request.body)).get('url')?.trim() ?? '';
		if (url !== '' && !isOnThisMachine(url)) {
			const refusal = 'Not saved: only addresses on this machine get webhooks from here.';
			return await sendHtml(reply.code(BAD_REQUEST), renderControlPage(simulator, refusal));
		}
		if (url === '') delete state.app.webhookUrl;
		else state.app.webhookUrl = url;
		return await reply.redirect(`${CONTROL_PATH}?done=${WEBHOOK_SAVED}`, SEE_OTHER);
	});
	app.post<{ Params: { name: string } }>(
		`${CONTROL_PATH}/:name`,
		{ onRequest },
		async (request, reply) => {
			const { name } = request.params;
			if (!Object.hasOwn(HAPPENINGS, name))
				return await reply.code(NOT_FOUND).send('No such thing');
			HAPPENINGS[name]?.start(simulator);
			return await reply.redirect(`${CONTROL_PATH}?done=${name}`, SEE_OTHER);
		},
	);
}

function describeDone(done: string | undefined): string | undefined {
	if (done === WEBHOOK_SAVED) return 'The webhook URL is saved.';
	return done !== undefined && Object.hasOwn(HAPPENINGS, done) ? HAPPENINGS[done]?.done : undefined;
}

async function sendHtml(reply: FastifyReply, html: string): Promise<FastifyReply> {
	return await reply.type('text/html').send(html);
}
