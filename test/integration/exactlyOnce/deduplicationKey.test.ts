import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { executeNode } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

/** An item as nodes in front deliver it. */
const JSON_OF_ITEM: IDataObject = {
	id: 7,
	idText: '7',
	title: 'Morning run',
	empty: '',
	blank: '  ',
	nothing: null,
	list: [],
	emptyList: [null],
	asset: { id: 7 },
	huge: 2 ** 60,
	isLive: true,
	composed: 'caf\u00e9',
	decomposed: 'cafe\u0301',
	raw: '{{ $json.id }}',
	words: 'undefined',
	slug: 'how-null-safety-works',
	count: 'von null auf hundert',
	quirks: 'undefined is not null: JavaScript explained at length',
	behaviour: 'undefined behaviour explained',
};

/** Written as the editor saves it; an expression begins with `=`. */
const SHARED_BY_MISTAKE: ReadonlyArray<readonly [written: string, says: RegExp]> = [
	// Nothing came out.
	['={{ $json.missing }}', /is empty/],
	['={{ $json.nothing }}', /is empty/],
	['={{ $json.empty }}', /is empty/],
	['={{ $json.blank }}', /is empty/],
	['={{ $json.missing?.deep }}', /is empty/],
	['={{ $json.missing ?? "" }}', /is empty/],
	['=', /is empty/],
	// One part of several came out empty: n8n leaves nothing of it.
	['=video-{{ $json.missing }}', /"\{\{ \$json\.missing \}\}" gives nothing/],
	['=video-{{ $json.nothing }}', /gives nothing/],
	['=video-{{ $json.empty }}', /gives nothing/],
	['=video-{{ $json.blank }}', /gives nothing/],
	['=video-{{ $json.list }}', /gives nothing/],
	['=video-{{ $json.emptyList }}', /gives nothing/],
	['=video-{{ $json.missing * 2 }}', /gives nothing/],
	['=video-{{ $json.missing.deep }}', /gives nothing/],
	['={{ $json.title }}-{{ $json.missing }}-{{ $json.id }}', /gives nothing/],
	['={{ $json.id }}{{\n$json.missing\n}}', /gives nothing/],
	// JavaScript has made text of what isn't there.
	['={{ "video-" + $json.missing }}', /holds "undefined": "video-undefined"/],
	['={{ "video" + $json.missing }}', /holds "undefined"/],
	['={{ `${$json.nothing}-3` }}', /holds "null": "null-3"/],
	['={{ `video_${$json.nothing}` }}', /holds "null"/],
	['={{ "video " + $json.missing * 2 }}', /holds "NaN"/],
	['={{ "video-" + $json.asset }}', /holds "\[object Object\]"/],
	['=video-{{ $json.asset }}', /holds "\[object Object\]"/],
	['=video-{{ $json.words }}', /holds "undefined"/],
	['={{ "video " + new Date("soon") }}', /holds "Invalid Date"/],
	['video-undefined', /holds "undefined"/],
	['={{ $json.slug + "-" + $json.missing }}', /holds "undefined"/],
	['=null-{{ $json.id }}', /holds "null"/],
	['={{ $json.count.slice(0, 12) + "-" + $json.nothing }}', /holds "null"/],
	['={{ $json.count.slice(0, 8) + $json.missing }}', /holds "undefined"/],
	["={{ $json.title.concat(' ', $json.nothing) }}", /holds "null"/],
	// Two assets in two share it.
	['=video-{{ $json.isLive }}', /gives only true or false/],
	['=video-{{ !!$json.missing }}', /gives only true or false/],
	["=video-{{ $json.version ? '-v' + $json.version : '' }}", /gives nothing/],
	// Ids that JSON readers have rounded.
	['={{ $json.huge }}', /too large to be exact/],
	['=video-{{ $json.huge }}', /too large to be exact/],
	// Never evaluated, here or in a node before.
	['video-{{ $json.id }}', /was not evaluated/],
	['={{ $json.raw }}', /was not evaluated/],
	// No text.
	['={{ $json.asset }}', /must be text/],
	['={{ $json.isLive }}', /must be text/],
];

const DISTINCT: ReadonlyArray<readonly [written: string, key: string]> = [
	['asset-42', 'asset-42'],
	['={{ $json.id }}', '7'],
	['= video {{ $json.id }}\n', 'video 7'],
	['={{ $json.title }}/{{ 0 }}', 'Morning run/0'],
	['={{ $json.id }}-{{ $json.isLive }}', '7-true'],
	// Empty on purpose.
	["={{ $json.id }}{{ $json.version ? '-v' + $json.version : '' }}", '7'],
	// Texts of the data that hold the words.
	['={{ $json.slug }}', 'how-null-safety-works'],
	['=video-{{ $json["slug"] }}', 'video-how-null-safety-works'],
	['={{ $json.slug + "-v2" }}', 'how-null-safety-works-v2'],
	['={{ $json.behaviour.trim() }}', 'undefined behaviour explained'],
	['={{ $json.missing ?? "none" }}', 'none'],
	['={{ $json.count.slice(0, 12) }}', 'von null auf'],
	['={{ $json.quirks.slice(0, 21) }}', 'undefined is not null'],
	[
		"={{ $json.quirks.replace(/ /g, '.') }}",
		'undefined.is.not.null:.JavaScript.explained.at.length',
	],
	["={{ $json.count.replaceAll(' ', '-') }}", 'von-null-auf-hundert'],
	["=video {{ $json.count.replace(/\\W+/g, '-') }}/{{ $json.id }}", 'video von-null-auf-hundert/7'],
	['={{ "a\\}}b" }}', 'a}}b'],
	// Words and ids that only contain the letters.
	['nullable-BaNaNa', 'nullable-BaNaNa'],
	['x8NaNk2', 'x8NaNk2'],
];

