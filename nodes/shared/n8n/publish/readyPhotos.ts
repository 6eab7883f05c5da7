import type { IDataObject } from 'n8n-workflow';
import { toPhotoUrl } from '../../tiktok/post/photoAddress';
import { signPhotoName, type SignedPhoto } from '../../tiktok/post/photoName';
import { toPhotosSource } from '../../tiktok/post/photoRules';
import type { PulledSource } from '../../tiktok/api/wire';
import { readPhotoKeys } from '../api/account';
import type { Item } from '../api/item';
import { now } from '../clock';
import { readPhotoFile, storePhoto } from '../media/photoFile';
import { checkPhotoRoute } from './photoRoute';
import type { PhotoFiles } from './plannedPost';

/** TikTok gives up on a download after an hour. So long names count, and so long the files have to stay. */
export const SERVING_MS = 4_200_000;
const MS_PER_SECOND = 1_000;

/** Media that TikTok can download. */
export interface ReadyMedia {
	/** With URLs that count from now on; to be asked for when the call goes out, and shown to nobody else. */
	readonly findSource: () => PulledSource;
	/** Photos that are not sent as they were, for the output. */
	readonly conversions: IDataObject[];
	/** False where n8n got no answer from the address under which it serves them itself. */
	readonly isReached: boolean;
}

/**
 * Checks photos, converts what has to be, and sees whether n8n serves them. Nothing is sent.
 *
 * @throws InputError for what TikTok would refuse or not find, naming the photo
 * @throws TikTokError when the credential is missing or can't be read
 * @throws StoppedError when the user stopped the execution
 */
export async function getPhotosReady(
	{ n8n }: Item,
	{ files, coverIndex, convertsPng }: PhotoFiles,
): Promise<ReadyMedia> {
	const { address, secret } = await readPhotoKeys(n8n);
	const photos: SignedPhoto[] = [];
	const conversions: IDataObject[] = [];
	// One after the other: only one is in memory.
	for (const file of files) {
		const photo = await readPhotoFile(n8n, file, convertsPng);
		if (photo.conversion !== undefined) conversions.push(photo.conversion);
		photos.push(await storePhoto(n8n, file, photo));
	}
	const findSource = () => {
		const expirySec = Math.ceil((now() + SERVING_MS) / MS_PER_SECOND);
		const urls = photos.map((photo) =>
			toPhotoUrl(address, signPhotoName(photo, secret, expirySec)),
		);
		return toPhotosSource(urls, coverIndex);
	};
	const isReached = await checkPhotoRoute(n8n, findSource().photo_images[0] ?? '');
	return { findSource, conversions, isReached };
}
