/**
 * Every error that a user can meet, as n8n's panel shows it: made by the code that makes it in earnest.
 * The tables of codes are TikTok's documentation; the catalogue is checked against them, not they against it.
 */
import type { IExecuteFunctions, INode } from 'n8n-workflow';
import {
	describeBlockedDomain,
	describeMissingScope,
	describeNoCredential,
	describeNotConnected,
	describeOldN8n,
	describeReconnectNeeded,
	describeRefusedConnect,
	describeRefusedInEditor,
	describeRefusedRefresh,
	describeTrouble,
	describeUnreachable,
} from '../../../credentials/oauth/credentialError';
import {
	findMedia,
	getMany,
	knownFromOtherMedia,
	parseBoolean,
	parseChoice,
	parseMaxWaitMs,
	parseNumber,
	parsePostText,
	parseText,
	parseTimeMs,
	readDeduplicationKey,
	readPostIdList,
	readPublishId,
	readVideoPost,
	router,
} from '../../support/tested/node';
import {
	afterSending,
	ByteSections,
	checkPhotoTexts,
	checkPostAgainstCreator,
	toPulledUrl,
	checkVideoPost,
	checkVideoSize,
	checkPhoto,
	checkPhotoFileSize,
	damagedPhoto,
	noPhoto,
	readPhotoAddress,
	errorFromAnswer,
	errorFromFailReason,
	InputError,
	readCreatorInfo,
	readUrl,
	readUrls,
	StoppedError,
	TikTokError,
	toChunkBytes,
	toPhotosSource,
	type VideoPost,
} from '../../support/tested/tiktok';
import { readVideoFixture } from '../../support/video';
import { checkVideoFacts, type VideoProbe } from '../../support/tested/video';
import {
	adviseOnDownload,
	announcementUnanswered,
	checkPhotoRoute,
	type CheckedPhoto,
	download,
	explainAddress,
	findPhotoFiles,
	readPhotoFile,
	storePhoto,
	errorFromCredential,
	errorFromRequestFailure,
	findBinaryMedia,
	announceVideo,
	inspectPhotos,
	inspectVideo,
	unreadableMedia,
	MediaCursor,
	type MediaSource,
	outcomeUnknown,
	PostAttempt,
	PostLedger,
	sentWithOtherAccount,
	takenOver,
	toNodeError,
	uploadInterrupted,
	uploadRefused,
} from '../../support/tested/n8n';
import { itemOf } from '../../support/node/itemOf';

/** One error as the panel shows it. */
export interface PanelMessage {
	readonly title: string;
	readonly message: string;
	readonly description: string;
	/** What is not shown, and what retries, workflows and the ledger go by. */
	readonly facts: string;
}

/** Section 9 of TikTok's documentation as this project reads it: code, HTTP status. */
export const API_CODES: ReadonlyArray<readonly [code: string, httpStatus: number]> = [
	['invalid_params', 400],
	['invalid_param', 400],
	['invalid_file_upload', 400],
	['scope_permission_missed', 400],
	['app_version_check_failed', 400],
	['invalid_publish_id', 400],
	['token_not_authorized_for_specified_publish_id', 400],
	['publish_not_cancellable', 400],
	['access_token_invalid', 401],
	['scope_not_authorized', 401],
	['spam_risk_too_many_posts', 403],
	['spam_risk_too_many_pending_share', 403],
	['reached_active_user_cap', 403],
	['spam_risk_user_banned_from_posting', 403],
	['unaudited_client_can_only_post_to_private_accounts', 403],
	['url_ownership_unverified', 403],
	['privacy_level_option_mismatch', 403],
	['rate_limit_exceeded', 429],
	['internal_error', 500],
];

/** Every documented `fail_reason`. */
export const FAIL_REASONS: readonly string[] = [
	'file_format_check_failed',
	'duration_check_failed',
	'frame_rate_check_failed',
	'picture_size_check_failed',
	'internal',
	'video_pull_failed',
	'photo_pull_failed',
	'publish_cancelled',
	'auth_removed',
	'spam_risk_too_many_posts',
	'spam_risk_user_banned_from_posting',
	'spam_risk_text',
	'spam_risk',
];

