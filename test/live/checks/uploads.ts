import { pause } from '../../support/tested/n8n';
import type { Check, See } from '../check';
import { publishIdOf } from '../inits';
import { askStatus, PartedUpload } from '../partedUpload';
import type { LiveSession } from '../session';
import { waitUntilFinished } from './waitUntilFinished';

const SCOPES = ['video.publish'];
const UPLOAD = 'an upload that ends by itself within an hour, unless “resume” finishes it';
const STATUS_DELAY_MS = 5_000;
const LONG_PAUSE_MS = 60_000;

/** One upload in five chunks, on which several checks go on one after the other. */
export const UPLOAD_CHECKS: readonly Check[] = [
	{
		name: 'chunk-twice',
		does: 'announces a video of 26 MB in five chunks, Only Me, without the toggles for brands, and sends the first chunk twice',
		leaves: UPLOAD,
		scopes: SCOPES,
		run: async (session, see) =>
			await onParts(session, see, async (parts) => {
				const first = parts.position;
				const firstChunk = await parts.send();
				see({ firstChunk });
				see({ sameChunk: await parts.send(first) });
			}),
	},
	{
		name: 'status-while-uploading',
		does: 'asks how that upload is doing while chunks are missing',
		leaves: UPLOAD,
		scopes: SCOPES,
		run: async (session, see) =>
			await onParts(session, see, async (parts) => {
				await askStatus(session, parts.publishId);
			}),
	},
	{
		name: 'lost-chunk',
		does: 'breaks the connection in the middle of a chunk, asks how much has arrived, and sends the chunk again',
		leaves: UPLOAD,
		scopes: SCOPES,
		run: async (session, see) =>
			await onParts(session, see, async (parts) => {
				const before = parts.position;
				await parts.send(before, 'inside');
				await pause(STATUS_DELAY_MS);
				const { answer: status } = await askStatus(session, parts.publishId);
				const again = await parts.send(before);
				see({ broken: { status, again, before } });
				if (again.status === 416) await parts.askPosition();
			}),
	},
	{
		name: 'lost-answer',
		does: 'sends a whole chunk, hangs up before TikTok has answered, and asks how much has arrived',
		leaves: UPLOAD,
		scopes: SCOPES,
		run: async (session, see) =>
			await onParts(session, see, async (parts) => {
				await parts.send(parts.position, 'afterwards');
				await pause(STATUS_DELAY_MS);
				await parts.askPosition();
			}),
	},
	{
		name: 'chunk-out-of-order',
		does: 'sends the chunk after the one that is due',
		leaves: UPLOAD,
		scopes: SCOPES,
		run: async (session, see) =>
			await onParts(session, see, async (parts) => {
				await parts.send(parts.startOf(1));
			}),
	},
	{
		name: 'resume',
		does: 'waits a minute, asks how much has arrived, and sends the rest',
		leaves: 'a video of 3 seconds that only the account itself sees',
		scopes: SCOPES,
		run: async (session, see) =>
			await onParts(session, see, async (parts) => {
				await pause(LONG_PAUSE_MS);
				await parts.askPosition();
				for (let left = 8; left > 0 && !parts.isComplete; left--) await parts.send();
				await waitUntilFinished(session, parts.publishId);
			}),
	},
];

async function onParts(
	session: LiveSession,
	see: See,
	check: (parts: PartedUpload) => Promise<void>,
): Promise<void> {
	session.parts ??= await PartedUpload.open(session);
	const { parts } = session;
	see({ withoutBrand: parts.withoutBrand });
	publishIdOf(parts.opened);
	see({ opened: parts.opened });
	await check(parts);
}
