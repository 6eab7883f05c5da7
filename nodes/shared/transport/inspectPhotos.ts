import type { IExecuteFunctions } from 'n8n-workflow';
import { asError, InputError, StoppedError } from '../tiktok/errors';
import { parseUrl } from '../tiktok/parseUrl';
import { PHOTO_URLS_LABEL } from '../tiktok/photoRules';
import { sniffVideoType } from '../tiktok/videoProbe';
import { startDownload } from './urlMedia/download';
import { readFirstBytes } from './urlMedia/firstBytes';

/** Endings of pictures and videos that TikTok does not take as photos. */
const OTHER_ENDING = /\.(?:png|gif|hei[cf]|avif|bmp|tiff?|svg|dng|jp2|mp4|mov|webm)$/i;
const OTHER_PICTURES = /^(?:PNG|GIF|TIFF|SVG|HEI[CF]|AVIF|Canon RAW|JPEG 2000)\b/;
const PHOTOS: readonly (string | undefined)[] = ['JPEG', 'WebP'];
/** More than any recognition needs. */
const HEAD_BYTES = 4_096;
const RULE = 'TikTok takes JPEG and WebP only, and one other photo fails the whole post.';

/**
 * Looks at the photos whose URLs end as if TikTok would not take them: a post is used up before TikTok says so, and it
 * does not say which photo it was. Many servers convert, so the ending alone is no reason to refuse.
 *
 * @returns what could not be looked at, in words for the user
 * @throws InputError for a photo that is neither JPEG nor WebP
 * @throws StoppedError when the user stopped the execution
 */
export async function inspectPhotos(
	this: IExecuteFunctions,
	urls: readonly string[],
): Promise<string[]> {
	const warnings: string[] = [];
	for (const [index, url] of urls.entries()) {
		const [ending] = OTHER_ENDING.exec(parseUrl(url)?.pathname ?? '') ?? [];
		if (ending === undefined) continue;
		const label = `${PHOTO_URLS_LABEL}, photo ${index + 1}`;
		const kind = await recognise.call(this, url, label);
		if (kind !== undefined && OTHER_PICTURES.test(kind)) throw otherPicture(label, kind);
		if (!PHOTOS.includes(kind)) warnings.push(`${label} ends in ${ending}. ${RULE}`);
	}
	return warnings;
}

/** What the first bytes look like; `undefined` where they can't be had, which TikTok may manage. */
async function recognise(
	this: IExecuteFunctions,
	url: string,
	label: string,
): Promise<string | undefined> {
	try {
		const download = await startDownload.call(this, { url, label });
		const type = sniffVideoType(await readFirstBytes(download, HEAD_BYTES));
		return type.container === 'unknown' ? type.looksLike : undefined;
	} catch (error) {
		if (error instanceof StoppedError) throw asError(error);
		return undefined;
	}
}

function otherPicture(label: string, kind: string): InputError {
	return new InputError(
		`${label} is no JPEG or WebP: it looks like ${kind}`,
		`${RULE} Export it as JPEG.`,
		'media',
	);
}