/** Those that mean something else for photos. */
const PHOTO_FAIL_REASONS = [
	'file_format_check_failed',
	'picture_size_check_failed',
	'spam_risk_text',
];

/** Every documented `error` of the token endpoint. */
export const OAUTH_ERRORS: readonly string[] = [
	'access_denied',
	'invalid_client',
	'unauthorized_client',
	'invalid_grant',
	'invalid_request',
	'invalid_scope',
	'unsupported_grant_type',
	'unsupported_response_type',
	'server_error',
	'temporarily_unavailable',
];

const NETWORK_CODES = [
	...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'],
	...['ERR_BAD_RESPONSE', 'CERT_HAS_EXPIRED', 'ESOMETHINGELSE'],
];

const NODE: INode = {
	id: '1',
	name: 'TikTok Post',
	type: 'n8n-nodes-tiktok-post.tikTokPost',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const PUBLISH_ID = 'v_pub_file~v2-1.7700000000000000001';
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const PHOTOS_ID = 'p_pub_url~v2.7700000000000000003';
const FILE = 'binary field "data"';
const PHOTO = 'Input Binary Fields, photo 2 (binary field "data_1")';
const JPEG: CheckedPhoto = { type: 'jpg', bytes: new Uint8Array(1), conversion: undefined };
const VIDEO = Buffer.from(readVideoFixture('header-first.mp4'));
const URL_LABEL = 'Video URL';
const UPLOAD_END = { publishId: PUBLISH_ID, videoSize: 34_500_000, acceptedBytes: 10_000_000 };
const ACCESS_REMOVED = errorFromCredential(describeReconnectNeeded(), 'status');
const UPLOAD_CUT = { ...UPLOAD_END, httpStatus: undefined, trouble: 'the connection was closed' };
const GATEWAY_DOWN = errorFromAnswer(
	{ ok: false, code: '', message: '', logId: '', httpStatus: 503 },
	'status',
);

/** All of them, in the order of a post's life. */
export async function collectMessages(): Promise<PanelMessage[]> {
	const groups = [
		aboutParameters(),
		aboutCreator(),
		aboutTheFile(),
		aboutUrls(),
		aboutPhotoFiles(),
		aboutTheCredential(),
		aboutTikToksCodes(),
		aboutTheNetwork(),
		aboutUploads(),
		aboutExactlyOnce(),
		aboutFailedPosts(),
		aboutReading(),
	];
	const messages: PanelMessage[] = [];
	for (const [title, cause] of groups.flat()) messages.push(await show(title, cause));
	return messages;
}

type Case = readonly [title: string, cause: () => unknown];

/** A cause returns an error or throws it, now or later. */
async function show(title: string, cause: () => unknown): Promise<PanelMessage> {
	const error = await catchError(cause);
	const { message, description } = toNodeError(NODE, error, 0);
	return { title, message, description: description ?? '', facts: factsOf(error) };
}

function factsOf(error: unknown): string {
	if (!(error instanceof TikTokError)) {
		return error instanceof InputError ? `stage: ${error.stage}` : 'nothing';
	}
	const isShown = (name: string) => name === 'message' || name === 'advice';
	const known = Object.entries(error.failure).filter(
		([name, value]) => !isShown(name) && value !== undefined,
	);
	return known.map(([name, value]) => `${name}: ${String(value)}`).join(', ');
}

async function catchError(cause: () => unknown): Promise<unknown> {
	try {
		return await cause();
	} catch (error) {
		return error;
	}
}

const POST: VideoPost = {
	caption: '',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	allowUsersTo: [],
	isAigc: false,
	commercialContent: [],
};

const ONE_PHOTO = { mediaType: 'photos', photoUrls: 'https://a.example.com/1.jpg' };

function aboutParameters(): Case[] {
	const branded = { privacyLevel: 'SELF_ONLY', commercialContent: ['brandedContent'] } as const;
	const disclosed = { options: {}, discloseCommercialContent: true, commercialContent: [] };
	return [
		['Caption: not a text', () => parseText([], 'Caption')],
		['Caption: not evaluated', () => parsePostText('New: {{ $json.title }}', 'Caption')],
		['Caption: an object as text', () => parsePostText('New: [object Object]', 'Caption')],
		['Chunk Size: not a number', () => parseNumber('many', 'Chunk Size (MB)')],
		['Chunk Size: out of range', () => toChunkBytes(100)],
		['AI-Generated: neither true nor false', () => parseBoolean('maybe', 'AI-Generated')],
		['Max Wait: negative', () => parseMaxWaitMs(-1)],
		['Video Source: unknown', () => parseChoice('ftp', 'Video Source', ['binary', 'url'])],
		['Operation: unknown', () => router(fakeNode({ resource: 'post', operation: 'x' }))],
		['Caption: too long', () => checkVideoPost({ ...POST, caption: 'x'.repeat(2_201) })],
		['Privacy Level: not set', () => checkVideoPost({ ...POST, privacyLevel: '' })],
		['Branded content: private', () => checkVideoPost({ ...POST, ...branded })],
		['Commercial Content: empty', () => readVideoPost(itemOf(fakeNode(disclosed)))],
		['Cover: negative', () => checkVideoPost({ ...POST, videoCoverTimestampMs: -1 })],
		['Title: too long', () => checkPhotoTexts({ title: 'x'.repeat(91), description: '' })],
		['Media Type: spelt otherwise', () => findMedia(itemOf(fakeNode({ mediaType: 'Photos' })))],
		['Photos: none', () => toPhotosSource([], 0)],
		['Photos: 36', () => toPhotosSource(Array<string>(36).fill('https://a.example.com/1.jpg'), 0)],
		[
			'Photos: a cover that is none, by its place',
			() => findMedia(itemOf(fakeNode({ ...ONE_PHOTO, options: { coverPhoto: 2 } }))),
		],
		['Photos: a cover that is none', () => toPhotosSource(['https://a.example.com/1.jpg'], 1)],
		['Photos: something else', () => readUrls([{ id: 1 }], 'Photo URLs')],
		[
			'Photos: two URLs that nothing divides',
			() => readUrls('https://a.example.com/1.jpghttps://a.example.com/2.jpg', 'Photo URLs'),
		],
		['Photos: the file itself', () => readUrls('/9j/4AAQ'.repeat(2_000), 'Photo URLs')],
		[
			'Photos: a field is missing',
			() => readUrls('https://a.example.com/[object Object].jpg', 'Photo URLs'),
		],
		['Photos: not evaluated', () => readUrls('{{ $json.url }}', 'Photo URLs')],
		['Photos: words behind a URL', () => readUrls('https://a.example.com/1.jpg one', 'Photo URLs')],
		[
			'Photos: an unclear comma',
			() => readUrls('https://a.example.com/1,https://a.example.com/2', 'Photo URLs'),
		],
		['Photos: a video', () => inspectPhotos(fakeHost(VIDEO), ['https://a.example.com/1.mp4'])],
		['Photos: a PNG', () => inspectPhotos(fakeHost(PNG), ['https://a.example.com/1.png'])],
		['Photos: http', () => toPhotosSource(['http://a.example.com/1.jpg'], 0)],
		['Publish ID: empty', () => readPublishId(itemOf(fakeNode({ publishId: '' })))],
		['Publish ID: impossible', () => readPublishId(itemOf(fakeNode({ publishId: 'a b' })))],
		['Deduplication Key: unsaved workflow', () => beginUnsaved()],
		['Deduplication Key: empty', () => readKey('={{ $json.id }}', '')],
		['Deduplication Key: a part is missing', () => readKey('=video {{ $json.id }}', 'video ')],
		['Deduplication Key: no date', () => readKey('={{ $json.date }}', 'Invalid Date')],
		['Deduplication Key: a rounded number', () => readKey('={{ $json.id }}', 2 ** 60)],
		['Deduplication Key: not evaluated', () => readKey('{{ $json.id }}', '{{ $json.id }}')],
		['Deduplication Key: other media', () => knownFromOtherMedia('asset-1')],
	];
}

/** A key as the user has written it, and what n8n makes of it; what its parts give is nothing. */
function readKey(written: string, deduplicationKey: unknown): unknown {
	const context = {
		getNodeParameter: (...[, , , options]: unknown[]) => ({
			deduplicationKey: options === undefined ? deduplicationKey : written,
		}),
		evaluateExpression: () => (deduplicationKey === 'video ' ? undefined : deduplicationKey),
	};
	return readDeduplicationKey(itemOf(context as unknown as IExecuteFunctions));
}

function aboutCreator(): Case[] {
	const creator = readCreatorInfo({
		creator_username: 'sim.creator',
		privacy_level_options: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'],
		duet_disabled: true,
	});
	return [
		['Privacy Level: not offered', () => checkPostAgainstCreator(POST, creator)],
		[
			'Allow Users To: switched off',
			() =>
				checkPostAgainstCreator(
					{ ...POST, privacyLevel: 'SELF_ONLY', allowUsersTo: ['duet'] },
					creator,
				),
		],
	];
}

function aboutPhotoFiles(): Case[] {
	return [
		['Photo Address: none', () => readPhotoAddress('')],
		['Photo Address: http', () => readPhotoAddress('http://n8n.example.com/webhook/id')],
		['Photo Address: no node', () => readPhotoAddress('https://n8n.example.com/')],
		['Photo Address: for tests', () => readPhotoAddress('https://n8n.example.com/webhook-test/id')],
		['Photo Address: nobody answers', async () => await checkRoute(404)],
		['Photo Address: another app', async () => await checkRoute(404, 'not-signed')],
		['Photo Address: files elsewhere', async () => await checkRoute(404, 'no-file')],
		['Photo Address: something else', async () => await checkRoute(403)],
		[
			'Photo Address: not verified',
			() =>
				explainAddress(
					errorFromAnswer(
						{
							ok: false,
							code: 'url_ownership_unverified',
							message: '',
							logId: '',
							httpStatus: 403,
						},
						'init',
					),
				),
		],
		['Photo files: none', async () => await findPhotoFiles(itemOf(fakeItem({ data: STORED })), [])],
		[
			'Photo files: 36',
			async () =>
				await findPhotoFiles(itemOf(fakeItem({ data: STORED })), Array<string>(36).fill('data')),
		],
		['Photo files: empty', () => checkPhotoFileSize(0, PHOTO)],
		['Photo files: too many bytes', () => checkPhotoFileSize(100_000_000, PHOTO)],
		[
			'Photo files: too many pixels',
			() => checkPhoto({ format: 'JPEG', width: 1_086, height: 1_448 }, 1, PHOTO),
		],
		['Photo files: PNG', () => noPhoto(PHOTO, 'PNG')],
		['Photo files: base64', () => noPhoto(PHOTO, 'the base64 text of a photo')],
		['Photo files: HEIC', () => noPhoto(PHOTO, 'HEIC photo')],
		['Photo files: damaged', () => damagedPhoto(PHOTO, 'JPEG')],
		['Photo files: damaged PNG', async () => await readPhotoFile(fakeHost(PNG), pngFile(), true)],
		['Photo files: in memory', async () => await storePhoto(fakeMemory(), pngFile(), JPEG)],
		[
			'Photo files: not downloaded',
			() =>
				errorFromFailReason('photo_pull_failed', PHOTOS_ID, {
					photo_pull_failed: adviseOnDownload(false),
				}),
		],
	];
}

async function checkRoute(statusCode: number, served?: string): Promise<unknown> {
	const answer = { statusCode, headers: { 'tiktok-post-media': served } };
	const host = { ...fakeHost(PNG), helpers: { httpRequest: async () => answer } };
	return await checkPhotoRoute(host as unknown as IExecuteFunctions, 'https://n8n.example.com/x');
}

function pngFile(): MediaSource {
	const open = async () => ({ sections: new ByteSections(yieldOnce(PNG)), close: () => {} });
	return { label: PHOTO, byteLength: PNG.length, id: undefined, open } as unknown as MediaSource;
}

/** An n8n that gives no id to a file. */
function fakeMemory(): IExecuteFunctions {
	return { helpers: { prepareBinaryData: async () => ({}) } } as unknown as IExecuteFunctions;
}

function aboutTheFile(): Case[] {
	const probe = (changes: Partial<VideoProbe>) => () =>
		checkVideoFacts(
			{ container: 'mp4', fileSize: 34_500_000, complete: true, truncated: false, ...changes },
			FILE,
			{ kind: 'direct', maxDurationSeconds: 600 },
		);
	const draft = () =>
		checkVideoFacts(
			{ container: 'mp4', fileSize: 1, complete: true, truncated: false, durationSeconds: 700 },
			FILE,
			{ kind: 'inbox', maxDurationSeconds: 600 },
		);
	const find =
		(binary: Record<string, unknown> | undefined, field: string | object = 'data', type?: string) =>
		() =>
			findBinaryMedia(itemOf(fakeItem(binary, type)), field);
	return [
		['File: no such field', find({ video: STORED })],
		['File: no file at all', find(undefined)],
		['File: for an AI tool', find(undefined, 'data', `${NODE.type}Tool`)],
		['File: a text in its place', find({ data: 'AAAA', mimeType: 'video/mp4' })],
		['File: handed over, without contents', find({ data: STORED }, { mimeType: 'a/b' })],
		['File: handed over, and none', find({ data: STORED }, {})],
		['File: unreadable', find({ data: STORED })],
		[
			'File: gone',
			() => {
				throw unreadableMedia(FILE, { code: 'ENOENT' });
			},
		],
		['File: empty', () => checkVideoSize(0, FILE)],
		['File: too large', () => checkVideoSize(5_000_000_000, FILE)],
		['File: no video', () => inspect(Buffer.from('<!doctype html><title>Sign in</title>'))],
		['File: of no known kind', () => inspect(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]))],
		['File: base64', () => inspect(Buffer.from(VIDEO.toString('base64')))],
		['File: hexadecimal', () => inspect(Buffer.from(VIDEO.toString('hex')))],
		['File: JSON of bytes', () => inspect(Buffer.from(JSON.stringify(VIDEO)))],
		['File: handled as text', () => inspect(Buffer.from(VIDEO.toString('utf8')))],
		['File: packed', () => inspect(Buffer.from([0x1f, 0x8b, 8, 0]))],
		['File: JSON', () => inspect(Buffer.from('{"status":"processing"}'))],
		['File: longer than declared', () => readAll(fakeSource(Buffer.alloc(20), 10))],
		['File: shorter than declared', () => readAll(fakeSource(Buffer.alloc(10), 20))],
		['Video: too long', probe({ durationSeconds: 725 })],
		['Video: too long for a draft', draft],
		['Video: picture size', probe({ width: 200, height: 200 })],
		['Video: frame rate', probe({ frameRate: 15 })],
		['Video: codec', probe({ videoCodec: 'av1' })],
		['Video: copy-protected', probe({ videoCodec: 'encrypted' })],
		['Video: no picture', probe({ hasVideoTrack: false })],
		['Video: incomplete', probe({ truncated: true, expectedBytes: 40_000_000 })],
		['Video: without a header', probe({ truncated: true })],
	];
}

