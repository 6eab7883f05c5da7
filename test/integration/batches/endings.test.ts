import { createRunExecutionData, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { executeNode, type NodeRun } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { onPause } from '../../support/node/virtualTime';

const ITEMS = 3;
const POSITIONS = [0, 1, 2];
const BRANCHES = ['continueRegularOutput', 'continueErrorOutput'] as const;
/** Until it is looked at so often, TikTok works on a post. */
const LOOKS = 3;
const PUBLISHED = expect.objectContaining({ status: 'PUBLISH_COMPLETE' });
const failedWith = (code: string) =>
	expect.objectContaining({
		error: expect.any(String),
		details: expect.objectContaining({ code }),
	});

interface Ending {
	readonly what: string;
	/** What makes the item at that place end so. */
	readonly prepare: (position: number) => void;
	readonly output: unknown;
	/** Posts that TikTok has published, or has still to, in the end. */
	readonly livePosts: number;
	/** TikTok's word is all that was wrong, so that the next try waits for it or makes a new post. */
	readonly afterRetry: number;
}

/** How one item of three ends, while the others are published. */
describe('a batch', () => {
	const use = useStage();

	beforeEach(() => {
		use.stage.simulator.switches.processingPolls = LOOKS;
	});

	const ENDINGS: readonly Ending[] = [
		{
			what: 'TikTok refuses',
			prepare: (position) => refuseInit(position),
			output: failedWith('spam_risk_too_many_posts'),
			livePosts: ITEMS - 1,
			afterRetry: ITEMS,
		},
		{
			what: 'TikTok fails',
			prepare: (position) => failPost(position),
			output: failedWith('internal'),
			livePosts: ITEMS - 1,
			afterRetry: ITEMS,
		},
		{
			what: 'times out',
			prepare: () => {},
			output: expect.objectContaining({ status: 'PROCESSING_UPLOAD', timed_out: true }),
			livePosts: ITEMS,
			afterRetry: ITEMS,
		},
		{
			what: 'is published',
			prepare: () => {},
			output: PUBLISHED,
			livePosts: ITEMS,
			afterRetry: ITEMS,
		},
	];

	const table = ENDINGS.flatMap((ending) =>
		POSITIONS.map((position) => [ending.what, position, ending] as const),
	);

	it.each(table)('whose item %s at place %d goes on with the others', async (_w, at, ending) => {
		for (const onError of BRANCHES) {
			use.credential = use.stage.prepare();
			use.stage.simulator.switches.processingPolls = LOOKS;
			ending.prepare(at);
			const { output } = await executeNode({ ...(await batch(ending, at)), onError });
			expect(output.map(({ json }) => json)).toEqual(
				POSITIONS.map((position) => (position === at ? ending.output : PUBLISHED)),
			);
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
				POSITIONS.map((item) => ({ item })),
			);
			expect(countLivePosts()).toBe(ending.livePosts);
		}
	});

	const failing = table.filter(([, , { afterRetry, livePosts }]) => afterRetry !== livePosts);

	it.each(failing)(
		'whose item %s at place %d fails, and a retry posts what is missing',
		async (_w, at, ending) => {
			ending.prepare(at);
			const executionData = createRunExecutionData();
			const run = { ...(await batch(ending, at)), executionData };
			await expect(executeNode(run)).rejects.toMatchObject({ context: { itemIndex: at } });
			const { output } = await executeNode({ ...run, mode: 'retry' });
			expect(output.map(({ json }) => json)).toEqual(POSITIONS.map(() => PUBLISHED));
			expect(countLivePosts()).toBe(ITEMS);
		},
	);

	/** TikTok takes six a minute, so the last two wait for the next one. */
	it.each([6, 8])('of eight, stopped when %d are sent: none is sent again', async (sent) => {
		const stop = new AbortController();
		onPause(() => countLivePosts() === sent && stop.abort());
		const executionData = createRunExecutionData();
		const items = await Promise.all(Array.from({ length: 8 }, async () => use.videoItem()));
		const parameters = createParameters();
		const run = { parameters, items, credential: use.credential, executionData };
		await expect(executeNode({ ...run, abortSignal: stop.signal })).rejects.toThrow(/stopped/);
		onPause(() => {});
		const { output } = await executeNode({ ...run, mode: 'retry' });
		expect(output.map(({ json }) => json)).toEqual(items.map(() => PUBLISHED));
		expect(countLivePosts()).toBe(items.length);
	});

	async function batch(ending?: Ending, at?: number): Promise<NodeRun> {
		const items: INodeExecutionData[] = [];
		for (const position of POSITIONS) {
			const isShort = ending?.what === 'times out' && position === at;
			const json: IDataObject = { wait: isShort ? 0 : 600 };
			items.push({ ...(await use.videoItem()), json });
		}
		const options = { maxWaitSeconds: '={{ $json.wait }}' };
		return { parameters: createParameters({ options }), items, credential: use.credential };
	}

	function refuseInit(position: number): void {
		const body = { error: { code: 'spam_risk_too_many_posts', message: '', log_id: 'L' } };
		const on = { endpoint: 'videoInit', nth: position + 1 } as const;
		use.stage.simulator.faults.add({ on, do: 'status', status: 403, body });
	}

	/** Once it is sent: TikTok finds fault with it while it works on it. */
	function failPost(position: number): void {
		onPause(() => {
			const post = use.stage.simulator.posts[position];
			if (post?.hasAllBytes) post.pendingFailure = 'internal';
		});
	}

	function countLivePosts(): number {
		return use.stage.simulator.posts.filter(
			({ status, hasAllBytes }) => hasAllBytes && status !== 'FAILED',
		).length;
	}
});
