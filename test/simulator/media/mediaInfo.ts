import mediaInfoFactory, { type MediaInfo, type MediaInfoResult } from 'mediainfo.js';

type ReadPiece = (length: number, offset: number) => Promise<Uint8Array> | Uint8Array;

let mediaInfo: Promise<MediaInfo<'object'>> | undefined;
let lastLook: Promise<unknown> = Promise.resolve();

/**
 * What MediaInfo says about a file. Loading it takes longer than a look into a file, so there is one for all, and
 * it takes one file after the other.
 */
export async function analyzeMedia(size: number, readPiece: ReadPiece): Promise<MediaInfoResult> {
	mediaInfo ??= mediaInfoFactory({ format: 'object' });
	const loaded = mediaInfo;
	const look = lastLook.then(async () => await (await loaded).analyzeData(size, readPiece));
	lastLook = look.catch(() => {});
	return await look;
}