function aboutUrls(): Case[] {
	const url = 'https://media.example.com/run.mp4';
	const failure = Object.assign(new Error(), { code: 'ECONNRESET' });
	return [
		['Video URL: empty', () => findMedia(itemOf(fakeNode({ videoSource: 'url', videoUrl: null })))],
		[
			'Video URL: two',
			() => readUrl('https://a.example.com/1\nhttps://a.example.com/2', URL_LABEL),
		],
		['Pulled URL: http', () => toPulledUrl('http://media.example.com/a.mp4', URL_LABEL)],
		['Pulled URL: an IP address', () => toPulledUrl('https://203.0.113.7/a.mp4', URL_LABEL)],
		['Pulled URL: no domain', () => toPulledUrl('https://minio/a.mp4', URL_LABEL)],
		['Pulled URL: a password', () => toPulledUrl('https://a:b@c.example/a.mp4', URL_LABEL)],
		['Pulled URL: no URL', () => toPulledUrl('run.mp4', URL_LABEL)],
		['URL: no URL', () => download.badUrl(URL_LABEL, 'run.mp4', 'is not a URL')],
		['URL: private', () => download.privateAddress(URL_LABEL, 'http://10.0.0.5/run.mp4')],
		['URL: redirects', () => download.badRedirect(URL_LABEL, 'from https to http')],
		['URL: no length', () => download.unknownLength(URL_LABEL)],
		['URL: compressed on the way', () => download.compressedFile(URL_LABEL)],
		['URL: compressed, as it says', () => download.compressedFile(URL_LABEL, 'zstd')],
		['URL: not compressed, as it says', () => download.wronglyMarkedFile(URL_LABEL)],
		['URL: changed', () => download.changedFile(URL_LABEL)],
		['URL: HTTP 403', () => download.refusedDownload(URL_LABEL, 403)],
		['URL: HTTP 404', () => download.refusedDownload(URL_LABEL, 404)],
		['URL: HTTP 503', () => download.refusedDownload(URL_LABEL, 503)],
		['URL: no answer', () => download.brokenDownload(URL_LABEL, failure)],
		['URL: broke off', () => download.brokenDownload(URL_LABEL, failure, '5 of 9 bytes')],
		['URL: a page', () => inspect(Buffer.from('<html></html>'), `${URL_LABEL} ${url}`)],
	];
}

