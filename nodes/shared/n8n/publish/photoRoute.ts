import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { asError, InputError, TikTokError } from '../../tiktok/api/errors';
import { redactMessage } from '../../tiktok/api/redact';
import { SERVED_HEADER } from '../../tiktok/post/photoAddress';
import { throwIfStopped } from '../clock';
import { mayDownloadFrom } from '../media/url/egress';

const ANSWER_TIMEOUT_MS = 10_000;
const NOBODY = 'Photo Address of the TikTok credential leads to no photo: nobody serves there';

/** Where n8n could not see whether it serves. */
export const UNREACHED = 'n8n got no answer from Photo Address of the TikTok credential.';

/** What to look at when TikTok could not download what n8n serves. */
export function adviseOnDownload(isReached: boolean): string {
	const also = isReached ? '' : ` Before the post, ${UNREACHED}`;
	return `Check that the workflow with TikTok Post Media is published, that its /webhook/ address is open to the internet without a sign-in or challenge page, and that nobody deleted this execution meanwhile.${also}`;
}

/** What to do when TikTok refuses the address; the users have given it elsewhere than in the post. */
export function explainAddress(error: unknown): unknown {
	if (!(error instanceof TikTokError) || error.failure.code !== 'url_ownership_unverified') {
		return error;
	}
	return new TikTokError({
		...error.failure,
		message: 'Photo Address of the TikTok credential is not verified for your TikTok app',
		advice:
			"Verify it, with a / at its end, as a URL prefix under URL properties in TikTok's developer portal, for the very app of this credential: a sandbox needs a proof of its own. The node TikTok Post Media says how.",
	});
}

/**
 * Asks for a photo as TikTok will, before anything is sent.
 *
 * @param url signed, and so never in a message
 * @returns whether there was an answer: from where it runs, n8n may not reach its own public address
 * @throws InputError for every answer but the photo, with what it can be
 * @throws StoppedError when the user stopped the execution
 */
export async function checkPhotoRoute(n8n: IExecuteFunctions, url: string): Promise<boolean> {
	const answer = await ask(n8n, url);
	if (answer === undefined) return false;
	const { statusCode, headers } = answer;
	if (statusCode === 200 && String(headers['content-type']).startsWith('image/')) return true;
	throw explain(statusCode, headers[SERVED_HEADER]);
}

async function ask(n8n: IExecuteFunctions, url: string): Promise<IN8nHttpFullResponse | undefined> {
	const stopped = n8n.getExecutionCancelSignal();
	const options: IHttpRequestOptions = {
		method: 'HEAD',
		url,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: ANSWER_TIMEOUT_MS,
		...(stopped === undefined ? {} : { abortSignal: stopped }),
	};
	try {
		if (!(await mayDownloadFrom(n8n, new URL(url)))) return undefined;
		return (await n8n.helpers.httpRequest(options)) as IN8nHttpFullResponse;
	} catch (error) {
		throwIfStopped(stopped);
		const reason = redactMessage(asError(error).message);
		n8n.logger.debug(`TikTok Post: Photo Address can't be asked from here: ${reason}`);
		return undefined;
	}
}

function explain(status: number, served: unknown): InputError {
	if (served === 'no-file') {
		return bad(
			'TikTok Post Media answers, and does not have the file',
			'The n8n that answers there keeps its files elsewhere. Set N8N_DEFAULT_BINARY_DATA_MODE to database or s3 on all processes of queue mode, or give them one shared folder.',
		);
	}
	if (served === 'not-signed') {
		return bad(
			'TikTok Post Media answers, and does not know the photo',
			'Select the same TikTok credential there and here, of one app with one Client Secret, and publish its workflow again. Check that the clocks of all n8n processes are right.',
		);
	}
	if (status === 404) {
		return bad(
			NOBODY,
			'Publish (activate) the workflow with the node TikTok Post Media, and copy its Production URL into Photo Address: a node that was deleted and added again has a new one.',
		);
	}
	return bad(
		`Photo Address of the TikTok credential is answered by something else (HTTP ${status})`,
		'Check that Photo Address is the Production URL of TikTok Post Media, and that no sign-in, firewall or challenge page stands before its /webhook/. TikTok follows no redirects.',
	);
}

function bad(message: string, fix: string): InputError {
	return new InputError(message, `Nothing was sent. ${fix}`, 'media');
}
