/**
 * Everything about TikTok that is contradictory, unknown or adjustable, as one mutable object.
 * The defaults are the strict reading; README.md says where each one comes from.
 */
export interface Switches {
	/** D1: life of an access token, in seconds. */
	accessTtl: number;
	/** D1: life of a refresh token, in seconds. */
	refreshTtl: number;
	/** D1: true restarts the refresh token's life at each rotation. */
	refreshSliding: boolean;
	/** D2: seconds for which a rotated refresh token still works. */
	refreshGrace: number;
	/** D2: `rotate` a new token each time, `same` keeps it, `refuse` refuses every refresh. */
	refreshMode: 'rotate' | 'same' | 'refuse';
	/** D3: HTTP status of OAuth errors. */
	oauthErrorStatus: 200 | 400;
	/** D4: true reads token parameters from the query as well. */
	acceptQuery: boolean;
	/** D5: PKCE is checked if sent (and demanded of desktop apps), demanded of all, or ignored. */
	pkce: 'ifSent' | 'required' | 'off';
	/** Life of an authorisation code, in seconds (TikTok gives none). */
	codeTtl: number;
	/** What the token endpoint does with fields TikTok does not list. */
	tokenExtraFields: 'ignore' | 'refuse';
	/** Whether the app may ask for a token of its own, which stands for no user. */
	clientCredentials: 'grant' | 'refuse';
	/** D6: spelling of the error code for a bad field. */
	invalidParamName: 'invalid_params' | 'invalid_param';
	/** D6: spelling of the log id's name. */
	logIdName: 'log_id' | 'logid';
	/** D7: HTTP status of policy refusals at an init. */
	policyStatus: 403 | 200;
	/** D8: privacy options of creators while the app is unaudited. */
	unauditedOptions: 'accountType' | 'selfOnly';
	/** D9: true demands both brand toggles. */
	requireBrand: boolean;
	/** D10: what happens to fields TikTok does not document. `ignore` still records a violation. */
	unknownFields: 'ignore' | 'refuse';
	/** D11: what TikTok's "MB" and "GB" mean; `kb` takes a thousandth, so that small files need chunks. */
	units: 'decimal' | 'mib' | 'kb';
	/** D12: true lets a single chunk differ from the size of the video. */
	looseSingle: boolean;
	/** D12: true refuses every plan of more than one chunk. */
	refuseMulti: boolean;
	/** D13: answer to a range that was accepted before. */
	rePut: 416 | 206;
	/** D13: what the PUT's Content-Range answer counts. */
	putRange: 'count' | 'last' | 'none';
	/** What becomes of the bytes of a chunk that broke off (TikTok gives no rule); `count`: thrown away, but counted. */
	partialChunks: 'discard' | 'keep' | 'count';
	/** Host of the upload URLs that are issued. */
	uploadHost: string;
	/** Life of an upload URL, in seconds. */
	uploadTtl: number;
	/** D15: form of publicaly_available_post_id. */
	postIdForm: 'list' | 'string' | 'scalar' | 'absent';
	/** D15: spelling of the event for a post that is no longer public. */
	goneEvent:
		| 'post.publish.no_longer_publicaly_available'
		| 'post.publish.no_longer_publicly_available';
	/** D16: how pending drafts are counted. */
	draftCap: 'fivePerDay' | 'concurrent6';
	/** D17: value of Retry-After on a 429, in seconds; null sends none. */
	retryAfter: number | null;
	/** D18: true gives a repeated webhook a new timestamp and signature. */
	restamp: boolean;
	/** D18: publish_type of direct posts in webhooks. */
	directType: 'DIRECT_PUBLISH' | 'DIRECT_POST';
	/** Form of post_id in webhooks (TikTok gives no type; its status answer has int64). */
	webhookPostId: 'number' | 'string';
	/** How often each webhook is sent although it was answered: delivery is "at least once". */
	webhookCopies: number;
	/** D19: answer to a field whose scope was not granted. */
	fieldScope: '401' | '400' | 'empty';
	/** D20: true accepts captions that are too long and private branded content. */
	lenientText: boolean;
	/** False turns the per-minute limits off. */
	rateLimits: boolean;
	/** Direct posts per creator in 24 h. */
	postCapPerDay: number;
	/** Users who may post through the app in 24 h; null: 5 while unaudited, else no cap. */
	activeUserCap: number | null;
	/** Shortest time between two status polls of one post, in ms of the simulator's clock. */
	minPollGapMs: number;
	/** Polls answered with PROCESSING_… before the final state. */
	processingPolls: number;
	/** Time after which processing ends even without polls, in ms of the simulator's clock; null: never. */
	processingMs: number | null;
	/** Time between PUBLISH_COMPLETE and the public post id, in ms of the simulator's clock. */
	moderationMs: number;
	/** How closely a received video is looked at: its first bytes, or the file (needs keepVideos). */
	mediaCheck: 'signature' | 'full';
	/** Whose cover time counts: TikTok has been seen to follow it on public posts alone. */
	coverTimestamps: 'publicOnly' | 'always';
	/** What pulls name as their user agent (TikTok names none in its docs); null sends none. */
	pullUserAgent: string | null;
	/** Time between an init and its pull, in ms of the simulator's clock: it may begin when the client has long gone. */
	pullDelayMs: number;
	/** How fast photos are read; null: at once. */
	pullBytesPerSecond: number | null;
	/** True asks for each photo with HEAD before GET. */
	photoHead: boolean;
	/** How many photos of a post are pulled side by side. */
	photosAtOnce: number;
	/** How often a photo is asked for before its post fails. */
	photoTries: number;
	/** Every post that finishes while this is set fails with it. */
	failReason: string | null;
}

/** The strict defaults. */
export const DEFAULT_SWITCHES: Readonly<Switches> = {
	accessTtl: 7200,
	refreshTtl: 15_552_000,
	refreshSliding: false,
	refreshGrace: 0,
	refreshMode: 'rotate',
	oauthErrorStatus: 200,
	acceptQuery: false,
	pkce: 'ifSent',
	codeTtl: 600,
	tokenExtraFields: 'ignore',
	clientCredentials: 'grant',
	invalidParamName: 'invalid_params',
	logIdName: 'log_id',
	policyStatus: 403,
	unauditedOptions: 'accountType',
	requireBrand: false,
	unknownFields: 'ignore',
	units: 'decimal',
	looseSingle: false,
	refuseMulti: false,
	rePut: 416,
	putRange: 'count',
	partialChunks: 'discard',
	uploadHost: 'open-upload.tiktokapis.com',
	uploadTtl: 3600,
	postIdForm: 'list',
	goneEvent: 'post.publish.no_longer_publicaly_available',
	draftCap: 'fivePerDay',
	retryAfter: null,
	restamp: false,
	directType: 'DIRECT_PUBLISH',
	webhookPostId: 'number',
	webhookCopies: 1,
	fieldScope: '401',
	lenientText: false,
	rateLimits: true,
	postCapPerDay: 15,
	activeUserCap: null,
	minPollGapMs: 0,
	processingPolls: 1,
	processingMs: null,
	moderationMs: 0,
	mediaCheck: 'signature',
	coverTimestamps: 'publicOnly',
	pullUserAgent: null,
	pullDelayMs: 0,
	pullBytesPerSecond: null,
	photoHead: false,
	photosAtOnce: 1,
	photoTries: 1,
	failReason: null,
};