function aboutTheCredential(): Case[] {
	const of = (describe: () => Parameters<typeof errorFromCredential>[0]) => () =>
		errorFromCredential(describe(), 'parameters');
	const refusal = (error: string) => ({ error, description: 'TikTok’s words.', logId: 'LOG1' });
	return [
		['Credential: none', of(describeNoCredential)],
		['Credential: not connected', of(describeNotConnected)],
		['Credential: scope', of(() => describeMissingScope('video.publish'))],
		['Credential: reconnect', of(() => describeReconnectNeeded())],
		['Credential: trouble', of(() => describeTrouble())],
		['Credential: unreachable', of(describeUnreachable)],
		['Credential: domain list', of(describeBlockedDomain)],
		['Credential: old n8n', of(describeOldN8n)],
		['Credential: drop-down', of(() => describeRefusedInEditor(refusal('unauthorized_client')))],
		[
			'Connecting: padded secret',
			of(() => describeRefusedConnect(refusal('invalid_client'), { isSecretPadded: true })),
		],
		[
			'Renewing: padded secret',
			of(() => describeRefusedRefresh(refusal('invalid_client'), { isSecretPadded: true })),
		],
		...OAUTH_ERRORS.flatMap((error): Case[] => [
			[`Connecting: ${error}`, of(() => describeRefusedConnect(refusal(error)))],
			[`Renewing: ${error}`, of(() => describeRefusedRefresh(refusal(error)))],
		]),
	];
}

