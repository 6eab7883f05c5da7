/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- the command runs in plain Node and is never shipped */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { readAppKeys, type AppKeys } from '../../credentials/oauth/appKeys';
import { readGrantedScopes } from '../../credentials/oauth/grantedScopes';
import { requestRefresh } from '../../credentials/oauth/requestRefresh';
import {
	holdsUserToken,
	readText,
	readTokenData,
	TOKEN_URL,
} from '../../credentials/oauth/tokenData';
import type { TestBinaryStorage } from '../support/node/binaryStorage';
import { executeNode, openExecuteContext } from '../support/node/executeNode';
import type { TestCredential } from '../support/node/testCredential';
import { TikTokClient, now, putChunk } from '../support/tested/n8n';
import { API_BASE_URL } from '../support/tested/limits';
import {
	TikTokError,
	type ApiPath,
	type ChunkPlan,
	type ChunkRange,
} from '../support/tested/tiktok';
import { makePaddedMp4 } from '../support/video';
import type { ConsentPage } from './consent';
import type { PartedUpload } from './partedUpload';
import type { Answer, Recorder } from './recorder';

const MAX_WAIT_MS = 300_000;
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
const JSON_TYPE = { 'Content-Type': 'application/json; charset=UTF-8', Accept: 'application/json' };
const RAW = {
	encoding: 'text',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const;

/** Where a connection ends: in the middle of a chunk, or after its last byte. */
export type BreakOff = 'inside' | 'afterwards';

/** The account under test: this package in n8n's real execution context, with every answer on record. */
export class LiveSession {
	readonly credential: TestCredential;
	/** The answer to an init with nothing odd in it, where one was needed. */
	usualInit: Answer | undefined;
	/** The upload that several checks share; opened by the first of them. */
	parts: PartedUpload | undefined;
	/** The refresh token that was replaced last, and when. */
	replaced: { readonly token: string; readonly at: number } | undefined;
	private readonly n8n: IExecuteFunctions;
	private readonly tiktok: TikTokClient;

	constructor(
		keys: AppKeys,
		scopes: readonly string[],
		readonly consent: ConsentPage,
		readonly recorder: Recorder,
		private readonly storage: TestBinaryStorage,
	) {
		const { clientKey: clientId, clientSecret } = keys;
		const requestedScopes = [...scopes];
		this.credential = {
			saved: { clientId, clientSecret, appPlatform: 'desktop', requestedScopes },
		};
		this.n8n = openExecuteContext({ parameters: {}, credential: this.credential });
		recorder.watch(this.n8n);
		this.tiktok = new TikTokClient(this.n8n, { maxWaitMs: MAX_WAIT_MS });
	}

	/** The app's keys as fields of a token request. */
	get keyFields(): { readonly client_key: string; readonly client_secret: string } {
		const { clientKey, clientSecret } = readAppKeys(this.credential.saved);
		return { client_key: clientKey, client_secret: clientSecret };
	}

	get refreshToken(): string {
		return readText(readTokenData(this.credential.saved.oauthTokenData), 'refresh_token');
	}

	/** What the account has allowed, or was asked for where TikTok has not said. */
	get scopes(): readonly string[] {
		const { saved } = this.credential;
		const granted = readGrantedScopes(saved);
		return granted.length > 0 ? granted : (saved.requestedScopes as string[]);
	}

	/** A request to the token endpoint; tokens that come of it are used from then on. */
	async token(fields: Readonly<Record<string, string>>, query = ''): Promise<Answer> {
		const body = new URLSearchParams(fields);
		const url = TOKEN_URL + query;
		await this.n8n.helpers.httpRequest({ method: 'POST', url, headers: FORM, body, ...RAW });
		return this.keepTokens(this.recorder.last);
	}

	/** The refresh as this package makes it. */
	async refresh(): Promise<Answer> {
		const { refreshToken } = this;
		try {
			const keys = readAppKeys(this.credential.saved);
			await requestRefresh(this.n8n.helpers, { ...keys, refreshToken });
		} catch {
			// The answer tells why.
		}
		return this.keepTokens(this.recorder.last);
	}

	/** A call as this package makes it: within TikTok's limits per minute. A refusal is an answer. */
	async call(path: ApiPath, body?: object, fields?: readonly string[]): Promise<Answer> {
		try {
			await this.tiktok.call({ path, stage: 'read', body, fields });
		} catch (error) {
			if (!(error instanceof TikTokError)) throw error;
		}
		return this.recorder.last;
	}

	/** A call at once, whatever the limits are, and once only. */
	async callAtOnce(
		path: ApiPath,
		{ body, fields }: { readonly body?: object; readonly fields?: readonly string[] },
	): Promise<Answer> {
		await this.n8n.helpers.httpRequestWithAuthentication.call(this.n8n, 'tikTokOAuth2Api', {
			...{ url: API_BASE_URL + path, headers: JSON_TYPE },
			...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
			...(fields ? { qs: { fields: fields.join(',') } } : {}),
			...RAW,
		});
		return this.recorder.last;
	}

	/** Sends one chunk; with `breakOff` the connection ends before there is an answer. */
	async put(
		uploadUrl: string,
		{ video_size: videoSize }: ChunkPlan,
		range: ChunkRange,
		file: Buffer,
		breakOff?: BreakOff,
	): Promise<Answer> {
		const bytes = file.subarray(range.first, range.last + 1);
		const body = breakOff ? cutOff(bytes, breakOff) : bytes;
		await putChunk(this.n8n, { uploadUrl, mimeType: 'video/mp4', videoSize }, range, {
			body,
			sentBytes: () => range.byteLength,
			unseenBytes: range.byteLength,
			failure: () => undefined,
			discard: async () => {},
		});
		return this.recorder.last;
	}

	/** Runs the node on a video of this many bytes and returns its output. */
	async runNode(parameters: IDataObject, videoBytes: number): Promise<IDataObject> {
		const item = await this.storeVideo(videoBytes);
		const { output } = await executeNode({
			parameters,
			items: [item],
			credential: this.credential,
			onContext: (context) => this.recorder.watch(context),
		});
		return output[0]?.json ?? {};
	}

	private async storeVideo(bytes: number): Promise<INodeExecutionData> {
		return await this.storage.store(Readable.from(makePaddedMp4(bytes), { objectMode: false }));
	}

	private keepTokens(answer: Answer): Answer {
		if (!holdsUserToken(answer.body)) return answer;
		const before = this.refreshToken;
		const { saved } = this.credential;
		saved.oauthTokenData = {
			...readTokenData(saved.oauthTokenData),
			...(answer.body as IDataObject),
		};
		if (before !== '' && before !== this.refreshToken) this.replaced = { token: before, at: now() };
		return answer;
	}
}

const PIECE_BYTES = 65_536;
/** Enough for the last bytes to leave this machine, and too little for TikTok's answer to come back. */
const LEAVE_MS = 20;

/** A body that breaks off, of which no piece is held back. */
function cutOff(bytes: Buffer, where: BreakOff): Readable {
	return Readable.from(piecesUntil(bytes, where), { objectMode: false, highWaterMark: 1 });
}

async function* piecesUntil(bytes: Buffer, where: BreakOff): AsyncGenerator<Buffer> {
	const end = where === 'inside' ? bytes.length / 2 : bytes.length;
	for (let at = 0; at < end; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
	await setTimeout(LEAVE_MS);
	throw new Error('The check ends the connection here');
}
