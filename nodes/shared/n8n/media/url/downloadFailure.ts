import { InputError, TikTokError } from '../../../tiktok/api/errors';
import { describeUrl } from '../../../tiktok/post/mediaUrl';
import { describeNetworkTrouble } from '../../api/requestFailure';

const FETCH_YOURSELF =
	'Or download the file with HTTP Request before and set Video Source to Binary File; the tool of an AI agent needs the address of a copy on another server instead.';

/** What is wrong with the parameter's text. */
export function badUrl(label: string, url: string, problem: string): InputError {
	return new InputError(
		`${label}: "${describeUrl(url)}" ${problem}`,
		'Give the http or https address of the video file itself, for example https://media.example.com/clip.mp4.',
		'media',
	);
}

/** n8n's policy, or ours where it has none. */
export function privateAddress(label: string, url: string): InputError {
	return new InputError(
		`${label}: "${describeUrl(url)}" is on a private network or blocked in this n8n's settings, and this node downloads from neither`,
		`Ask the administrator of this n8n to allow the host with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES (n8n 2.40 and newer). ${FETCH_YOURSELF}`,
		'media',
	);
}

/** A redirect that can't be followed. */
export function badRedirect(label: string, problem: string): InputError {
	return new InputError(
		`${label}: the server redirects ${problem}`,
		`Give the final address of the video file. ${FETCH_YOURSELF}`,
		'media',
	);
}

/** TikTok has to be told the size before the first byte. */
export function unknownLength(label: string): InputError {
	return new InputError(
		`${label}: the server does not tell how long the file is`,
		`TikTok wants to know the size before the first byte, so the server has to send Content-Length. ${FETCH_YOURSELF}`,
		'media',
	);
}

/** The length that the server tells is not the file's. */
export function compressedFile(label: string, compression = 'gzip or the like'): InputError {
	return new InputError(
		`${label}: the server sends the file compressed (${compression}), so its length is not known`,
		`TikTok wants to know the size before the first byte. Switch compression off for videos on the server, or store the file uncompressed there. ${FETCH_YOURSELF}`,
		'media',
	);
}

/** What the server calls compressed can't be unpacked. */
export function wronglyMarkedFile(label: string): InputError {
	return new InputError(
		`${label}: the server marks the file as compressed (Content-Encoding), but it can't be unpacked`,
		'Remove Content-Encoding from the stored file, or upload it again without: stores such as S3 keep it as it was uploaded.',
		'media',
	);
}

/** Not the file whose beginning was sent, or not certainly. */
export function changedFile(label: string): InputError {
	return new InputError(
		`${label}: the download broke off, and the server does not go on with the same file`,
		'The file changed, or the server answers differently than at first. Nothing was posted. Run the node again when the file stays the same.',
		'media',
	);
}

/** Accepted and not ready, timed out, locked, too early, too many requests. */
const PASSING_STATUSES: readonly number[] = [202, 408, 423, 425, 429];

/** The server answers, but not with the file. */
export function refusedDownload(label: string, status: number): TikTokError {
	const isPassing = PASSING_STATUSES.includes(status) || status >= 500;
	const needsAccess = status === 401 || status === 403;
	const advice = needsAccess
		? `The link must work without signing in, and links with a signature expire. Some servers also refuse n8n by its User-Agent, which HTTP Request can change. ${FETCH_YOURSELF}`
		: 'Check that the URL leads to the file itself and still works.';
	return new TikTokError({
		code: 'media_unavailable',
		message: `${label}: the server answered HTTP ${status} instead of the file`,
		advice: isPassing ? 'This usually passes. Try again in a few minutes.' : advice,
		retry: isPassing ? 'soon' : 'input',
		stage: 'media',
		httpStatus: status,
	});
}

/** No answer, or one that broke off for good. */
export function brokenDownload(label: string, error: unknown, progress?: string): TikTokError {
	const what =
		progress === undefined
			? 'no usable answer from the server'
			: `the download broke off after ${progress}`;
	return new TikTokError({
		code: 'media_unavailable',
		message: `${label}: ${what}: ${describeNetworkTrouble(error)}`,
		advice:
			'Check that this n8n can reach the server, then run the node again. Nothing was posted.',
		retry: 'soon',
		stage: 'media',
	});
}
