import { readText } from '../../credentials/oauth/tokenData';
import { OTHER } from '../simulator/observed';
import type { Switches } from '../simulator/switches';
import { MIN_CHUNK_BYTES } from '../support/tested/limits';
import { UPLOAD_HOSTS } from '../support/routing/hosts';
import { asCount, asObject, parseUrl, readCreatorInfo } from '../support/tested/tiktok';
import type { CheckName, Seen } from './check';
import { isOk, textOf } from './inits';
import {
	choose,
	codeOf,
	hasToken,
	isAnswered,
	isRefusedForThat,
	isTakenToo,
	isTokenAnswer,
	oneOf,
	statusOf,
	type Other,
} from './readers';

/** A switch that the checks have an answer to. */
export interface Question<Position> {
	/** Any of these checks. */
	readonly from: readonly CheckName[];
	/** What the position is read from. */
	readonly how: string;
	/** @returns `undefined` when nothing was seen that tells */
	read(seen: Seen): Position | Other | undefined;
}

/** Why the checks have no answer. */
export type Unasked = string;

const PARTS = ['chunk-twice', 'lost-chunk', 'status-while-uploading', 'resume'] as const;
const ONLY_PUBLIC = 'shows on public posts only';
const BY_WEBHOOK = 'shows in webhooks only';
const NEEDS_ADDRESS = 'needs an address of one’s own that TikTok has verified';
const OF_TESTS = 'is there for tests';
const TAKES_TIME = 'would take hours, or more posts than an account has in a day';

