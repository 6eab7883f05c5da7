import type { IDataObject } from 'n8n-workflow';
import type { FaultScript } from '../../simulator';
import { breakDeduplicationStore } from '../../support/node/deduplicationStore';
import { makeExecutionData } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { onPause } from '../../support/node/virtualTime';

const VIDEO_URL = 'https://media.example.com/run.mp4';
const PHOTO_URL = 'https://media.example.com/1.jpg';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const OPTIONS = { options: { maxWaitSeconds: 60 } };
const ALWAYS = 1_000;
const LOCKED = new Error('SQLITE_BUSY: database is locked');
const isAboutTheMadePost = (entry: string) => / (?:posted|closed)$/.test(entry);

/** Posts by every way in which media come to TikTok. */
const WAYS: ReadonlyArray<readonly [name: string, parameters: IDataObject]> = [
	['a video that is sent', createParameters(OPTIONS)],
	['a draft', createParameters({ ...OPTIONS, operation: 'upload' })],
	[
		'a video that TikTok pulls',
		createParameters({ ...OPTIONS, videoSource: 'pullFromUrl', videoUrl: VIDEO_URL }),
	],
	['photos', createParameters({ ...OPTIONS, mediaType: 'photos', photoUrls: PHOTO_URL })],
];

/** What may happen to every question about a post that TikTok has. */
const TROUBLES: ReadonlyArray<readonly [name: string, code: string, fault: Partial<FaultScript>]> =
	[
		['a gateway answers 503', 'unexpected_answer', { do: 'status', status: 503 }],
		['a gateway shows a page', 'unexpected_answer', { do: 'html' }],
		['connections are reset', 'network_error', { do: 'reset-before' }],
		['answers are cut off', 'unexpected_answer', { do: 'truncated-json' }],
		['TikTok has an internal error', 'internal_error', apiError(500, 'internal_error')],
		['the limit per minute is used up', 'rate_limit_exceeded', { do: 'rate-limit' }],
		['the scope was taken away', 'scope_not_authorized', apiError(401, 'scope_not_authorized')],
	];

describe('once TikTok has a post', () => {
	const use = useStage();

	/** What is left of the faults strikes no more. */
	function endTrouble(): void {
		for (const fault of use.stage.simulator.faults.pending()) fault.consumed = fault.times ?? 1;
	}

	async function post(parameters: IDataObject): Promise<IDataObject> {
		const { simulator, video } = use.stage;
		simulator.app.verifiedProperties.push('media.example.com');
		simulator.media.serve(VIDEO_URL, { content: video, contentType: 'video/mp4' });
		simulator.media.serve(PHOTO_URL, { content: JPEG, contentType: 'image/jpeg' });
		const items = [await use.videoItem()];
		const { output } = await use.run(parameters, { items, onError: 'continueRegularOutput' });
		return output[0]?.json ?? {};
	}

	describe.each(WAYS)('%s', (_way, parameters) => {
		it.each(TROUBLES)('and %s, nobody is told to send it again', async (_name, code, fault) => {
			use.stage.simulator.faults.add({
				on: { endpoint: 'status' },
				do: 'status',
				times: ALWAYS,
				...fault,
			});
			const json = await post(parameters);
			const [made] = use.stage.simulator.posts;
			endTrouble();
			expect(json).toMatchObject({
				error: expect.stringMatching(/^TikTok has the post, but its status is not known: /),
				message: expect.stringContaining('Get Status'),
				details: { code, retryable: false, publish_id: made?.publishId },
			});
			expect(use.stage.simulator.posts).toHaveLength(1);
		});
	});

	describe('a video that came from a URL, whose last bytes were sent and never confirmed', () => {
		const FAILS_AGAIN: ReadonlyArray<readonly [name: string, fault: Partial<FaultScript>]> = [
			['answers 503', { do: 'status', status: 503 }],
			['refuses', { do: 'status', status: 403 }],
			['breaks off', { do: 'reset-before' }],
			['sends a page', { do: 'html', status: 200 }],
		];

		it.each(FAILS_AGAIN)('and whose server then %s, may be at TikTok', async (_name, fault) => {
			const { faults } = use.stage.simulator;
			faults.add({ on: { endpoint: 'upload' }, do: 'reset-after' });
			faults.add({ on: { endpoint: 'status' }, do: 'html', times: ALWAYS });
			faults.add({ on: { endpoint: 'media', nth: 2 }, do: 'status', times: ALWAYS, ...fault });
			const json = await post(createParameters({ videoSource: 'url', videoUrl: VIDEO_URL }));
			endTrouble();
			const [made] = use.stage.simulator.posts;
			expect(json).toMatchObject({
				error: expect.stringMatching(/^All of the post was sent, and TikTok may have it: /),
				message: expect.stringContaining('A new execution could post it twice'),
				details: { code: 'upload_interrupted', stage: 'upload', retryable: false },
			});
			expect(json.message).not.toContain('Nothing was posted');
			expect(json.details).toMatchObject({ publish_id: made?.publishId });
		});

		it('and whose upload is stopped then, is named to who stopped it', async () => {
			const stop = new AbortController();
			use.stage.simulator.faults.add({ on: { endpoint: 'upload' }, do: 'reset-after' });
			use.stage.simulator.faults.add({ on: { endpoint: 'status' }, do: 'html', times: 3 });
			onPause((milliseconds) => milliseconds < 5_000 && stop.abort());
			const run = { items: [await use.videoItem()], abortSignal: stop.signal };
			await expect(use.run(createParameters(OPTIONS), run)).rejects.toMatchObject({
				message: 'The execution was stopped',
				description: expect.stringMatching(/may have it.*publish_id v_pub_file/),
			});
			endTrouble();
		});
	});

	it("a deduplication store that fails is logged, and the post's output comes", async () => {
		breakDeduplicationStore(LOCKED, ({ entries }) => entries.some(isAboutTheMadePost));
		const json = await post(createParameters(OPTIONS));
		expect(json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(JSON.stringify(use.stage.logs.entries)).toContain('database is locked');
	});

	it('TikTok’s reason is told also where the store fails to let the post go', async () => {
		use.stage.simulator.switches.failReason = 'spam_risk_text';
		breakDeduplicationStore(LOCKED, ({ entries }) => entries.some(isAboutTheMadePost));
		const json = await post(createParameters(OPTIONS));
		expect(json).toMatchObject({ details: { code: 'spam_risk_text' } });
		expect(JSON.stringify(use.stage.logs.entries)).toContain('database is locked');
	});

	it('a retry of the execution asks TikTok, and sends nothing again', async () => {
		const { simulator } = use.stage;
		const run = { items: [await use.videoItem()], executionData: makeExecutionData() };
		simulator.faults.add({ on: { endpoint: 'status' }, do: 'html', times: ALWAYS });
		await expect(use.run(createParameters(OPTIONS), run)).rejects.toThrow('TikTok has the post');
		endTrouble();
		const { output } = await use.run(createParameters(OPTIONS), run);
		expect(output[0]?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
		expect(simulator.posts).toHaveLength(1);
	});
});

function apiError(status: number, code: string): Partial<FaultScript> {
	return { do: 'status', status, body: { error: { code, message: '', log_id: 'SIM' } } };
}