function aboutTikToksCodes(): Case[] {
	const answer = (code: string, httpStatus: number) => () =>
		errorFromAnswer({ ok: false, code, message: '', logId: 'LOG1', httpStatus }, 'init');
	return [
		...API_CODES.map(([code, status]): Case => [`TikTok: ${code}`, answer(code, status)]),
		['TikTok: a code nobody documented', answer('brand_new', 400)],
		['TikTok: HTTP 502 without a code', answer('', 502)],
		['TikTok: HTTP 403 without a code', answer('', 403)],
		['TikTok: HTTP 200 without an envelope', answer('', 200)],
		['TikTok: HTTP 429 without a code', answer('', 429)],
		['TikTok: no upload URL', () => announceVideo(itemOf(fakeTikTok()), initCall(), announced())],
		['TikTok: no status', () => itemOf(fakeTikTok()).tiktok.status(PUBLISH_ID)],
	];
}

function aboutTheNetwork(): Case[] {
	return NETWORK_CODES.map((code) => [
		`Network: ${code}`,
		() => errorFromRequestFailure(Object.assign(new Error(), { code }), 'init'),
	]);
}

function aboutUploads(): Case[] {
	return [
		['Upload: expired', () => uploadRefused({ ...UPLOAD_END, httpStatus: 403 })],
		['Upload: unknown', () => uploadRefused({ ...UPLOAD_END, httpStatus: 404 })],
		['Upload: refused', () => uploadRefused({ ...UPLOAD_END, httpStatus: 400 })],
		['Upload: kept failing', () => uploadInterrupted(UPLOAD_CUT)],
		[
			'Upload: kept failing with an answer',
			() => uploadInterrupted({ ...UPLOAD_END, httpStatus: 503 }),
		],
		['Sent: kept failing', () => afterSending(uploadInterrupted(UPLOAD_CUT), PUBLISH_ID, false)],
		['Sent: status not known', () => afterSending(GATEWAY_DOWN, PUBLISH_ID, true)],
		['Sent: access removed', () => afterSending(ACCESS_REMOVED, PUBLISH_ID, true)],
		['Sent: stopped', () => afterSending(new StoppedError(), PUBLISH_ID, true)],
	];
}

