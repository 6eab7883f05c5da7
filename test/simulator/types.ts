import type { Clock } from './core/clock';
import type { Fault, FaultScript } from './core/faults';
import type { MediaLibrary } from './media/library';
import type { UrlProperties } from './posting/urlProperties';
import type { Switches } from './switches';

/** How startSimulator() sets itself up; all optional. */
export interface SimulatorOptions {
	switches?: Partial<Switches>;
	/** Port of the TLS server; 0 (default) takes any. */
	port?: number;
	/** Port of the CONNECT proxy; 0 (default) takes any. */
	proxyPort?: number;
	/** Port of the plain-http pages on loopback; 0 (default) takes any. */
	loopbackPort?: number;
	/** Folder that receives the videos; default: a new temporary folder, removed by close(). */
	dataFolder?: string;
	/** False keeps no video, only its hash. Default true. */
	keepVideos?: boolean;
	/** Folder of the test certificate authority; default `.cache/certificates`. */
	certificateFolder?: string;
	/** False stops the clock: only advance() moves it. Default true. */
	realClock?: boolean;
}

/** The app as registered in TikTok's developer portal. */
export interface RegisteredApp {
	clientKey: string;
	clientSecret: string;
	redirectUris: string[];
	platform: 'web' | 'desktop';
	/** Domains (`media.example.com`) and URL prefixes (`https://media.example.com/clips/`). */
	verifiedProperties: string[];
	unaudited: boolean;
	webhookUrl?: string;
}

/** A TikTok account that can consent and post. */
export interface Creator {
	openId: string;
	username: string;
	nickname: string;
	avatarUrl: string;
	/** Private account: other privacy options, no duet, no stitch. */
	privateAccount: boolean;
	/** Replaces the options that follow from the account type. */
	privacyLevelOptions?: string[];
	commentDisabled: boolean;
	duetDisabled: boolean;
	stitchDisabled: boolean;
	maxDurationSec: number;
	/** Banned from posting. */
	banned: boolean;
	/** App older than 31.8: photo drafts are refused. */
	oldApp: boolean;
}

/** TikTok's answer to a good token request, field for field. */
export interface TokenPair {
	access_token: string;
	expires_in: number;
	open_id: string;
	refresh_expires_in: number;
	refresh_token: string;
	scope: string;
	token_type: 'Bearer';
}

/** One request to the token or revoke endpoint. */
export interface TokenRequestLog {
	at: number;
	grantType: string;
	accepted: boolean;
	/** TikTok's `error`, if refused. */
	error?: string;
	status: number;
	openId?: string;
	/** Fields that TikTok does not list for this grant, `client_id` for one. */
	extraFields: Record<string, string>;
}

/** What kind of post a publish_id stands for. */
export type PostKind = 'direct_video' | 'inbox_video' | 'direct_photo' | 'inbox_photo';

/** The states of TikTok's status machine. */
export type PostStatus =
	| 'AWAITING_UPLOAD'
	| 'PROCESSING_UPLOAD'
	| 'PROCESSING_DOWNLOAD'
	| 'SEND_TO_USER_INBOX'
	| 'PUBLISH_COMPLETE'
	| 'FAILED';

/** One accepted chunk. */
export interface ReceivedChunk {
	first: number;
	last: number;
	contentType: string;
	at: number;
}

/** One photo of a post, as it was pulled. */
export interface PulledPhoto {
	bytes: number;
	/** Hex SHA-256. */
	sha256: string;
	/** By its first bytes; undefined if it is neither. */
	type: 'jpeg' | 'webp' | undefined;
	/** Where it is kept, if media are kept. */
	filePath: string | undefined;
	/** In pixels, where its header tells and it is kept. */
	width?: number;
	height?: number;
}

/** One post that an init created. */
export interface Post {
	publishId: string;
	openId: string;
	kind: PostKind;
	source: 'FILE_UPLOAD' | 'PULL_FROM_URL';
	/** The init's whole body as received. */
	request: Record<string, unknown>;
	/** `post_info` of the init; empty for drafts. */
	postInfo: Record<string, unknown>;
	/** `source_info` of the init. */
	sourceInfo: Record<string, unknown>;
	/** AWAITING_UPLOAD is the simulator's word; TikTok reports it as PROCESSING_UPLOAD. */
	status: PostStatus;
	failReason?: string;
	/** What processing has found and will report as `fail_reason` when it ends. */
	pendingFailure?: string;
	createdAt: number;
	completedAt?: number;
	/** The frame of a published video that became its cover, in ms. */
	coverMs?: number;
	bytesReceived: number;
	/** Bytes of a broken chunk that the status counts although they were thrown away. */
	strayBytes?: number;
	/** A status that a fault made up said that fewer bytes are here. */
	wasToldLess?: boolean;
	totalBytes: number;
	/** Hex SHA-256 of the video, or of the first photo, once all bytes are here. */
	sha256?: string;
	/** Where the video, or the first photo, is kept, if media are kept. */
	filePath?: string;
	/** The photos in their order, once all are here. */
	photos?: PulledPhoto[];
	/** Decimal id of the public post, beyond 2^53: the first of `postIds`. */
	postId?: string;
	/** A draft can become several posts. */
	postIds: string[];
	chunks: ReceivedChunk[];
	polls: number;
	lastPollAt?: number;
	/** True once the upload or download is complete. */
	hasAllBytes: boolean;
}

