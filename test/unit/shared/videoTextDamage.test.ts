import { sniffVideoType, wasHandledAsText } from '../../support/tested/video';
import { listVideoFixtures, readVideoFixture } from '../../support/video';
import { bytesOf, fileType, uint } from '../../support/video/buildContainers';

const VIDEOS = listVideoFixtures().filter(
	(name) => sniffVideoType(readVideoFixture(name)).container !== 'unknown',
);

/** What steps do that take a file for text. */
const TEXT_STEPS: ReadonlyArray<readonly [title: string, step: (file: Buffer) => Uint8Array]> = [
	['read and written as UTF-8', (file) => Buffer.from(file.toString('utf8'))],
	['read as Latin-1, written as UTF-8', (file) => Buffer.from(file.toString('latin1'))],
	[
		'read as Windows-1252, written as UTF-8',
		(file) => Buffer.from(new TextDecoder('windows-1252').decode(file)),
	],
	['read as UTF-8, written as Latin-1', (file) => Buffer.from(file.toString('utf8'), 'latin1')],
	['read as UTF-16, written as UTF-8', (file) => Buffer.from(file.toString('utf16le'))],
	['read as ASCII', (file) => Buffer.from(file.toString('ascii'), 'latin1')],
	['with foreign bytes dropped', (file) => Uint8Array.from(file.filter((byte) => byte < 0x80))],
	[
		'with the line ends of Windows',
		(file) => Buffer.from(file.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
	],
];

describe.each(TEXT_STEPS)('a video %s', (_title, step) => {
	it.each(['header-first.mp4', 'header-last.mp4', 'quicktime.mov', 'vp8.webm'])(
		'is recognised: %s',
		(name) => {
			expect(wasHandledAsText(step(Buffer.from(readVideoFixture(name))))).toBe(true);
		},
	);
});

describe('how much of it is no accident', () => {
	it.each<[title: string, least: number, damaged: (count: number) => Uint8Array]>([
		['characters of UTF-8', 16, (count) => Buffer.from(`\0${'©'.repeat(count)}`)],
		['seven-bit bytes', 1_024, (count) => bytesOf([0], 'x'.repeat(count))],
		['signs for lost bytes', 16, (count) => bytesOf([0], new Uint8Array(count).fill(0xfd))],
		['line ends of Windows', 8, (count) => bytesOf([0, 0xff], '\r\n'.repeat(count))],
		[
			'of a hundred high bytes those that stand for lost ones',
			75,
			(count) => bytesOf(new Uint8Array(count).fill(0xfd), new Uint8Array(100 - count).fill(0x80)),
		],
	])('%s: %i', (_title, least, damaged) => {
		expect(wasHandledAsText(damaged(least))).toBe(true);
		expect(wasHandledAsText(damaged(least - 1))).toBe(false);
	});
});

describe('not handled as text', () => {
	it.each(VIDEOS)('is %s', (name) => {
		const file = readVideoFixture(name);
		expect(wasHandledAsText(file)).toBe(false);
		expect(wasHandledAsText(file.subarray(0, 4_096))).toBe(false);
	});

	it.each([
		['text', Buffer.from('Zażółć gęślą jaźń\r\n'.repeat(100))],
		['text in UTF-16', Buffer.from(`\ufeff${'ä video\r\n'.repeat(100)}`, 'utf16le')],
		['nothing', new Uint8Array(0)],
		['zeros behind a beginning', bytesOf(fileType(), new Uint8Array(100_000))],
		['few bytes that stand for lost ones', bytesOf([0], new Uint8Array(15).fill(0xfd), [0, 1, 2])],
		[
			'many of them among others',
			bytesOf([0], new Uint8Array(74).fill(0xfd), new Uint8Array(26).fill(0xee)),
		],
		['seven-bit bytes but for one', bytesOf([0], 'x'.repeat(5_000), [0x80])],
		['few bytes', bytesOf(fileType(), 'é ü ö ß ñ', uint(10, 4))],
		['line feeds with and without a carriage return', bytesOf([0], '\r\n'.repeat(20), '\n')],
	])('is %s', (_title, file) => {
		expect(wasHandledAsText(file)).toBe(false);
	});

	it('is a head that ends in the middle of a character, when the rest is not', () => {
		const damaged = Buffer.from(Buffer.from(readVideoFixture('header-first.mp4')).toString('utf8'));
		const cut = damaged.lastIndexOf(0xef) + 1;
		expect(wasHandledAsText(damaged.subarray(0, cut))).toBe(true);
		expect(wasHandledAsText(bytesOf(damaged, [0xff]))).toBe(false);
	});
});
