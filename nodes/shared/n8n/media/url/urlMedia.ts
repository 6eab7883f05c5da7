import type { IExecuteFunctions } from 'n8n-workflow';
import { asError } from '../../../tiktok/api/errors';
import { checkVideoSize } from '../../../tiktok/post/postRules';
import { ByteSections } from '../byteSections';
import { RECOGNITION_BYTES } from '../../../video/sniffVideoType';
import { recognizeVideo } from '../inspectVideo';
import { readableFrom, type MediaSource, type OpenMedia } from '../mediaSource';
import { throwIfStopped } from '../../clock';
import { startDownload, type Download, type DownloadTarget } from './download';
import { compressedFile, refusedDownload, unknownLength } from './downloadFailure';
import { FilePieces, openFileAt, type OpenedFile } from './filePieces';
import { readFirstBytes } from './firstBytes';
import { findCompression, findFirstByte, readVersion, type FileVersion } from './fileVersion';

/**
 * A file behind a URL, which n8n downloads and passes on piece by piece, never holding it. The connection
 * that tells its length is also the one that the first pass reads from, so make that pass soon.
 *
 * @throws InputError for a URL that can't be downloaded from, a server that tells no length, and a file that
 * is empty, compressed, or too large for TikTok
 * @throws TikTokError `media_unavailable` when the server does not deliver
 * @throws StoppedError when the user stopped the execution
 */
export async function findUrlMedia(
	n8n: IExecuteFunctions,
	target: DownloadTarget,
): Promise<MediaSource> {
	const download = await startDownload(n8n, target);
	const version = await checkVersion(n8n, download, target.label);
	let first: OpenedFile | undefined = { ...download, startsAt: 0 };
	return {
		label: target.label,
		byteLength: version.byteLength,
		id: undefined,
		quickSkipBytes: download.headers['accept-ranges'] === 'bytes' ? version.byteLength : 0,
		open: async (at = 0) => {
			const opened = first ?? (await openFileAt(n8n, target, version, at));
			first = undefined;
			return await openMedia(n8n, target, version, opened, at);
		},
	};
}

async function checkVersion(
	n8n: IExecuteFunctions,
	download: Download,
	label: string,
): Promise<FileVersion> {
	const { status, headers } = download;
	try {
		const compression = findCompression(headers);
		if (compression !== undefined) throw compressedFile(label, compression);
		const version = readVersion(headers);
		if (version === undefined) throw await explainMissingLength(n8n, download, label);
		// An answer with a part that nobody asked for is not the file.
		const first = findFirstByte(status, headers, version, 0);
		if (first === undefined) throw refusedDownload(label, status);
		checkVideoSize(version.byteLength, label);
		return version;
	} catch (error) {
		download.close();
		throw asError(error);
	}
}

/** Pages and answers of services mostly have no length, and a length is not what they lack. */
async function explainMissingLength(
	n8n: IExecuteFunctions,
	download: Download,
	label: string,
): Promise<Error> {
	const head = await readFirstBytes(download, RECOGNITION_BYTES);
	throwIfStopped(n8n.getExecutionCancelSignal());
	if (head.length > 0) recognizeVideo(head, label);
	return unknownLength(label);
}

async function openMedia(
	n8n: IExecuteFunctions,
	target: DownloadTarget,
	version: FileVersion,
	opened: OpenedFile,
	at: number,
): Promise<OpenMedia> {
	const file = new FilePieces(n8n, target, version, opened, at);
	const sections = new ByteSections(file.read());
	try {
		// What has to be skipped is skipped now, not while TikTok waits for the rest.
		if (at > opened.startsAt) await sections.peek(1);
	} catch (error) {
		file.close();
		throw asError(error);
	}
	return {
		sections,
		toBody: async (pieces) => readableFrom(opened.stream, pieces),
		close: () => file.close(),
	};
}
