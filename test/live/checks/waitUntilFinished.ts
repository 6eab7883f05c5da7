import { pause } from '../../support/tested/n8n';
import { phaseOf } from '../../support/tested/tiktok';
import { askStatus } from '../partedUpload';
import type { LiveSession } from '../session';

const POLLS = 40;
const POLL_MS = 5_000;

/** Asks until TikTok has published the post, put it into the inbox or given it up; three minutes at most. */
export async function waitUntilFinished(session: LiveSession, publishId: string): Promise<void> {
	for (let poll = 0; poll < POLLS; poll++) {
		const { status } = await askStatus(session, publishId);
		if (phaseOf(status) !== 'processing') return;
		await pause(POLL_MS);
	}
}
