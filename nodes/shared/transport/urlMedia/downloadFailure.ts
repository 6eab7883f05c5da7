import { InputError, TikTokError } from '../../tiktok/errors';
import { describeUrl } from '../../tiktok/mediaUrl';
import { describeNetworkTrouble } from '../requestFailure';

const FETCH_YOURSELF =
	'Or download the file with a node that can, for example HTTP Request, and set Video Source to Binary File.';

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
		`${label}: "${describeUrl(url)}" is on a private network, which this node does not download from`,
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
		`TikTok wants to know the size before the first byte, so the server has to send Content-Length, without compression. ${FETCH_YOURSELF}`,
		'media',
	);
}

/** More bytes than TikTok was told of. */
export function wrongLength(label: string): InputError {
	return new InputError(
		`${label}: the server sends more than the length it tells`,
		`It probably compresses the file on the way, which has to be switched off for videos. ${FETCH_YOURSELF}`,
		'media',
	);
}

/** Another file than the one whose beginning was sent. */
export function changedFile(label: string): InputError {
	return new InputError(
		`${label}: the file changed while it was sent`,
		'Nothing was posted. Run the node again when the file stays the same.',
		'media',
	);
}

/** The server answers, but not with the file. */
export function refusedDownload(label: string, status: number): TikTokError {
	const isPassing = status === 408 || status === 429 || status >= 500;
	const needsAccess = status === 401 || status === 403;
	const advice = needsAccess
		? `The link must work without signing in. ${FETCH_YOURSELF}`
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
			? 'the server did not answer'
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
