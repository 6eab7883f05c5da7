import type { FastifyReply, FastifyRequest } from 'fastify';

const FORBIDDEN = 403;
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/** Other web sites in the same browser may neither press the buttons nor, under a name of theirs, look. */
export async function refuseOtherSites(
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const { host = '', origin } = request.headers;
	if (LOOPBACK_HOST.test(host) && (origin === undefined || origin === `http://${host}`)) return;
	await reply.code(FORBIDDEN).send('For pages on this machine only');
}

/** Whether a URL leads to this machine. */
export function isOnThisMachine(url: string): boolean {
	return URL.canParse(url) && LOOPBACK_HOST.test(new URL(url).host);
}
