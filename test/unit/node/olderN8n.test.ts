import type { IExecuteFunctions, INode, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

type Package = typeof import('../../support/tested/node');

const NODE: INode = {
	id: '1',
	name: 'TikTok Post',
	type: 'n8n-nodes-tiktok-post.tikTokPost',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	onError: 'continueErrorOutput',
};
/** Exports of n8n-workflow that came with n8n 2.36, and one that came later. */
const SINCE_2_36 = ['redactedHeaders', 'recordConsumedAuth', 'REDACTED'];
const LATER = ['N8N_NODES_API_VERSION'];

/** What n8n 2.20 to 2.33 take for a failed item; all others leave by the success output. */
function isFailedInOlderN8n({ json }: INodeExecutionData): boolean {
	const keys = Object.keys(json);
	return Boolean(json.error) && (keys.length === 1 || (keys.length === 2 && 'message' in json));
}

describe('a failed item on the error output', () => {
	it.each([
		['2.36', SINCE_2_36],
		['that came later', [...SINCE_2_36, ...LATER]],
		['that has dropped what came with 2.36', LATER],
	])('has details in an n8n %s', async (_which, has) => {
		const { item, hints } = await runFailing(NODE, has);
		expect(Object.keys(item?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(hints).toEqual([]);
	});

	it('is one that an older n8n takes for failed, with a hint at what is missing', async () => {
		const { item, hints } = await runFailing(NODE, []);
		expect(item).toBeDefined();
		expect(item && isFailedInOlderN8n(item)).toBe(true);
		expect(item?.json).toEqual({
			error: 'Operation "post: dance" does not exist',
			message: expect.stringMatching(/Choose a Resource/),
		});
		expect(hints).toMatchObject([{ type: 'warning', message: expect.stringMatching(/2\.36/) }]);
	});

	it('of Continue, which has no error output, has details in every n8n', async () => {
		const { item, hints } = await runFailing({ ...NODE, onError: 'continueRegularOutput' }, []);
		expect(Object.keys(item?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(hints).toEqual([]);
	});
});

/** Runs an operation that does not exist, in an n8n with only some of the newer exports. */
async function runFailing(node: INode, has: readonly string[]) {
	const hints: NodeExecutionHint[] = [];
	const context = {
		getInputData: () => [{ json: {} }],
		getNode: () => node,
		getNodeParameter: (name: string) => ({ resource: 'post', operation: 'dance' })[name],
		continueOnFail: () => true,
		addExecutionHints: (...added: NodeExecutionHint[]) => hints.push(...added),
	};
	const output = await loadIn(has).router(context as unknown as IExecuteFunctions);
	return { item: output[0]?.[0], hints };
}

function loadIn(has: readonly string[]): Package {
	const exported = Object.entries(jest.requireActual<object>('n8n-workflow')).filter(
		([name]) => ![...SINCE_2_36, ...LATER].includes(name) || has.includes(name),
	);
	let loaded: Package | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => Object.fromEntries(exported) as unknown);
		loaded = jest.requireActual<Package>('../../support/tested/node');
	});
	jest.dontMock('n8n-workflow');
	if (loaded === undefined) throw new Error('nothing was loaded');
	return loaded;
}
