import type { IExecuteFunctions } from 'n8n-workflow';
import { findBinaryMedia, inspectPhotos, unreadableMedia } from '../../support/tested/n8n';
import { readOptions, readRateLimitPolicy } from '../../support/tested/node';
import { itemOf } from '../../support/node/itemOf';

const STORED = { id: 'filesystem-v2:workflows/1/a', mimeType: 'video/mp4', data: 'filesystem-v2' };
const DATA = Buffer.from('abc').toString('base64');
const warn = jest.fn();

function fakeItem(
	json: object,
	failure: Error = new Error('disk act.SIMsecret'),
): IExecuteFunctions {
	return {
		getInputData: () => [{ json, binary: {} }],
		getNode: () => ({ type: 'tikTokPost' }),
		getWorkflowSettings: () => ({ binaryMode: 'combined' }),
		logger: { warn },
		helpers: {
			assertBinaryData: () => {
				throw new Error();
			},
			getBinaryMetadata: async () => await Promise.reject(failure),
		},
	} as unknown as IExecuteFunctions;
}

beforeEach(() => warn.mockClear());

it.each<[string, object]>([
	['a record of a service', { id: '1abc', name: 'a.mp4', mimeType: 'video/mp4' }],
	['a record without type', { id: 'a:1' }],
	['an id alone that is null', { id: null, mimeType: 'video/mp4' }],
	['a text', { data: 'hello' }],
])('%s is no file, and is not listed as one', async (_title, value) => {
	const item = fakeItem({ first: value, second: STORED });
	await expect(findBinaryMedia(itemOf(item), value)).rejects.toMatchObject({
		message: expect.stringMatching(/^Input Binary Field: the expression gives /),
		fix: 'Set Input Binary Field to one the item has: "second".',
	});
});

it.each([
	['https://media.example.com/a.mp4?X-Amz-Signature=SECRET', 'https://media.example.com/a.mp4'],
	['https://user:SECRET@media.example.com/a.mp4#SECRET', 'https://media.example.com/a.mp4'],
	['see https://media.example.com/a.mp4?sig=SECRET\n', 'see https://media.example.com/a.mp4'],
])('the URL %s instead of a name is shown without secrets', async (url, shown) => {
	await expect(findBinaryMedia(itemOf(fakeItem({})), url)).rejects.toMatchObject({
		message: `Input Binary Field: the item has no binary field "${shown}"`,
		fix: 'This is a URL, not the name of a field. Set Video Source to URL instead.',
	});
});

it('a query alone is not shown', async () => {
	const looked = findBinaryMedia(itemOf(fakeItem({})), 'a.mp4?X-Amz-Signature=SECRET');
	await expect(looked).rejects.toThrow(/no binary field "a\.mp4"$/);
});

it.each([
	['base64', 'QUJD'.repeat(300_000)],
	['a data URL', `data:video/mp4;base64,${'QUJD'.repeat(300_000)}`],
	['a short data URL', 'data:video/mp4;base64,QUJD'],
])('content as %s instead of a name is cut', async (_title, content) => {
	await expect(findBinaryMedia(itemOf(fakeItem({ a: STORED })), content)).rejects.toMatchObject({
		message: expect.stringMatching(/^.{0,200}$/),
		fix: 'Give the name of the field that holds the file, not its content. Set Input Binary Field to one the item has: "a".',
	});
});

it.each<[string, object]>([
	['without a type', { data: DATA, fileName: 'a.mp4' }],
	['with no type', { data: DATA, fileName: 'a.mp4', mimeType: null }],
	['with an empty type', { data: DATA, mimeType: '' }],
	['as a data URL', { data: `data:video/mp4;base64,${DATA}`, mimeType: 'video/mp4' }],
	['as a data URL with parameters', { data: ` data:video/mp4;a="b";base64,${DATA}`, mimeType: '' }],
])('a file in the item %s is read', async (_title, file) => {
	const source = await findBinaryMedia(itemOf(fakeItem({ file })), file);
	const { sections } = await source.open();
	expect(Buffer.from(await sections.peek(3)).toString()).toBe('abc');
	expect(source.byteLength).toBe(3);
});

it.each([null, undefined, '', '1abc'])(
	'a file in the item with the id %p is read from it',
	async (id) => {
		const file = { id, data: DATA, mimeType: 'video/mp4' };
		const source = await findBinaryMedia(itemOf(fakeItem({})), file);
		expect(source).toMatchObject({ id: undefined, byteLength: 3 });
	},
);

it('what n8n’s storage says is logged without secrets', async () => {
	await expect(findBinaryMedia(itemOf(fakeItem({})), STORED)).rejects.toThrow('could not be read');
	expect(warn.mock.calls).toEqual([[expect.stringMatching(/disk \[hidden\]/)]]);
});

it('a file that is gone is called so', () => {
	expect(unreadableMedia('x', { code: 'ENOENT' }).message).toBe('The file in x is gone');
});

it('Options that are null are none', () => {
	const node = { getNodeParameter: () => null } as unknown as IExecuteFunctions;
	expect(readOptions(itemOf(node))).toEqual({});
	expect(() => readRateLimitPolicy(itemOf(node))).not.toThrow();
});

describe('photos', () => {
	const httpRequest = jest.fn();
	const host = {
		getExecutionCancelSignal: () => undefined,
		helpers: { httpRequest },
	} as unknown as IExecuteFunctions;
	const listUrls = (count: number) =>
		Array.from({ length: count }, (_, index) => `https://a.example.com/${index}.png`);

	beforeEach(() => httpRequest.mockReset());

	it('of a host without answer: it is asked once, and not for long', async () => {
		httpRequest.mockRejectedValue(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
		const warnings = await inspectPhotos(host, listUrls(35));
		expect(warnings).toHaveLength(35);
		expect(httpRequest).toHaveBeenCalledTimes(1);
		expect(httpRequest.mock.calls).toMatchObject([[{ timeout: 5_000 }]]);
	});

	it('of a host that refuses some: the others are looked at', async () => {
		const body = { destroy: () => {} };
		httpRequest.mockResolvedValue({ statusCode: 404, headers: {}, body });
		await inspectPhotos(host, listUrls(3));
		expect(httpRequest).toHaveBeenCalledTimes(3);
	});
});
