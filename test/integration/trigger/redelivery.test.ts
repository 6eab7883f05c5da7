import { MAX_AGE_SEC } from '../../support/tested/tiktok';
import { captureLogs } from '../../support/node/captureLogs';
import { deliver, eventBody, VECTOR, type Delivery, type Signer } from './support/deliveries';
import { MiniN8n } from './support/miniN8n';
import { send } from './support/send';

const COPIES = 5;
const EVENT = 'post.publish.complete';

let n8n: MiniN8n;

beforeAll(() => void captureLogs());

beforeEach(async () => {
	n8n = await MiniN8n.open();
	n8n.parameters = { events: [EVENT], options: {} };
	n8n.credential = {
		saved: { clientId: VECTOR.clientKey, clientSecret: VECTOR.clientSecret },
	};
});

afterEach(async () => await n8n.close());

describe('a delivery that comes again', () => {
	it('starts the workflow once, one after the other', async () => {
		const delivery = makeDelivery('a');
		expect(await sendTimes(delivery, COPIES)).toEqual(Array(COPIES).fill(200));
		expect(startedPosts()).toEqual(['a']);
	});

	it('starts the workflow once, all at the same time', async () => {
		const posts = ['a', 'b', 'c', 'd'];
		const copies = posts.flatMap((post) => Array<Delivery>(COPIES).fill(makeDelivery(post)));
		n8n.slowUntil = copies.length;
		const statuses = await Promise.all(copies.map(async (copy) => await send(n8n.url, copy)));
		expect(statuses).toEqual(Array(copies.length).fill(200));
		expect(startedPosts().sort()).toEqual(posts);
		// Events take turns, so none has overwritten what another one stored.
		expect(storedNames()).toHaveLength(posts.length);
	});

	it('starts the workflow once when it is signed anew each time', async () => {
		const signer = makeSigner();
		const body = eventBody(signer, EVENT, { publish_id: 'a' });
		for (let second = 0; second < COPIES; second += 1) {
			await send(n8n.url, deliver(body, { ...signer, timeSec: signer.timeSec + second }));
		}
		expect(startedPosts()).toEqual(['a']);
	});

	it('starts nothing after a restart', async () => {
		await sendTimes(makeDelivery('a'), COPIES);
		n8n.restart();
		expect(await sendTimes(makeDelivery('a'), COPIES)).toEqual(Array(COPIES).fill(200));
		expect(startedPosts()).toEqual(['a']);
	});

	it('is not mixed up with the next event of the same post', async () => {
		const signer = makeSigner();
		for (const age of [0, 60, 120]) {
			const earlier = { ...signer, timeSec: signer.timeSec - age };
			await send(n8n.url, deliver(eventBody(earlier, EVENT, { publish_id: 'a' }), earlier));
		}
		expect(startedPosts()).toEqual(['a', 'a', 'a']);
	});

	it('starts the workflow when n8n could not start it before', async () => {
		n8n.failingStarts = 2;
		expect(await sendTimes(makeDelivery('a'), COPIES)).toEqual([500, 500, 200, 200, 200]);
		expect(startedPosts()).toEqual(['a']);
	});

	it('starts the workflow when n8n could not start it before, copies at the same time', async () => {
		n8n.failingStarts = 2;
		n8n.slowUntil = COPIES;
		const copies = Array<Delivery>(COPIES).fill(makeDelivery('a'));
		const statuses = await Promise.all(copies.map(async (copy) => await send(n8n.url, copy)));
		expect(statuses.sort()).toEqual([200, 200, 200, 500, 500]);
		expect(startedPosts()).toEqual(['a']);
	});

	it('is recognised though something else has overwritten the static data', async () => {
		await sendTimes(makeDelivery('a'), 1);
		n8n.overwriteStaticData({ global: { mine: 1 } });
		await sendTimes(makeDelivery('a'), 1);
		expect(startedPosts()).toEqual(['a']);
		// It is stored again, beside what the other one has there.
		expect(storedNames()).toHaveLength(1);
		expect(n8n.readStaticData()).toMatchObject({ global: { mine: 1 } });
		n8n.restart();
		await sendTimes(makeDelivery('a'), 1);
		expect(startedPosts()).toEqual(['a']);
	});

	it.each([{ seenEvents: 'x' }, { seenEvents: null }, { seenEvents: { a: {} } }])(
		'is recognised where the stored data was %j',
		async (stored) => {
			n8n.overwriteStaticData({ 'node:TikTok Post Trigger': stored });
			await sendTimes(makeDelivery('a'), 2);
			expect(startedPosts()).toEqual(['a']);
		},
	);

	it('starts nothing at the very end of the time in which it is still accepted', async () => {
		const clock = jest.spyOn(Date, 'now');
		const at = (second: number) => clock.mockReturnValue(second * 1000);
		const signer = makeSigner();
		const body = eventBody(signer, EVENT, { publish_id: 'a' });
		at(signer.timeSec);
		expect(await sendTimes(deliver(body, signer), 1)).toEqual([200]);
		// TikTok's last try, signed anew, is replayed for as long as its signature counts.
		const last = deliver(body, { ...signer, timeSec: signer.timeSec + MAX_AGE_SEC });
		for (const second of [MAX_AGE_SEC, 2 * MAX_AGE_SEC]) {
			n8n.restart();
			at(signer.timeSec + second);
			expect(await sendTimes(last, 1)).toEqual([200]);
		}
		at(signer.timeSec + 2 * MAX_AGE_SEC + 1);
		expect(await sendTimes(last, 1)).toEqual([401]);
		clock.mockRestore();
		expect(startedPosts()).toEqual(['a']);
	});

	it('is waited for by nobody when its sender has left before the answer', async () => {
		n8n.senderLeaves = 1;
		await expect(send(n8n.url, makeDelivery('a'))).rejects.toThrow();
		expect(await sendTimes(makeDelivery('b'), 1)).toEqual([200]);
		expect(await sendTimes(makeDelivery('a'), 1)).toEqual([200]);
		expect(startedPosts()).toEqual(['a', 'b']);
	});

	it('writes to the database only at the first', async () => {
		await sendTimes(makeDelivery('a'), COPIES);
		expect(n8n.writes).toBe(1);
	});

	it('starts each of two nodes once', async () => {
		await sendTimes(makeDelivery('a'), 2);
		n8n.nodeId = '5e9a7d7a-0000-4000-8000-000000000003';
		n8n.overwriteStaticData({});
		await sendTimes(makeDelivery('a'), 2);
		expect(startedPosts()).toEqual(['a', 'a']);
	});

	it('starts the workflow each time it is tried out in the editor', async () => {
		n8n.mode = 'manual';
		await sendTimes(makeDelivery('a'), 2);
		expect(startedPosts()).toEqual(['a', 'a']);
		expect(n8n.writes).toBe(0);
	});
});

/** One second in which all deliveries of a test are signed. */
function makeSigner(): Signer {
	return { ...VECTOR, timeSec: SECOND };
}

const SECOND = Math.floor(Date.now() / 1000);

function makeDelivery(publishId: string): Delivery {
	return deliver(eventBody(makeSigner(), EVENT, { publish_id: publishId }), makeSigner());
}

async function sendTimes(delivery: Delivery, times: number): Promise<number[]> {
	const statuses: number[] = [];
	for (let copy = 0; copy < times; copy += 1) statuses.push(await send(n8n.url, delivery));
	return statuses;
}

function startedPosts(): unknown[] {
	return n8n.executions.map((execution) =>
		execution === 'error' ? execution : execution.publish_id,
	);
}

function storedNames(): string[] {
	const data = n8n.readStaticData()['node:TikTok Post Trigger'] as { seenEvents?: object };
	return Object.keys(data.seenEvents ?? {});
}
