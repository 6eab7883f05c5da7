/* eslint-disable @n8n/community-nodes/no-restricted-imports -- only V8 tells what is still in memory */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sleep } from 'n8n-workflow';
import { useVirtualTime } from '../../support/node/virtualTime';
import {
	forgetExpiredUploads,
	recallPost,
	recallUpload,
	rememberPost,
	rememberUpload,
} from '../../support/tested/n8n';

const MINUTE_MS = 60_000;
const PLAN = { video_size: 10, chunk_size: 10, total_chunk_count: 1 };

let time = 0;

beforeEach(() => {
	time = 0;
	useVirtualTime({ now: () => time, advance: (milliseconds) => void (time += milliseconds) });
});

/** The upload that is kept, without keeping it. */
function open(publishId: string): WeakRef<object> {
	const uploadUrl = `https://upload.example.com/${publishId}`;
	const upload = { publishId, uploadUrl, mimeType: 'video/mp4', plan: PLAN, openedAt: time };
	rememberUpload(upload);
	return new WeakRef(upload);
}

async function collectGarbage(): Promise<void> {
	setFlagsFromString('--expose-gc');
	// A reference that was looked at stays until its task is over.
	await sleep(1);
	(runInNewContext('gc') as () => void)();
}

describe('an upload URL', () => {
	it('is kept for the hour that TikTok gives it', async () => {
		open('within');
		time = 59 * MINUTE_MS;
		forgetExpiredUploads();
		expect(recallUpload('within')?.publishId).toBe('within');
		time = 60 * MINUTE_MS;
		expect(recallUpload('within')).toBeUndefined();
	});

	it('is gone from memory after that, though nobody asks for it', async () => {
		const upload = open('forgotten');
		await collectGarbage();
		expect(upload.deref()).toBeDefined();
		time = 61 * MINUTE_MS;
		forgetExpiredUploads();
		await collectGarbage();
		expect(upload.deref()).toBeUndefined();
	});
});

it('of the posts that keys stand for the newest are kept', () => {
	for (let number = 0; number <= 5_000; number++) {
		rememberPost(`key ${number}`, { publishId: `id ${number}`, videoSize: 0, turn: 0 });
	}
	expect(recallPost('key 0')).toBeUndefined();
	expect(recallPost('key 1')?.publishId).toBe('id 1');
	expect(recallPost('key 5000')?.publishId).toBe('id 5000');
});