const SKIPPED = expect.objectContaining({ skipped: true, skip_reason: 'already_posted' });
const POSTED = expect.not.objectContaining({ skipped: true });

describe('a Deduplication Key', () => {
	const use = useStage();
	let item: INodeExecutionData;

	beforeEach(async () => {
		item = { ...(await use.videoItem()), json: JSON_OF_ITEM };
	});

	const withKey = (deduplicationKey: unknown, changes: IDataObject = {}) =>
		createParameters({ ...changes, options: { deduplicationKey } as IDataObject });

	async function deliver(key: unknown, changes?: IDataObject): Promise<IDataObject> {
		const items = [{ ...(await use.videoItem()), json: JSON_OF_ITEM }];
		return await use.runOne(withKey(key, changes), { items, mode: 'webhook' });
	}

	describe('that several assets would share', () => {
		it.each(SHARED_BY_MISTAKE)('is refused: %s', async (written, says) => {
			const error = await use.fail(withKey(written), { items: [item] });
			expect(error.message).toMatch(/^Deduplication Key/);
			expect(error.message).toMatch(says);
			expect(use.stage.simulator.posts).toEqual([]);
		});

		it('is refused by Validate Only, too', async () => {
			const options = { deduplicationKey: '={{ $json.missing }}', validateOnly: true };
			const error = await use.fail(createParameters({ options }), { items: [item] });
			expect(error.message).toMatch(/Deduplication Key is empty/);
		});
	});

	it.each(DISTINCT)('that tells assets apart is taken: %j', async (written, key) => {
		expect(await deliver(written)).toEqual(POSTED);
		expect(await deliver(written)).toEqual(expect.objectContaining({ deduplication_key: key }));
	});

	it('is none where the option is left blank', async () => {
		expect(await deliver('')).toEqual(POSTED);
		expect(await deliver('')).toEqual(POSTED);
	});

	it.each([
		['a number and the same as text', '={{ $json.id }}', '={{ $json.idText }}'],
		['text with white space around it', 'asset-1', ' asset-1\n'],
		[
			'the same letters composed in another way',
			'={{ $json.composed }}',
			'={{ $json.decomposed }}',
		],
		['with what nobody sees around it', 'asset-1', '\u200easset-1\u200b'],
		['with a protected space and other line breaks', 'asset 1\nb', 'asset\u00a01\r\nb'],
	])('is the same: %s', async (_title, first, second) => {
		expect(await deliver(first)).toEqual(POSTED);
		expect(await deliver(second)).toEqual(SKIPPED);
	});

	it.each([
		['in upper and lower case', 'Asset-1', 'asset-1'],
		['with white space inside', 'asset 1', 'asset  1'],
		['that differ after a thousand letters', `${'x'.repeat(1_000)}1`, `${'x'.repeat(1_000)}2`],
	])('is another one: %s', async (_title, first, second) => {
		expect(await deliver(first)).toEqual(POSTED);
		expect(await deliver(second)).toEqual(POSTED);
	});

	it('of a draft does not stand in the way of the post, nor the other way round', async () => {
		expect(await deliver('asset-1', { operation: 'upload' })).toEqual(POSTED);
		expect(await deliver('asset-1')).toEqual(POSTED);
		expect(await deliver('asset-1')).toEqual(SKIPPED);
		expect(await deliver('asset-1', { operation: 'upload' })).toEqual(SKIPPED);
		expect(use.stage.simulator.posts).toHaveLength(2);
	});

	it('that two items of a run share leaves a hint, once', async () => {
		const items = [item, ...(await Promise.all([use.videoItem(), use.videoItem()]))];
		const { output, hints } = await executeNode({
			parameters: withKey('asset-1'),
			items,
			credential: use.credential,
		});
		expect(output.map(({ json }) => json)).toEqual([POSTED, SKIPPED, SKIPPED]);
		expect(hints.slice(0, -1)).toEqual([
			expect.stringMatching(
				/this execution has posted Deduplication Key "asset-1" before, for another item or in an earlier round of a loop/,
			),
		]);
	});

	it('is cut in messages between whole characters', async () => {
		const error = await use.fail(withKey(`${'x'.repeat(59)}😀-undefined`), { items: [item] });
		expect(error.message).toBe(`Deduplication Key holds "undefined": "${'x'.repeat(59)}…"`);
	});

	it('that another execution has posted leaves none', async () => {
		await deliver('asset-1');
		const { hints } = await use.run(withKey('asset-1'), { items: [await use.videoItem()] });
		expect(hints).toEqual([expect.stringMatching(/^Not posted again: posted before as v_pub/)]);
	});
});
