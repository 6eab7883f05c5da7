import { executionError, outputItems } from '../support/n8n';
import { SAMPLE_MP4_PATH, sha256OfFile } from '../support/video';
import {
	ConnectedN8n,
	MANUAL_START,
	readFileNode,
	RUN_TIMEOUT_MS,
	START_TIMEOUT_MS,
	type FlowNode,
} from './support/connectedN8n';
import { listPosted } from './support/postedVideos';

/** Moves the file to a field of its own and drops everything else of the item. */
const TO_CLIP: FlowNode = {
	name: 'To clip',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [
				{ id: 'clip', name: 'clip', type: 'object', value: '={{ $json._files.data }}' },
			],
		},
		options: {},
	},
};

let stage: ConnectedN8n;

beforeAll(async () => {
	stage = await ConnectedN8n.open();
	stage.simulator.switches.processingPolls = 0;
}, START_TIMEOUT_MS);

afterEach(() => stage.simulator.expectClean());

afterAll(async () => await stage?.close(), START_TIMEOUT_MS);

describe('a workflow that keeps its files among the fields of an item (binaryMode "combined")', () => {
	it.each([
		['the file dragged into the field', '={{ $json.clip }}'],
		['the name of its field', 'clip'],
		['the file of an earlier node', '={{ $("Read").item._files.data }}'],
	])(
		'posts with %s: %s',
		async (what, binaryPropertyName) => {
			const caption = `${what} #sim`;
			const workflowId = await stage.importChain(
				what,
				[
					MANUAL_START,
					readFileNode(await stage.provideSampleVideo()),
					TO_CLIP,
					stage.postNode({ binaryPropertyName, caption }),
				],
				{ executionOrder: 'v1', binaryMode: 'combined' },
			);

			const execution = await stage.n8n.rest.runWorkflow(workflowId);

			expect(executionError(execution)?.message).toBeUndefined();
			const [post] = listPosted(stage.simulator, caption);
			expect(post?.sha256).toBe(await sha256OfFile(SAMPLE_MP4_PATH));
			expect(outputItems(execution, 'Post')).toMatchObject([
				{ json: { publish_id: post?.publishId, status: 'PUBLISH_COMPLETE' } },
			]);
		},
		RUN_TIMEOUT_MS,
	);
});
