import type { IDataObject } from 'n8n-workflow';
import { makeClient } from '../../contract/support/client';
import type { Switches } from '../../simulator/switches';
import { loadPrivacyLevels } from '../../support/node/executeNode';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, statusParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { DIFFERENCES } from './support/differences';

type Title = (typeof DIFFERENCES)[number][0];

const INIT_URL = 'https://open.tiktokapis.com/v2/post/publish/video/init/';
const INITS_PER_MINUTE = 6;
const DRAFT = { operation: 'upload' };
const TWO_PARTS_BYTES = 12_000_000;
const TWO_PARTS = { options: { chunkSizeMb: 6 } };

describe('what a user sees depends on what TikTok decided', () => {
	const use = useStage();
	const tried = new Set<string>();

	beforeEach(() => {
		const { simulator } = use.stage;
		// The tests of one account that posts a lot, without its pace.
		simulator.switches.rateLimits = false;
	});

	/** Switches TikTok to a listed difference. */
	function switchTo(title: Title): void {
		tried.add(title);
		const [, switches] = DIFFERENCES.find(([name]) => name === title) ?? [];
		Object.assign(use.stage.simulator.switches, switches satisfies Partial<Switches> | undefined);
	}

	async function create(changes: IDataObject = {}): Promise<IDataObject> {
		return await use.runOne(createParameters(changes), { items: [await use.videoItem()] });
	}

	/** The error item of one that failed. */
	async function refuse(changes: IDataObject = {}): Promise<IDataObject> {
		const { output } = await use.run(createParameters(changes), {
			items: [await use.videoItem()],
			onError: 'continueErrorOutput',
		});
		expect(Object.keys(output[0]?.json ?? {})).toEqual(['error', 'message', 'details']);
		return output[0]?.json ?? {};
	}

	describe('D2: a refresh', () => {
		beforeEach(() => use.stage.simulator.tokens.expireAccessTokens());

		it('that TikTok grants is not noticed', async () => {
			expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		});

		it('that TikTok refuses asks the user to connect again', async () => {
			switchTo('D2: every refresh refused');
			const error = await refuse();
			expect(error.message).toMatch(/connect/i);
			expect(error.details).toMatchObject({ retryable: false });
			expect(use.stage.simulator.posts).toEqual([]);
		});
	});

	describe('D7: a refusal by policy', () => {
		it.each([
			[403, undefined],
			[200, 'D7: refusals by policy as HTTP 200'],
		] as const)('is the same with HTTP %d, which the details tell', async (status, title) => {
			if (title) switchTo(title);
			use.stage.simulator.app.unaudited = true;
			const unaudited = await refuse();
			expect(unaudited.error).toMatch(/isn't audited yet.*private accounts/);
			const pulled = { videoSource: 'pullFromUrl', videoUrl: 'https://other.example/a.mp4' };
			const [creator] = use.stage.simulator.creators;
			if (creator) creator.privateAccount = true;
			const unverified = await refuse({ ...pulled, privacyLevel: 'SELF_ONLY' });
			expect(unverified.error).toMatch(/not on a property verified/);
			for (const { details } of [unaudited, unverified]) {
				expect(details).toMatchObject({ http_status: status, retryable: false, stage: 'init' });
			}
		});
	});

	describe('D8: an app that is not audited', () => {
		beforeEach(() => {
			use.stage.simulator.app.unaudited = true;
		});

		it('with all levels on offer learns from TikTok that the account must be private', async () => {
			expect(await loadPrivacyLevels(use.credential)).toHaveLength(3);
			const error = await refuse();
			expect(error.details).toMatchObject({
				code: 'unaudited_client_can_only_post_to_private_accounts',
			});
			expect(error.message).toMatch(/Set the account itself .* to private/);
		});

		it('with SELF_ONLY alone on offer is stopped before anything is sent', async () => {
			switchTo('D8: only SELF_ONLY while unaudited');
			const levels = await loadPrivacyLevels(use.credential);
			expect(levels.map(({ value }) => value)).toEqual(['SELF_ONLY']);
			const error = await refuse();
			expect(error.error).toMatch(/^Privacy Level .* is not available/);
			expect(error.details).toMatchObject({ code: 'invalid_input' });
			expect(use.stage.listRequests().filter((line) => line.includes('init'))).toEqual([]);
		});

		it.each([undefined, 'D8: only SELF_ONLY while unaudited'] as const)(
			'posts privately to a private account either way (%s)',
			async (title) => {
				if (title) switchTo(title);
				const [creator] = use.stage.simulator.creators;
				if (creator) creator.privateAccount = true;
				expect(await create({ privacyLevel: 'SELF_ONLY' })).toMatchObject({
					status: 'PUBLISH_COMPLETE',
				});
			},
		);
	});

	describe('D12: a video in two parts', () => {
		const sendTwoParts = async (changes: IDataObject = {}) => {
			const items = [await use.stage.storage.store(await makeLargeVideo(TWO_PARTS_BYTES))];
			const parameters = createParameters({ ...TWO_PARTS, ...changes });
			return (await use.run(parameters, { items, onError: 'continueErrorOutput' })).output[0]?.json;
		};

		it('is sent as such', async () => {
			expect(await sendTwoParts()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(use.stage.listPuts()).toEqual(['206 6000000', '201 6000000']);
		});

		it('that TikTok takes only in one is refused with TikTok’s reason, and nothing is sent', async () => {
			switchTo('D12: every plan of several chunks refused');
			const refusal = await sendTwoParts();
			expect(refusal).toMatchObject({
				error: 'TikTok refused a value of this post: The total chunk count is invalid',
				details: { code: 'invalid_params', http_status: 400 },
			});
			expect(use.stage.simulator.posts).toEqual([]);
			expect(await sendTwoParts({ options: {} })).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(use.stage.listPuts()).toEqual(['201 12000000']);
		});

		it.each(['invalid_params', 'invalid_param'] as const)('D6: so it is as %s', async (name) => {
			switchTo('D12: every plan of several chunks refused');
			use.stage.simulator.switches.invalidParamName = name;
			use.stage.simulator.switches.logIdName = name === 'invalid_param' ? 'logid' : 'log_id';
			const refusal = await sendTwoParts();
			expect(refusal?.error).toMatch(/The total chunk count is invalid$/);
			expect(refusal?.details).toMatchObject({
				code: 'invalid_params',
				log_id: expect.stringMatching(/./),
			});
		});
	});

	describe('D15: the ids of a post', () => {
		it('lead to it', async () => {
			const { post_ids, post_url } = await create();
			expect(post_ids).toEqual(['7678907398077074696']);
			expect(post_url).toBe('https://www.tiktok.com/@sim.creator/video/7678907398077074696');
		});

		it('that never come leave the post without an address', async () => {
			switchTo('D15: no post id');
			expect(await create()).toMatchObject({
				status: 'PUBLISH_COMPLETE',
			});
		});
	});

	describe('D16: drafts, which the node does not count', () => {
		const sendDrafts = async (count: number) => {
			for (let draft = 0; draft < count; draft++) {
				expect(await create(DRAFT)).toMatchObject({ status: 'SEND_TO_USER_INBOX' });
			}
		};

		it('go out until TikTok has five of a day', async () => {
			await sendDrafts(5);
			expect((await refuse(DRAFT)).details).toMatchObject({
				code: 'spam_risk_too_many_pending_share',
				retryable: false,
			});
		});

		it('go out until six are open, and on when one is posted', async () => {
			switchTo('D16: six drafts at a time');
			await sendDrafts(6);
			expect((await refuse(DRAFT)).details).toMatchObject({
				code: 'spam_risk_too_many_pending_share',
			});
			use.stage.simulator.publishDraft(use.stage.simulator.posts[0]?.publishId ?? '', true);
			await sendDrafts(1);
		});
	});

	describe('D17: the limit per minute', () => {
		beforeEach(async () => {
			use.stage.simulator.switches.rateLimits = true;
			await useUpInits();
		});

		it.each([
			[60, undefined],
			[7, 'D17: Retry-After'],
		] as const)('asks for %d seconds', async (seconds, title) => {
			if (title) switchTo(title);
			expect((await refuse()).details).toMatchObject({
				code: 'rate_limit_exceeded',
				retry_after_seconds: seconds,
				retryable: true,
			});
		});
	});

	describe('a cap of a day', () => {
		it.each([
			['no posts a day', 'spam_risk_too_many_posts'],
			['no users a day', 'reached_active_user_cap'],
		] as const)('%s: a refusal at once, called what it is', async (title, code) => {
			switchTo(title);
			expect((await refuse()).details).toMatchObject({ code, retryable: false });
			expect(use.stage.listRequests()).toEqual(['creator_info/query 200']);
		});

		it('that is not reached is not noticed', async () => {
			expect(await create()).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		});
	});

	it('moderation: a post is complete before its address is known, which Get Status tells later', async () => {
		switchTo('moderation takes an hour');
		const { publish_id, ...created } = await create();
		expect(created).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		use.stage.simulator.clock.advance(3_600_000);
		expect(await use.runOne(statusParameters(String(publish_id)))).toMatchObject({
			post_ids: ['7678907398077074696'],
		});
	});

	it('a post that fails is an error of Create and an answer of Get Status', async () => {
		switchTo('posts that fail');
		const error = await refuse();
		expect(error.details).toMatchObject({ code: 'frame_rate_check_failed', stage: 'status' });
		const [post] = use.stage.simulator.posts;
		expect(await use.runOne(statusParameters(post?.publishId ?? ''))).toMatchObject({
			status: 'FAILED',
			fail_reason: 'frame_rate_check_failed',
		});
	});

	it('every listed difference was tried', () => {
		expect([...tried].sort()).toEqual(DIFFERENCES.map(([title]) => title).sort());
	});

	/** Another program that posts for the same account. */
	async function useUpInits(): Promise<void> {
		const tokens = use.credential?.saved.oauthTokenData as unknown as { access_token: string };
		const headers = {
			Authorization: `Bearer ${tokens.access_token}`,
			'Content-Type': 'application/json; charset=UTF-8',
		};
		const body = {
			post_info: { title: '', privacy_level: 'SELF_ONLY' },
			source_info: { source: 'FILE_UPLOAD', video_size: 9, chunk_size: 9, total_chunk_count: 1 },
		};
		const client = makeClient(use.stage.simulator);
		for (let call = 0; call < INITS_PER_MINUTE; call++) {
			await client.post(INIT_URL, JSON.stringify(body), { headers });
		}
	}
});
