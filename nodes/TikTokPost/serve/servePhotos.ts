import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { now } from '../../shared/n8n/clock';
import { asError } from '../../shared/tiktok/api/errors';
import { redactMessage } from '../../shared/tiktok/api/redact';
import { SERVED_HEADER, type Served } from '../../shared/tiktok/post/photoAddress';
import {
	isPhotoNameGenuine,
	readPhotoName,
	type SignedPhoto,
} from '../../shared/tiktok/post/photoName';
import { readVerification } from '../../shared/tiktok/post/verificationFile';
import { readSavedAppKeys } from '../../shared/n8n/api/savedAppKeys';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

const MS_PER_SECOND = 1_000;
const ACTIVE = 'TikTok Post Media is active: TikTok can download photos from this n8n.\n';
const CONTENT_TYPES = { jpg: 'image/jpeg', webp: 'image/webp' } as const;
/** n8n adds none of these to an answer that the node itself gives. Nothing may run as a page of n8n's origin. */
const HEADERS = {
	'Cache-Control': 'private, no-store',
	'Content-Security-Policy': 'sandbox',
	'X-Content-Type-Options': 'nosniff',
};

/**
 * Answers one request of the open address: a photo under a signed name, the proof for TikTok, a line for people, else
 * 404. Starts no execution. Never throws: n8n would start one with the error, for anybody's request.
 */
export async function servePhotos(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = n8n.getResponseObject();
	try {
		await answer(n8n, response);
	} catch (error) {
		const reason = redactMessage(asError(error).message);
		n8n.logger.debug(`${n8n.getNode().name}: a request can not be answered: ${reason}`);
		if (response.headersSent) response.destroy();
		else refuse(response, 'not-signed');
	}
	return { noWebhookResponse: true };
}

async function answer(n8n: IWebhookFunctions, response: Response): Promise<void> {
	if (n8n.getWebhookName() === 'setup') {
		return sendText(response, readVerification(n8n.getNodeParameter('verificationFile', '')));
	}
	const { file } = n8n.getParamsData() as { file?: unknown };
	if (file === undefined) return sendText(response, ACTIVE);
	const photo = await openName(n8n, file);
	if (photo === undefined) return refuse(response, 'not-signed');
	await sendPhoto(n8n, response, photo);
}

/** Names that strangers make up come in any number, so what a name alone gives away is refused before a credential is read. */
async function openName(n8n: IWebhookFunctions, file: unknown): Promise<SignedPhoto | undefined> {
	const name = readPhotoName(file, Math.floor(now() / MS_PER_SECOND));
	if (name === undefined) return undefined;
	const keys = await readSavedAppKeys(n8n);
	return isPhotoNameGenuine(name, keys?.clientSecret) ? name : undefined;
}

/** What was signed was a photo when it was signed, and n8n's storage never changes a file. */
async function sendPhoto(
	n8n: IWebhookFunctions,
	response: Response,
	{ binaryId, type }: SignedPhoto,
): Promise<void> {
	const isHead = n8n.getRequestObject().method === 'HEAD';
	const found = await open(n8n, binaryId, isHead);
	if (found === undefined) return refuse(response, 'no-file');
	const { byteLength, stream } = found;
	// Whoever has left meanwhile leaves no open file.
	if (response.destroyed) return void stream?.destroy();
	response.once('close', () => stream?.destroy());
	stream?.once('error', () => response.destroy());
	const headers = { 'Content-Type': CONTENT_TYPES[type], 'Content-Length': byteLength };
	begin(response, 200, 'photo', headers);
	if (stream === undefined) response.end();
	else stream.pipe(response);
}

/** `undefined` where n8n's storage does not have it, or not here. */
async function open(n8n: IWebhookFunctions, binaryId: string, isHead: boolean) {
	try {
		const { fileSize: byteLength } = await n8n.helpers.getBinaryMetadata(binaryId);
		const stream = isHead ? undefined : await n8n.helpers.getBinaryStream(binaryId);
		return { byteLength, stream };
	} catch {
		return undefined;
	}
}

function sendText(response: Response, text: string | undefined): void {
	if (text === undefined) return refuse(response, 'not-signed');
	response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

function refuse(response: Response, why: Served): void {
	begin(response, 404, why).end();
}

function begin(response: Response, status: number, served: Served, headers = {}): Response {
	return response.writeHead(status, { ...HEADERS, ...headers, [SERVED_HEADER]: served });
}
