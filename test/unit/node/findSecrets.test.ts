/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- the simulator's made-up secret */
import { findSecrets } from '../../support/node/findSecrets';

const SECRET = 'sim_secret_7f3a9c21e8d04b56';

/** The scan has to find what it is there for, or finding nothing would mean nothing. */
describe('the scan for secrets finds', () => {
	it.each([
		['an access token', 'the token act.SIM00ff was used', 'token'],
		['a refresh token', { a: { b: ['rft.SIM00ff'] } }, 'token'],
		['a token as a key', { 'act.SIM00ff': 1 }, 'token'],
		['a token in a buffer', Buffer.from('x act.SIM00ff'), 'token'],
		['a token in a map', new Map([['a', 'act.SIM00ff']]), 'token'],
		['a token in an error’s message', new Error('act.SIM00ff'), 'token'],
		['a token in an error’s cause', new Error('a', { cause: { x: 'act.SIM00ff' } }), 'token'],
		['a hidden property', Object.defineProperty({}, 'x', { value: 'act.SIM00ff' }), 'token'],
		['the client secret', { body: `client_secret=${SECRET}` }, 'client secret'],
		['an upload URL', 'https://open-upload.tiktokapis.com/upload/?a=b', 'upload URL'],
		['an upload token', 'upload_token=abc', 'upload token'],
		['a made-up secret of the simulator', `SIM${'0f'.repeat(18)}`, 'secret of the simulator'],
		['a header', { Authorization: 'Bearer abc' }, 'authorization header'],
	])('%s', (_title, value, name) => {
		expect(findSecrets(value, SECRET).join()).toContain(name);
	});
});

it('the scan passes what may show, and survives circles', () => {
	const circle: Record<string, unknown> = {
		publish_id: 'v_pub_file~v2-1.7700000000000000001',
		log_id: 'SIM7',
		post_url: 'https://www.tiktok.com/@sim.creator/video/7678907398077074696',
		advice: 'Check that this n8n may reach open.tiktokapis.com, then try again.',
		count: 7,
		nothing: null,
	};
	circle.self = circle;
	expect(findSecrets(circle, SECRET)).toEqual([]);
});