function aboutExactlyOnce(): Case[] {
	const trouble = errorFromRequestFailure(
		Object.assign(new Error(), { code: 'ECONNRESET' }),
		'init',
	);
	return [
		['Once: outcome unknown', () => outcomeUnknown()],
		['Once: outcome of a post unknown', () => outcomeUnknown(PUBLISH_ID)],
		[
			'Once: lost answer',
			() => announcementUnanswered('failure' in trouble ? trouble.failure : undefined),
		],
		['Once: answer without id', () => announcementUnanswered()],
		['Once: other account', () => sentWithOtherAccount('Brand A', PUBLISH_ID)],
		['Once: other account, lost answer', () => sentWithOtherAccount('Brand A')],
		['Once: somebody else', () => takenOver()],
		['Once: no store', () => beginWith('no such table')],
		['Once: busy store', () => beginWith('is locked')],
		['Once: full store', () => beginWith('disk is full')],
		['Once: read-only store', () => beginWith('readonly')],
		['Once: lost store', () => beginWith('ECONNRESET')],
	];
}

function aboutFailedPosts(): Case[] {
	const failed = [...FAIL_REASONS, 'brand_new', ''].map(
		(reason): Case => [
			`Failed: ${reason || 'without a reason'}`,
			() => errorFromFailReason(reason, PUBLISH_ID),
		],
	);
	const photos = PHOTO_FAIL_REASONS.map(
		(reason): Case => [`Failed photos: ${reason}`, () => errorFromFailReason(reason, PHOTOS_ID)],
	);
	return [...failed, ...photos];
}

