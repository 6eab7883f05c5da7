import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { itemWithVideo, makeExecutionData, type NodeRun } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

const COMBINED = { binaryMode: 'combined' } as const;
const CODE_NODE = /a Code node has to return a file as binary: \{ data: \{ data: <base64 text>/;

describe('Input Binary Field', () => {
	const use = useStage();

	/** A stored file that stands in the item's JSON, as in workflows that keep files there. */
	async function combinedItem(): Promise<INodeExecutionData> {
		const file = (await use.videoItem()).binary?.data as unknown as IDataObject;
		return { json: { title: 'Run', clip: file, nested: { files: [file] } } };
	}

	async function publish(field: unknown, more: Partial<NodeRun>): Promise<IDataObject> {
		const parameters = createParameters({ binaryPropertyName: field as string });
		const output = await use.runOne(parameters, more);
		const { posts } = use.stage.simulator;
		expect(posts).toMatchObject([{ status: 'PUBLISH_COMPLETE' }]);
		expect(posts[0]?.totalBytes).toBe(use.stage.video.length);
		return output;
	}

	async function refuse(field: unknown, more: Partial<NodeRun>) {
		const parameters = createParameters({ binaryPropertyName: field as string });
		const { output } = await use.run(parameters, { ...more, onError: 'continueErrorOutput' });
		expect(output[0]?.json.details).toEqual({
			code: 'invalid_input',
			stage: 'media',
			retryable: false,
		});
		expect(use.stage.listRequests()).toEqual([]);
		const { message, description } = await use.fail(parameters, more);
		return { message, description };
	}

	describe('takes the file itself', () => {
		it.each(['={{ $binary.data }}', '={{ $input.item.binary.data }}'])(
			'from %s',
			async (expression) => {
				await publish(expression, { items: [await use.videoItem()] });
			},
		);

		it('from memory', async () => {
			const items = [itemWithVideo(use.stage.video)];
			await publish('={{ $input.item.binary.data }}', { items });
		});

		it('from JSON', async () => {
			const items = [await combinedItem()];
			await publish('={{ $json.clip }}', { items, settings: COMBINED });
		});

		it('and knows it again in a retry', async () => {
			const items = [await use.videoItem()];
			const executionData = makeExecutionData();
			const first = await publish('={{ $binary.data }}', { items, executionData });
			expect(await publish('={{ $binary.data }}', { items, executionData })).toEqual(first);
		});

		it('and of two of them posts the one that is meant', async () => {
			const item = await use.videoItem();
			const other = await use.stage.storage.store(Buffer.from('no video'), 'other');
			Object.assign(item.binary ?? {}, other.binary);
			await publish('={{ $binary.data }}', { items: [item] });
		});
	});

	describe('takes the name', () => {
		it.each(['clip', 'nested.files[0]', ' clip\n'])('%j of a file in JSON', async (field) => {
			await publish(field, { items: [await combinedItem()], settings: COMBINED });
		});

		it.each([' data', 'data\n', '\u200bdata'])('%j with blanks around', async (field) => {
			await publish(field, { items: [await use.videoItem()] });
		});

		it('of a field that is called so, blanks and all', async () => {
			await publish('my clip ', {
				items: [await use.stage.storage.store(use.stage.video, 'my clip ')],
			});
		});

		it('of a usual field where n8n left the file there', async () => {
			await publish('data', { items: [itemWithVideo(use.stage.video)], settings: COMBINED });
		});
	});

	describe('names what there is', () => {
		it('in JSON, as paths', async () => {
			const items = [await combinedItem()];
			expect(await refuse('data', { items, settings: COMBINED })).toEqual({
				message: 'Input Binary Field: the item has no binary field "data"',
				description: 'Set Input Binary Field to one the item has: "clip", "nested.files[0]".',
			});
		});

		it('but not what could not be reached by a name', async () => {
			const items = [await combinedItem()];
			expect((await refuse('data', { items })).description).toMatch(/^The item holds no file/);
		});

		it('where an expression gives a file without its contents', async () => {
			const items = [itemWithVideo(use.stage.video)];
			expect(await refuse('={{ $binary.data }}', { items })).toEqual({
				message: 'Input Binary Field: the expression gives a file without its contents',
				description: 'Set Input Binary Field to one the item has: "data".',
			});
		});
	});

	it.each<[string, unknown, RegExp]>([
		[
			'a level is missing',
			{ data: 'AAAA', mimeType: 'video/mp4', fileName: 'a.mp4' },
			/"data" holds no file/,
		],
		['no contents', { data: { mimeType: 'video/mp4' } }, /"data" holds no file/],
		[
			'contents that are no text',
			{ data: { data: { type: 'Buffer' }, mimeType: '' } },
			/holds no file/,
		],
		['nothing', { data: null }, /"data" holds no file/],
		['a list', { data: [{ data: 'AAAA' }] }, /"data" holds no file/],
		['a number', { data: 7 }, /"data" holds no file/],
		['a text', 'AAAA', /has no binary field "data"/],
		['null', null, /has no binary field "data"/],
		['a list of files', [{ data: 'AAAA' }], /has no binary field "data"/],
	])('is bad input where a Code node returned %s', async (_title, binary, message) => {
		const items = [{ json: {}, binary } as unknown as INodeExecutionData];
		const shown = await refuse('data', { items });
		expect(shown.message).toMatch(/^Input Binary Field: the /);
		expect(shown.message).toMatch(message);
		expect(shown.description).toMatch(CODE_NODE);
	});
});
