import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, InputError, StoppedError, TikTokError } from '../../tiktok/api/errors';
import { parseUrl } from '../../tiktok/values/parseUrl';
import { PHOTO_URLS_LABEL } from '../../tiktok/post/photoRules';
import { RECOGNITION_BYTES, sniffVideoType } from '../../video/sniffVideoType';
import { now } from '../clock';
import { startDownload } from './url/download';
import { readFirstBytes } from './url/firstBytes';

/** Endings of pictures and videos that TikTok does not take as photos. */
const OTHER_ENDING = /\.(?:png|gif|hei[cf]|avif|bmp|tiff?|svg|dng|jp2|mp4|mov|webm)$/i;
const OTHER_PICTURES = /^(?:PNG|GIF|TIFF|SVG|HEI[CF]|AVIF|Canon RAW|JPEG 2000)\b/;
const PHOTOS: readonly (string | undefined)[] = ['JPEG', 'WebP'];
/** So long each server has to answer, and so long all looks may take. */
const ANSWER_TIMEOUT_MS = 5_000;
const MAX_LOOKS_MS = 30_000;
const RULE = 'TikTok takes JPEG and WebP only, and one other photo fails the whole post.';

/**
 * Looks at the photos whose URLs end as if TikTok would not take them: a post is used up before TikTok says so, and it
 * does not say which photo it was. Many servers convert, so the ending alone is no reason to refuse. A host that gave
 * no answer is not asked again, and none when it has taken long: the post does not wait for it.
 *
 * @returns what could not be looked at, in words for the user
 * @throws InputError for a photo that is neither JPEG nor WebP
 * @throws StoppedError when the user stopped the execution
 */
export async function inspectPhotos(
	n8n: IExecuteFunctions,
	urls: readonly string[],
): Promise<string[]> {
	const warnings: string[] = [];
	const silentHosts = new Set<string>();
	const end = now() + MAX_LOOKS_MS;
	for (const [index, url] of urls.entries()) {
		const { pathname = '', host = '' } = parseUrl(url) ?? {};
		const [ending] = OTHER_ENDING.exec(pathname) ?? [];
		if (ending === undefined) continue;
		const label = `${PHOTO_URLS_LABEL}, photo ${index + 1}`;
		const isWorthIt = !silentHosts.has(host) && now() < end;
		const head = isWorthIt ? await readHead(n8n, url, label) : undefined;
		if (head === undefined) silentHosts.add(host);
		const type = sniffVideoType(head ?? new Uint8Array(0));
		if (type.container !== 'unknown') throw video(label);
		const kind = type.looksLike;
		if (kind !== undefined && OTHER_PICTURES.test(kind)) throw otherPicture(label, kind);
		if (!PHOTOS.includes(kind)) warnings.push(`${label} ends in ${ending}. ${RULE}`);
	}
	return warnings;
}

/** What the first bytes look like; `undefined` where they can't be had, which TikTok may manage. */
async function readHead(
	n8n: IExecuteFunctions,
	url: string,
	label: string,
): Promise<Uint8Array | undefined> {
	const target = { url, label, answerTimeoutMs: ANSWER_TIMEOUT_MS };
	try {
		return await readFirstBytes(await startDownload(n8n, target), RECOGNITION_BYTES);
	} catch (error) {
		if (error instanceof StoppedError) throw asError(error);
		const isAnswer = error instanceof TikTokError && error.failure.httpStatus !== undefined;
		return isAnswer ? new Uint8Array(0) : undefined;
	}
}

function video(label: string): InputError {
	return new InputError(
		`${label} is a video`,
		`${RULE} Post it by itself, with Media Type set to Video.`,
		'media',
	);
}

function otherPicture(label: string, kind: string): InputError {
	return new InputError(
		`${label} is no JPEG or WebP: it looks like ${kind}`,
		`${RULE} Export it as JPEG.`,
		'media',
	);
}