/** The parts of n8n's context that the cause touches. */
function aboutReading(): Case[] {
	const ids = (postIds: unknown) => () => readPostIdList(itemOf(fakeNode({ postIds })));
	const list = (parameters: Record<string, unknown>) => async () =>
		await getMany.execute(
			itemOf({
				...fakeNode(parameters),
				getCredentials: async () => ({}),
				getTimezone: () => 'UTC',
			} as unknown as IExecuteFunctions),
		);
	const swapped = { postedAfter: '2026-02-01', postedBefore: '2026-01-01' };
	return [
		['Post IDs: empty', ids('')],
		['Post IDs: a publish_id', ids(PUBLISH_ID)],
		['Post IDs: a short link', ids('https://vm.tiktok.com/ZMabc123/')],
		['Post IDs: a rounded number', ids(2 ** 60)],
		['Posted After: no time', () => parseTimeMs('soon', 'Posted After', 'UTC')],
		['Posted After: behind Posted Before', list({ options: swapped })],
		['Limit: 0', list({ limit: 0 })],
	];
}

function fakeNode(parameters: Record<string, unknown>): IExecuteFunctions {
	return {
		getNode: () => NODE,
		getInputData: () => [{ json: {} }],
		continueOnFail: () => false,
		getNodeParameter: (name: string, _index: number, fallback: unknown) =>
			parameters[name] ?? fallback,
	} as unknown as IExecuteFunctions;
}

