import { ByteSections } from '../byteSections';
import { now, repeatEvery } from '../../clock';
import type { Download } from './download';

/** So long they are waited for. */
const MAX_WAIT_MS = 10_000;
const WATCH_INTERVAL_MS = 250;

/**
 * The beginning of what a server sends, at most `byteLength` bytes, to see what it is; no more is read, and the
 * download is over then. Empty where the connection breaks off or nothing comes.
 */
export async function readFirstBytes(
	{ stream, close }: Download,
	byteLength: number,
): Promise<Uint8Array> {
	const end = now() + MAX_WAIT_MS;
	const stopWatching = repeatEvery(WATCH_INTERVAL_MS, () => {
		if (now() > end) close();
	});
	try {
		return await new ByteSections(stream).peek(byteLength);
	} catch {
		return new Uint8Array(0);
	} finally {
		stopWatching();
		close();
	}
}
