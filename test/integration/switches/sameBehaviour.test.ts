import { OBSERVED, seenSwitches } from '../../simulator/observed';
import { DEFAULT_SWITCHES, type Switches } from '../../simulator/switches';
import { useStage } from '../../support/node/useStage';
import { sha256Of } from '../../support/video';
import { DIFFERENCES } from './support/differences';
import { EXPECTED_POSTS, expectedTour, listPosts, makeTour, serveMedia } from './support/tour';

/** Values besides the default with which a user of the node sees no difference. */
const SAME: ReadonlyArray<readonly [title: string, switches: Partial<Switches>]> = [
	['all at their default', {}],
	['as TikTok was seen', seenSwitches(OBSERVED)],
	['D1: access for a day', { accessTtl: 86_400 }],
	['D1: a connection for a year', { refreshTtl: 31_536_000 }],
	['D1: a connection that lives on with each refresh', { refreshSliding: true }],
	['D2: old refresh tokens that work for a while', { refreshGrace: 600 }],
	['D2: refresh tokens that stay', { refreshMode: 'same' }],
	['D3: token errors as HTTP 400', { oauthErrorStatus: 400 }],
	['D4: token parameters in the query', { acceptQuery: true }],
	['D5: PKCE demanded when an account is connected', { pkce: 'required' }],
	['D5: PKCE ignored when an account is connected', { pkce: 'off' }],
	['D6: invalid_param', { invalidParamName: 'invalid_param' }],
	['D6: logid', { logIdName: 'logid' }],
	['D7: refusals by policy as HTTP 200', { policyStatus: 200 }],
	['D8: only SELF_ONLY for apps that are not audited', { unauditedOptions: 'selfOnly' }],
	['D9: brand toggles required', { requireBrand: true }],
	['D10: unknown fields refused', { unknownFields: 'refuse' }],
	['D11: limits in MiB', { units: 'mib' }],
	['D12: a single chunk of any declared size', { looseSingle: true }],
	['D12: every plan of several chunks refused', { refuseMulti: true }],
	['D13: a repeated range accepted', { rePut: 206 }],
	['D13: Content-Range counts to the last index', { putRange: 'last' }],
	['D13: no Content-Range in answers', { putRange: 'none' }],
	['D15: post ids as strings', { postIdForm: 'string' }],
	['D15: one post id instead of a list', { postIdForm: 'scalar' }],
	[
		'D15: the other spelling of the event',
		{ goneEvent: 'post.publish.no_longer_publicly_available' },
	],
	['D16: six drafts at a time', { draftCap: 'concurrent6' }],
	['D17: Retry-After', { retryAfter: 7 }],
	['D18: a new time on repeated webhooks', { restamp: true }],
	['D18: direct posts called DIRECT_POST in webhooks', { directType: 'DIRECT_POST' }],
	['D19: missing scopes of fields as HTTP 400', { fieldScope: '400' }],
	['D19: fields without scope left empty', { fieldScope: 'empty' }],
	['D20: texts of any length', { lenientText: true }],
	['unknown token fields refused', { tokenExtraFields: 'refuse' }],
	['no token for the app itself', { clientCredentials: 'refuse' }],
	['authorisation codes that live a minute', { codeTtl: 60 }],
	['upload URLs that live two minutes', { uploadTtl: 120 }],
	['upload host in Virginia', { uploadHost: 'open-upload-va.tiktokapis.com' }],
	['upload host i18n', { uploadHost: 'open-upload-i18n.tiktokapis.com' }],
	['upload host of the US company', { uploadHost: 'open-upload.tiktokapis.us' }],
	['upload host as in the photo guide', { uploadHost: 'upload.us.tiktokapis.com' }],
	['bytes of broken chunks kept', { partialChunks: 'keep' }],
	['no limits per minute', { rateLimits: false }],
	['a high cap of posts a day', { postCapPerDay: 1_000 }],
	['a cap of users a day that is not reached', { activeUserCap: 5 }],
	['polls at least a second apart', { minPollGapMs: 1_000 }],
	['posts that are finished at once', { processingPolls: 0 }],
	['posts that take a while', { processingPolls: 6 }],
	['posts that finish by themselves', { processingPolls: 100, processingMs: 4_000 }],
	['pulls that begin a while after the init', { pullDelayMs: 9_000 }],
	['pulls by a client that calls itself a bot', { pullUserAgent: 'SomeBot/1.0' }],
	['photos that are asked for with HEAD first', { photoHead: true }],
	['photos that are pulled side by side', { photosAtOnce: 35 }],
	['photos that are asked for three times', { photoTries: 3 }],
	['photos that come slowly', { pullBytesPerSecond: 10 }],
	['cover times that always count', { coverTimestamps: 'always' }],
	['videos that are looked into', { mediaCheck: 'full' }],
	['post ids as strings in webhooks', { webhookPostId: 'string' }],
	['webhooks sent twice', { webhookCopies: 2 }],
];

describe('what TikTok leaves open makes no difference to', () => {
	const use = useStage();

	it.each(SAME)('every operation: %s', async (_title, switches) => {
		Object.assign(use.stage.simulator.switches, switches);
		serveMedia(use);
		const tour = await makeTour(use);
		expect(tour).toStrictEqual(expectedTour(use));
		expect(listPosts(use)).toEqual(EXPECTED_POSTS);
		const sent = use.stage.simulator.posts.filter(({ source }) => source === 'FILE_UPLOAD');
		const original = await sha256Of(use.stage.video);
		expect(sent.map(({ sha256 }) => sha256)).toEqual([original, original]);
	});

	it('and every switch is tried with another value, here or among the differences', () => {
		const tried = [...SAME, ...DIFFERENCES].flatMap(([, switches]) => Object.keys(switches));
		expect([...new Set(tried)].sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
	});
});
