import { MkvOutputFormat, MovOutputFormat, Mp4OutputFormat, WebMOutputFormat } from 'mediabunny';
import { probeVideo } from '../../support/tested/video';
import { listVideoFixtures, readVideoFixture } from '../../support/video';
import {
	readWithMediabunny,
	readWithMediaInfo,
	rewriteWithMediabunny,
	type ReadVideo,
} from '../../support/video/otherReaders';

/** In seconds and in frames per second: readers round differently. */
const TOLERANCE = 0.05;

/** Where a reader may say something else than ours, and why. */
const EXPLAINED: ReadonlyArray<
	readonly [files: RegExp, reader: RegExp, fields: ReadonlyArray<keyof ReadVideo>, why: string]
> = [
	[
		/^fragmented\.mp4/,
		/mediabunny/,
		['durationSeconds'],
		'it counts from 0 on, although the first picture is shown later',
	],
	[
		/^variable-rate\.mp4/,
		/./,
		['durationSeconds', 'frameRate'],
		'how long the last picture stays is counted, or not',
	],
	[/^sound-only\.webm$/, /mediabunny/, ['durationSeconds'], 'it leaves out the last sound'],
	[/^mpeg4\.mp4$/, /mediabunny/, ['codec'], 'it does not know the codec'],
	[
		/ as webm/,
		/./,
		['frameRate', 'durationSeconds'],
		'nothing in the header tells a rate, so it is reckoned from the times of the pictures',
	],
	[/^live\.webm/, /./, ['durationSeconds'], 'the header of a live recording tells no length'],
];

/** Formats that TikTok takes, in forms that cameras, editors and phones write. */
const MP4_FORMS = {
	'mp4, header last': new Mp4OutputFormat({ fastStart: false }),
	'mp4, header first': new Mp4OutputFormat({ fastStart: 'in-memory' }),
	'mp4 in fragments': new Mp4OutputFormat({ fastStart: 'fragmented' }),
	mov: new MovOutputFormat({ fastStart: false }),
	'mov in fragments': new MovOutputFormat({ fastStart: 'fragmented' }),
};
const WEBM_FORMS = {
	webm: new WebMOutputFormat(),
	'webm, live': new WebMOutputFormat({ appendOnly: true }),
};
const REWRITTEN = [
	...['header-first.mp4', 'h265.mp4', 'rotated.mp4', 'variable-rate.mp4', 'fragmented.mp4'].flatMap(
		(file) => Object.entries(MP4_FORMS).map(([form, format]) => ({ file, form, format })),
	),
	...['vp8.webm', 'vp9.webm'].flatMap((file) =>
		Object.entries({ ...MP4_FORMS, ...WEBM_FORMS }).map(([form, format]) => ({
			file,
			form,
			format,
		})),
	),
];

describe('ours and other readers agree', () => {
	const videos = listVideoFixtures().filter((name) => /\.(mp4|mov|webm)$/.test(name));

	it.each(videos)('about %s', async (name) => {
		await expectAgreement(name, readVideoFixture(name));
	});

	it.each(REWRITTEN)('about $file, written anew as $form', async ({ file, form, format }) => {
		const rewritten = await rewriteWithMediabunny(readVideoFixture(file), format);
		await expectAgreement(`${file} as ${form}`, rewritten);
	});
});

it('of a Matroska file of another program ours says that TikTok does not take it', async () => {
	const file = await rewriteWithMediabunny(readVideoFixture('vp9.webm'), new MkvOutputFormat());
	expect(await readWithMediabunny(file)).toMatchObject({ container: 'Matroska', codec: 'vp9' });
	expect(probe(file)).toMatchObject({ container: 'unknown', looksLike: 'Matroska (MKV)' });
});

async function expectAgreement(name: string, file: Uint8Array): Promise<void> {
	const ours = probe(file);
	expect(ours).toMatchObject({ complete: true, truncated: false });
	const { videoCodec: codec, ...rest } = ours;
	const others = {
		mediabunny: await readWithMediabunny(file),
		MediaInfo: await readWithMediaInfo(file),
	};
	for (const [reader, theirs] of Object.entries(others)) {
		expect(theirs).toBeDefined();
		const differences = listDifferences({ ...rest, codec }, theirs);
		const unexplained = differences.filter((field) => !isExplained(name, reader, field));
		expect([reader, theirs, unexplained]).toEqual([reader, theirs, []]);
	}
}

function listDifferences(
	ours: Partial<ReadVideo>,
	theirs: Partial<ReadVideo> = {},
): Array<keyof ReadVideo> {
	const fields = ['container', 'codec', 'width', 'height', 'durationSeconds', 'frameRate'] as const;
	return fields.filter((field) => {
		const [a, b] = [ours[field], theirs[field]];
		if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) > TOLERANCE;
		return a !== b;
	});
}

function isExplained(name: string, reader: string, field: keyof ReadVideo): boolean {
	return EXPLAINED.some(
		([files, readers, fields]) =>
			files.test(name) && readers.test(reader) && fields.includes(field),
	);
}

function probe(file: Uint8Array) {
	return probeVideo(file, file.length);
}