/** Something a client did that TikTok does not document. */
export interface Violation {
	/** Name of the rule, as in README.md. */
	rule: string;
	detail: string;
	method: string;
	host: string;
	/** Path without query. */
	path: string;
	at: number;
}

/** One request, recorded when it ended. */
export interface RecordedRequest {
	at: number;
	endedAt: number;
	method: string;
	host: string;
	/** Path without query. */
	path: string;
	/** Status answered; 0 if the connection ended before an answer. */
	status: number;
	/** Body bytes that were received. */
	requestBytes: number;
	/** Who ended it: an answer, the client, or a scripted fault. */
	outcome: 'answered' | 'client-closed' | 'fault';
}

/** One webhook as it was posted. */
export interface WebhookDelivery {
	event: string;
	/** The very bytes. */
	body: string;
	/** `TikTok-Signature`; undefined only if a test left it out. */
	signature: string | undefined;
	/** 1 for the first, 2 for the first retry, … */
	attempt: number;
	at: number;
	/** Status of the answer; 0 if none came in time. */
	status: number;
}

/** A running simulator. */
export interface Simulator {
	clock: Clock;
	switches: Switches;
	app: RegisteredApp;
	creators: Creator[];
	/** Adds an account; what is left out is like the default creator's. */
	addCreator(creator: Partial<Creator> & Pick<Creator, 'openId'>): Creator;
	tokens: {
		issue(openId: string, scopes: string[]): TokenPair;
		lastIssued(openId: string): TokenPair | undefined;
		expireAccessTokens(): void;
		revoke(openId: string): void;
		requests: TokenRequestLog[];
	};
	posts: Post[];
	violations: Violation[];
	requests: RecordedRequest[];
	/** Whether a request is open or still being carried out, also for a client that has gone. */
	readonly isAtWork: boolean;
	faults: { add(fault: FaultScript): void; pending(): Fault[] };
	/** Ends the processing of a post now, whatever polls or time are left; a reason makes it fail. */
	finishPost(publishId: string, failReason?: string): void;
	/** The creator posts a draft from the inbox; may be called again, as drafts can be posted twice. */
	publishDraft(publishId: string, isPublic?: boolean): void;
	/** A public post stops being public. */
	takeDown(publishId: string): void;
	/** Files on the hosts `*.example` and `*.example.com`, for pulls and for everybody else. */
	media: MediaLibrary;
	/** URL prefixes: what the developer portal asks for, and its Verify. */
	urlProperties: Pick<UrlProperties, 'offer' | 'verify'>;
	webhooks: {
		deliveries: WebhookDelivery[];
		/** Sends any event to the app's webhook URL. */
		emit(event: string, openId: string, content: Record<string, unknown>): void;
		/** Sends the same bytes and signature again. */
		redeliver(delivery: WebhookDelivery): Promise<WebhookDelivery>;
		/** Posts any bytes with any signature, or none. */
		post(event: string, body: string, signature: string | undefined): Promise<WebhookDelivery>;
		/** A correct signature for a body; `atSec` and the secret default to now and the app's. */
		sign(body: string, atSec?: number, clientSecret?: string): string;
		/** Resolves when no delivery is under way. */
		settled(): Promise<void>;
	};
	/** Makes an upload URL answer 403 from now on. */
	expireUpload(publishId: string): void;
	/** Back to a fresh simulator on the same ports. */
	reset(): void;
	/** Throws if there are violations or faults that were never consumed. */
	expectClean(): void;
	proxyUrl: string;
	caFile: string;
	/** Base64 SHA-256 of the CA's public key, for Chromium. */
	spkiHash: string;
	tlsPort: number;
	/** `https://<host>`: reachable through the proxy only. */
	origin(host: string): string;
	/** Plain-http pages on loopback: consent page, profile page, videos. */
	loopbackUrl: string;
	/** The consent page on loopback, for n8n's credential overwrites. */
	authorizeUrl: string;
	/** A ready grant of all scopes for tests that don't exercise OAuth. */
	connect(openId?: string): TokenPair;
	/** The portal's page for URL prefixes, on loopback. */
	portalUrl: string;
	/** Page on loopback that plays what this creator posted. */
	profileUrl(username: string): string;
	/** Host:port of tunnels that the proxy refused. */
	refusedHosts: string[];
	close(): Promise<void>;
}