/** Every switch of the simulator: how its position at TikTok is found, or why it is not asked for. */
export const QUESTIONS: { readonly [K in keyof Switches]: Question<Switches[K]> | Unasked } = {
	accessTtl: {
		from: ['connect'],
		how: '`expires_in` at the connect',
		read: ({ connected }) => asCount(connected?.body.expires_in),
	},
	refreshTtl: {
		from: ['connect'],
		how: '`refresh_expires_in` at the connect',
		read: ({ connected }) => asCount(connected?.body.refresh_expires_in),
	},
	refreshSliding: {
		from: ['refresh'],
		how: 'whether `refresh_expires_in` is as long as before, seconds after the connect',
		read: ({ connected, refreshed }) => {
			const [before, after] = [connected, refreshed].map((answer) =>
				asCount(answer?.body.refresh_expires_in),
			);
			if (before === undefined || after === undefined) return undefined;
			const elapsedSeconds = ((refreshed?.at ?? 0) - (connected?.at ?? 0)) / 1_000;
			return after > before - elapsedSeconds / 2;
		},
	},
	refreshGrace: {
		from: ['old-refresh-token'],
		how: 'seconds after which a replaced refresh token still worked, at least; 0 if it did not',
		read: ({ reused }) => {
			if (reused === undefined || !isTokenAnswer(reused.answer)) return undefined;
			const seconds = Math.ceil((reused.answer.at - reused.replacedAt) / 1_000);
			return hasToken(reused.answer) ? Math.max(1, seconds) : 0;
		},
	},
	refreshMode: {
		from: ['refresh'],
		how: 'the refresh token of two refreshes beside the one before',
		read: ({ connected, refreshed, refreshedAgain }) => {
			if (!isTokenAnswer(refreshed) || !isTokenAnswer(refreshedAgain)) return undefined;
			if (!hasToken(refreshed) || !hasToken(refreshedAgain)) return 'refuse';
			return connected?.body.refresh_token === refreshed.body.refresh_token ? 'same' : 'rotate';
		},
	},
	oauthErrorStatus: {
		from: ['wrong-secret'],
		how: 'HTTP status of the refusal of a wrong client secret',
		read: ({ wrongSecret }) =>
			isTokenAnswer(wrongSecret) ? statusOf(wrongSecret, [200, 400]) : undefined,
	},
	acceptQuery: {
		from: ['refresh'],
		how: 'whether a refresh with `client_key` in the query alone gives tokens',
		read: ({ refreshedAgain, keyInQuery }) =>
			isTakenToo({ odd: keyInQuery, usual: refreshedAgain }),
	},
	pkce: 'desktop apps have to send it, whatever holds for others',
	codeTtl: TAKES_TIME,
	tokenExtraFields: {
		from: ['refresh'],
		how: 'whether a refresh with `client_id` and `scope` gives tokens',
		read: ({ extraFields = {} }) => choose(isTakenToo(extraFields), 'ignore', 'refuse'),
	},
	clientCredentials: {
		from: ['app-token'],
		how: 'whether the app gets a token of its own',
		read: ({ appToken }) => {
			if (!isTokenAnswer(appToken)) return undefined;
			return hasToken(appToken) ? 'grant' : 'refuse';
		},
	},
	invalidParamName: {
		from: ['chunk-plans'],
		how: '`error.code` of a plan whose count is rounded up',
		read: ({ countUp }) => {
			const code = codeOf(countUp);
			// It may be refused for another reason, such as the account's.
			return code.startsWith('invalid_param')
				? oneOf(code, ['invalid_params', 'invalid_param'])
				: undefined;
		},
	},
	logIdName: {
		from: ['wrong-id', 'creator-info'],
		how: 'the name of the log id in `error`',
		read: ({ wrongId, creator }) => {
			const error = asObject((wrongId ?? creator)?.body.error) ?? {};
			return (['log_id', 'logid'] as const).find((name) => name in error);
		},
	},
	policyStatus: {
		from: ['photo-unverified'],
		how: 'HTTP status of `url_ownership_unverified`',
		read: ({ unverified }) => {
			const isIt = codeOf(unverified) === 'url_ownership_unverified';
			return isIt ? statusOf(unverified, [403, 200]) : undefined;
		},
	},
	unauditedOptions: {
		from: ['creator-info'],
		how: 'whether a sandbox, which is not audited, offers `SELF_ONLY` alone',
		read: ({ creator }) => {
			if (creator === undefined || !isOk(creator)) return undefined;
			const info = readCreatorInfo(asObject(creator.body.data) ?? {});
			const levels = info.privacy_level_options.join();
			if (levels === '') return undefined;
			return levels === 'SELF_ONLY' ? 'selfOnly' : 'accountType';
		},
	},
	requireBrand: {
		from: PARTS,
		how: 'whether an init without both toggles is refused',
		read: ({ withoutBrand }) => isRefusedForThat(withoutBrand),
	},
	unknownFields: {
		from: ['draft'],
		how: 'whether a draft’s init with `post_info` is refused',
		read: ({ unknownField }) => choose(isRefusedForThat(unknownField), 'refuse', 'ignore'),
	},
	units: {
		from: ['chunk-plans'],
		how: 'whether 66,000,000 bytes, less than 64 MiB, may be one chunk',
		read: ({ bigChunk }) => choose(isRefusedForThat(bigChunk), 'decimal', 'mib'),
	},
	looseSingle: {
		from: ['chunk-plans'],
		how: 'whether one chunk may be declared larger than the video',
		read: ({ looseChunk }) => choose(isRefusedForThat(looseChunk), false, true),
	},
	refuseMulti: {
		from: ['large-video'],
		how: 'whether the init of 70 MB in two chunks is refused',
		read: ({ severalChunks }) => isRefusedForThat(severalChunks),
	},
	rePut: {
		from: ['chunk-twice'],
		how: 'HTTP status of a chunk that TikTok has',
		read: ({ firstChunk, sameChunk }) =>
			firstChunk?.status === 206 ? statusOf(sameChunk, [416, 206]) : undefined,
	},
	putRange: {
		from: ['chunk-twice'],
		how: '`Content-Range` of the answer to the first chunk',
		read: ({ firstChunk }) => {
			if (firstChunk?.status !== 206) return undefined;
			const range = firstChunk.headers['content-range'];
			if (range === undefined) return 'none';
			const end = Number(/^bytes 0-(\d+)\//.exec(range)?.[1]);
			if (end === MIN_CHUNK_BYTES) return 'count';
			return end === MIN_CHUNK_BYTES - 1 ? 'last' : `${OTHER}another form`;
		},
	},
	partialChunks: {
		from: ['lost-chunk'],
		how: 'what the status counts after half a chunk, and whether the whole chunk is taken then',
		read: ({ broken }) => {
			if (broken === undefined) return undefined;
			const { status, again, before } = broken;
			const counted = asCount(asObject(status.body.data)?.uploaded_bytes);
			if (counted === undefined || !isAnswered(again)) return undefined;
			if (again.status === 416) return 'keep';
			if (again.status !== 206 && again.status !== 201) return `${OTHER}HTTP ${again.status}`;
			return counted > before ? 'count' : 'discard';
		},
	},
	uploadHost: {
		from: [...PARTS, 'draft', 'cancel'],
		how: 'the host of an upload URL',
		read: ({ opened }) => {
			const url = opened === undefined ? '' : textOf(opened, 'upload_url');
			return url === '' ? undefined : oneOf(parseUrl(url)?.hostname ?? '', UPLOAD_HOSTS);
		},
	},
	uploadTtl: TAKES_TIME,
	postIdForm: ONLY_PUBLIC,
	goneEvent: BY_WEBHOOK,
	draftCap: TAKES_TIME,
	retryAfter: {
		from: ['calls-per-minute'],
		how: '`Retry-After` of the refusal',
		read: ({ flood }) => {
			if (flood?.answer.status !== 429) return undefined;
			const value = flood.answer.headers['retry-after'];
			return value === undefined ? null : (asCount(value) ?? `${OTHER}no number of seconds`);
		},
	},
	restamp: BY_WEBHOOK,
	directType: BY_WEBHOOK,
	webhookPostId: BY_WEBHOOK,
	webhookCopies: BY_WEBHOOK,
	fieldScope: {
		from: ['missing-scope'],
		how: 'the answer to a field whose scope was not granted',
		read: ({ missingScope: answer }) => {
			if (!isAnswered(answer)) return undefined;
			if (!isOk(answer)) return oneOf(String(answer.status), ['401', '400']);
			const user = asObject(asObject(answer.body.data)?.user) ?? {};
			return readText(user, 'username') === '' ? 'empty' : `${OTHER}the value`;
		},
	},
	lenientText: {
		from: ['long-caption'],
		how: 'whether a caption of 2,201 characters is refused',
		read: ({ longCaption }) => choose(isRefusedForThat(longCaption), false, true),
	},
	rateLimits: {
		from: ['calls-per-minute'],
		how: 'whether there is an HTTP 429',
		read: ({ flood }) => {
			if (flood === undefined) return undefined;
			if (flood.answer.status === 429) return true;
			return isOk(flood.answer) && flood.isWhole ? false : undefined;
		},
	},
	postCapPerDay: TAKES_TIME,
	activeUserCap: TAKES_TIME,
	minPollGapMs: OF_TESTS,
	processingPolls: OF_TESTS,
	processingMs: OF_TESTS,
	moderationMs: ONLY_PUBLIC,
	mediaCheck: 'TikTok looks into every file; the simulator can save the time',
	coverTimestamps: 'only eyes can tell',
	pullUserAgent: NEEDS_ADDRESS,
	pullDelayMs: NEEDS_ADDRESS,
	pullBytesPerSecond: NEEDS_ADDRESS,
	photoHead: NEEDS_ADDRESS,
	photosAtOnce: NEEDS_ADDRESS,
	photoTries: NEEDS_ADDRESS,
	failReason: OF_TESTS,
};