/** A file that n8n keeps. */
const STORED = { id: 'filesystem-v2:a/b', mimeType: 'video/mp4', data: 'filesystem-v2' };

function fakeItem(
	binary: Record<string, unknown> | undefined,
	nodeType = NODE.type,
): IExecuteFunctions {
	return {
		getInputData: () => [{ json: {}, binary }],
		getNode: () => ({ ...NODE, type: nodeType }),
		getWorkflowSettings: () => ({}),
		logger: { warn: () => {} },
		helpers: {
			assertBinaryData: (_index: number, field: string) => {
				if (binary?.[field] === undefined) throw new Error();
				return binary[field];
			},
			getBinaryMetadata: async () => await Promise.reject(new Error()),
		},
	} as unknown as IExecuteFunctions;
}

/** A host that delivers this file. */
function fakeHost(file: Buffer): IExecuteFunctions {
	const body = Object.assign(yieldOnce(file), { destroy: () => {} });
	const answer = { statusCode: 200, headers: {}, body };
	return {
		getExecutionCancelSignal: () => undefined,
		helpers: { httpRequest: async () => answer },
	} as unknown as IExecuteFunctions;
}

async function* yieldOnce(piece: Buffer): AsyncGenerator<Buffer> {
	yield piece;
}

/** TikTok says `ok` and nothing else. */
function fakeTikTok(): IExecuteFunctions {
	return {
		...fakeNode({}),
		getCredentials: async () => ({}),
		getExecutionCancelSignal: () => undefined,
		helpers: {
			httpRequestWithAuthentication: async () => ({
				body: '{"data":{},"error":{"code":"ok","message":"","log_id":"LOG1"}}',
				statusCode: 200,
				headers: {},
			}),
		},
	} as unknown as IExecuteFunctions;
}

function initCall() {
	return { path: '/v2/post/publish/inbox/video/init/', body: {} } as const;
}

function announced() {
	return { byteLength: 10, mimeType: 'video/mp4', chunkBytes: undefined };
}

function fakeBrokenStore(says: string): IExecuteFunctions {
	const fail = async () => await Promise.reject(new Error(says));
	return {
		getWorkflow: () => ({ id: 'wf1' }),
		getNode: () => NODE,
		logger: { error: () => {} },
		helpers: { checkProcessedAndRecord: fail, removeProcessed: fail },
	} as unknown as IExecuteFunctions;
}

async function beginUnsaved(): Promise<unknown> {
	const context = {
		getWorkflow: () => ({ id: '' }),
		getNode: () => NODE,
		getContext: () => ({}),
		getMode: () => 'manual',
		getCredentials: async () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
	} as unknown as IExecuteFunctions;
	const identity = {
		content: '',
		media: '',
		fileId: undefined,
		deduplicationKey: 'asset-1',
		isDraft: false,
		quick: undefined,
	};
	const attempt = await PostAttempt.open(itemOf(context), identity);
	return await attempt.begin();
}

function fakeSource(file: Buffer, byteLength = file.length, label = FILE): MediaSource {
	async function* once() {
		yield new Uint8Array(file);
	}
	return {
		label,
		byteLength,
		id: undefined,
		quickSkipBytes: 0,
		open: async () => ({
			sections: new ByteSections(once()),
			toBody: async (pieces) => {
				for await (const piece of pieces) if (piece.length === 0) break;
				return Buffer.alloc(0);
			},
			close: () => {},
		}),
	};
}

async function inspect(file: Buffer, label = FILE): Promise<unknown> {
	const source = fakeSource(file, file.length, label);
	return await inspectVideo(await MediaCursor.open(source), source);
}

async function readAll(source: MediaSource): Promise<unknown> {
	const cursor = await MediaCursor.open(source);
	const { byteLength } = source;
	return await cursor.readChunk({
		index: 0,
		first: 0,
		last: byteLength - 1,
		byteLength,
		isLast: true,
	});
}

async function beginWith(trouble: string): Promise<unknown> {
	const names = { keys: ['key'], crashKey: undefined, userKey: undefined };
	return await new PostLedger(fakeBrokenStore(trouble), names).begin(undefined);
}
