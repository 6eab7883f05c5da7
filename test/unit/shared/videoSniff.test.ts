import { sniffVideoType } from '../../support/tested/video';
import { readVideoFixture } from '../../support/video';
import { box, bytesOf, element, largeBoxHeader, uint } from '../../support/video/buildContainers';

const EBML_ID = [0x1a, 0x45, 0xdf, 0xa3];
const DOC_TYPE_ID = [0x42, 0x82];

function fileTypeBox(...brands: string[]): Uint8Array {
	const [major = '', ...compatible] = brands;
	return box('ftyp', major, uint(0, 4), ...compatible);
}

function sniffText(text: string) {
	return sniffVideoType(Buffer.from(text, 'utf8'));
}

describe('videos TikTok takes', () => {
	it.each([
		['header-first.mp4', 'mp4', 'video/mp4'],
		['fragmented.mp4', 'mp4', 'video/mp4'],
		['h265.mp4', 'mp4', 'video/mp4'],
		['quicktime.mov', 'quicktime', 'video/quicktime'],
		['vp8.webm', 'webm', 'video/webm'],
		['vp9.webm', 'webm', 'video/webm'],
		['live.webm', 'webm', 'video/webm'],
	])('%s is %s, sent as %s', (name, container, mimeType) => {
		expect(sniffVideoType(readVideoFixture(name))).toEqual({ container, mimeType });
	});

	it.each([
		['isom'],
		['iso5', 'iso6', 'mp41'],
		['mp42', 'isom'],
		['M4V ', 'mp42'],
		['avc1', 'isom'],
		['XAVC', 'mp42'],
		['3gp4', 'isom', '3gp4'],
		['mp42', 'qt  '],
		['zzzz'],
	])('brand %s is MP4', (...brands) => {
		expect(sniffVideoType(fileTypeBox(...brands)).container).toBe('mp4');
	});

	it.each([['qt  '], ['qt  ', 'mp42'], ['abcd', 'qt  ']])('brand %s is QuickTime', (...brands) => {
		expect(sniffVideoType(fileTypeBox(...brands)).container).toBe('quicktime');
	});

	it.each(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])(
		'a file that begins with %s is QuickTime from before brands',
		(type) => {
			expect(sniffVideoType(box(type, new Uint8Array(40))).container).toBe('quicktime');
		},
	);

	it.each([1, 20])('a file whose brands come after padding (%i×) goes by its brands', (times) => {
		const padding = Array.from({ length: times }, () => box('free', new Uint8Array(20)));
		const padded = bytesOf(...padding, fileTypeBox('isom'));
		expect(sniffVideoType(padded).container).toBe('mp4');
	});

	it('a file that begins with its header may go on in pieces', () => {
		const file = bytesOf(box('moov', new Uint8Array(40)), box('moof', new Uint8Array(40)));
		expect(sniffVideoType(file).container).toBe('quicktime');
	});

	it('a QuickTime file may begin with the video itself, of unknown or huge size', () => {
		const open = bytesOf(uint(0, 4), 'mdat', new Uint8Array(40));
		const huge = bytesOf(largeBoxHeader('mdat', 3_999_000_000), new Uint8Array(40));
		const widened = bytesOf(box('wide'), uint(0, 4), 'mdat', new Uint8Array(40));
		for (const file of [open, huge, widened]) {
			expect(sniffVideoType(file).container).toBe('quicktime');
		}
	});

	it('padding followed by something that is no box is still QuickTime', () => {
		const unsized = bytesOf(box('wide'), uint(3, 4), 'mdat', new Uint8Array(40));
		const untyped = bytesOf(box('wide'), box('\x01\x02\x03\x04', new Uint8Array(40)));
		const endless = bytesOf(...Array.from({ length: 40 }, () => box('free')));
		for (const file of [unsized, untyped, endless]) {
			expect(sniffVideoType(file).container).toBe('quicktime');
		}
	});

	it('is told from a brand box that is cut off, endless, or overfull', () => {
		const full = fileTypeBox('abcd', ...Array.from({ length: 100 }, () => 'abcd'), 'qt  ');
		expect(sniffVideoType(full).container).toBe('mp4');
		const withLast = (count: number) =>
			fileTypeBox(...Array.from({ length: count - 2 }, () => 'abcd'), 'qt  ');
		expect(sniffVideoType(withLast(64)).container).toBe('quicktime');
		expect(sniffVideoType(withLast(65)).container).toBe('mp4');
		expect(sniffVideoType(bytesOf(uint(0, 4), 'ftyp', 'qt  ')).container).toBe('quicktime');
		expect(sniffVideoType(fileTypeBox('qt  ').subarray(0, 12)).container).toBe('quicktime');
		expect(sniffVideoType(fileTypeBox('isom').subarray(0, 8)).container).toBe('mp4');
		expect(sniffVideoType(box('ftyp')).container).toBe('mp4');
	});
});

describe('files TikTok does not take are named', () => {
	const tail = new Uint8Array(200);
	const transportStream = new Uint8Array(400);
	transportStream[0] = transportStream[188] = 0x47;
	const blurayStream = new Uint8Array(400);
	blurayStream[4] = blurayStream[196] = 0x47;

	it.each([
		['AVI', bytesOf('RIFF', uint(0, 4), 'AVI ', tail)],
		['WAV', bytesOf('RIFF', uint(0, 4), 'WAVE', tail)],
		['WebP', bytesOf('RIFF', uint(0, 4), 'WEBP', tail)],
		['JPEG', bytesOf([0xff, 0xd8, 0xff, 0xe0], tail)],
		['PNG', bytesOf([0x89], 'PNG\r\n', [0x1a, 0x0a], tail)],
		['GIF', bytesOf('GIF89a', tail)],
		['TIFF', bytesOf('II*', tail)],
		['TIFF', bytesOf('MM', [0, 0x2a], tail)],
		['FLV', bytesOf('FLV', [1, 5], tail)],
		['WMV', bytesOf([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], tail)],
		['RealMedia', bytesOf('.RMF', tail)],
		['MXF', bytesOf([0x06, 0x0e, 0x2b, 0x34], tail)],
		['MPEG program stream (MPG)', bytesOf([0, 0, 1, 0xba], tail)],
		['MPEG video (MPG)', bytesOf([0, 0, 1, 0xb3], tail)],
		['MPEG-TS', transportStream],
		['MPEG-TS', blurayStream],
		['IVF', bytesOf('DKIF', tail)],
		['raw H.264 or H.265 stream', bytesOf([0, 0, 0, 1, 0x67], tail)],
		['Ogg', bytesOf('OggS', tail)],
		['FLAC', bytesOf('fLaC', tail)],
		['MP3', bytesOf('ID3', tail)],
		['MP3', bytesOf([0xff, 0xfb], tail)],
		['MP3', bytesOf([0xff, 0xf3], tail)],
		['AAC', bytesOf([0xff, 0xf1], tail)],
		['AAC', bytesOf([0xff, 0xf9], tail)],
		['PDF', bytesOf('%PDF-1.7\n', [0xe2, 0xe3, 0xcf, 0xd3], tail)],
		['ZIP', bytesOf('PK', [3, 4], tail)],
		['RAR', bytesOf('Rar!', [0x1a, 7, 0], tail)],
		['7-Zip', bytesOf('7z', [0xbc, 0xaf, 0x27, 0x1c], tail)],
		['GZIP', bytesOf([0x1f, 0x8b], tail)],
		['Zstandard', bytesOf([0x28, 0xb5, 0x2f, 0xfd], tail)],
		['M4A audio', fileTypeBox('M4A ', 'mp42', 'isom')],
		['M4B audio book', fileTypeBox('M4B ')],
		['HEIC photo', fileTypeBox('heic', 'mif1', 'heic')],
		['AVIF picture', fileTypeBox('avif', 'mif1')],
		['3GP', fileTypeBox('3gp5', '3gp4')],
		['3GP', box('ftyp', '3gp5', 'isom', '3gp4')],
		['3GP', bytesOf(fileTypeBox('3gp5', '3gp4'), box('isom'))],
		['piece of a streamed MP4 (without its header)', box('moof', tail)],
		['piece of a streamed MP4 (without its header)', box('styp', 'msdh', tail)],
		['Matroska (MKV)', element(EBML_ID, element(DOC_TYPE_ID, 'matroska'))],
		['Matroska (MKV)', element(EBML_ID, element([0x42, 0x86], [1]))],
		['empty file', new Uint8Array(0)],
	])('%s', (looksLike, file) => {
		expect(sniffVideoType(file)).toEqual({ container: 'unknown', looksLike });
	});

	it.each([
		['text', 'Just a few lines\n\tabout a video.'],
		['text', 'The free software in this box'],
		['text', 'Zażółć gęślą jaźń'],
		['HTML', '\n<!DOCTYPE html><html>'],
		['HTML', '<HTML lang="en">'],
		['XML', '<?xml version="1.0"?>'],
		['SVG', '<svg xmlns="…">'],
		['HLS playlist (M3U8)', '#EXTM3U\n#EXT-X-VERSION:3'],
		['JSON', '{"error":"not found"}'],
		['JSON', '[1,2]'],
	])('%s: %s', (looksLike, text) => {
		expect(sniffText(text)).toEqual({ container: 'unknown', looksLike });
	});

	describe('a video as text', () => {
		const video = Buffer.from(readVideoFixture('header-first.mp4'));
		const base64 = video.toString('base64');
		const hex = video.toString('hex');
		const lines = base64.replace(/.{76}/g, '$&\r\n');

		it.each([
			['the base64 text of a video', 'base64', base64],
			['the base64 text of a video', 'base64 in lines', lines],
			['the base64 text of a video', 'base64 after white space', `\n  ${base64}`],
			['the base64 text of a video', 'base64 for URLs', video.toString('base64url')],
			['the base64 text of a video', 'a data URL', `data:video/mp4;base64,${base64}`],
			['the base64 text of a video', 'base64 in quotes', JSON.stringify(base64)],
			['the base64 text of a video', 'base64 in JSON', JSON.stringify({ id: 7, data: base64 })],
			[
				'the base64 text of a video',
				'base64 of a WebM file',
				Buffer.from(readVideoFixture('vp9.webm')).toString('base64'),
			],
			['the hexadecimal text of a video', 'hex', hex],
			['the hexadecimal text of a video', 'hex in capitals', hex.toUpperCase()],
			['the hexadecimal text of a video', 'hex as databases write it', `\\x${hex}`],
			['the hexadecimal text of a video', 'hex with 0x', `0x${hex}`],
			['the hexadecimal text of a video', 'hex with more behind it', `${hex.slice(0, 512)}_z`],
			[
				'the base64 text of a video',
				'base64 of a video with zeros in it',
				Buffer.from(bytesOf(fileTypeBox('isom'), new Uint8Array(60))).toString('base64'),
			],
			['a JSON list of the bytes of a video', 'a Buffer in JSON', JSON.stringify(video)],
			['a JSON list of the bytes of a video', 'a list', JSON.stringify([...video], undefined, 1)],
			[
				'a JSON list of the bytes of a video',
				'a list behind another one',
				JSON.stringify({ times: Array.from({ length: 20 }, (_, at) => at), data: [...video] }),
			],
			[
				'a JSON list of the bytes of a video',
				'a list with blanks',
				`[ ${[...video].join(' , ')} ]`,
			],
			[
				'a JSON list of the bytes of a video',
				'a list of the bytes of a WebM file',
				JSON.stringify([...readVideoFixture('vp9.webm')]),
			],
			[
				'a JSON list of the bytes of a video',
				'an array of bytes',
				JSON.stringify({ data: Uint8Array.from(video) }),
			],
		])('is %s: %s', (looksLike, _title, text) => {
			expect(sniffText(text)).toEqual({ container: 'unknown', looksLike });
		});

		it.each([
			['JSON', JSON.stringify({ data: Buffer.alloc(300, 7).toString('base64') })],
			['JSON', JSON.stringify({ type: 'Buffer', data: [...Buffer.alloc(300, 7)] })],
			['JSON', JSON.stringify({ series: Array.from({ length: 300 }, (_, at) => at) })],
			['text', 'a'.repeat(300)],
			['text', '1234567890'.repeat(30)],
		])('is not %s of something else', (looksLike, text) => {
			expect(sniffText(text)).toEqual({ container: 'unknown', looksLike });
		});
	});

	it('text in UTF-16', () => {
		const text = Buffer.from('\ufeffa video', 'utf16le');
		expect(sniffVideoType(text)).toEqual({ container: 'unknown', looksLike: 'text' });
		expect(sniffVideoType(text.swap16())).toEqual({ container: 'unknown', looksLike: 'text' });
	});

	it('text that the read cuts in the middle of a character', () => {
		const cut = Buffer.from('żółć', 'utf8').subarray(0, 7);
		expect(sniffVideoType(cut)).toEqual({ container: 'unknown', looksLike: 'text' });
	});

	it.each([
		['control characters', bytesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])],
		['a delete character', bytesOf('abcdefgh', [0x7f], 'ijkl')],
		['bytes that are no UTF-8', bytesOf('abc', [0xc3, 0x28], 'defghijk')],
		['a part of a RIFF file', bytesOf('LIST', uint(0, 4), 'AVI ', tail)],
		['another part of one', bytesOf('LIST', uint(0, 4), 'WAVE', tail)],
		['a third part of one', bytesOf('LIST', uint(0, 4), 'WEBP', tail)],
		['another kind of RIFF file', bytesOf('RIFF', uint(0, 4), 'RMID', tail)],
		['one packet of MPEG-TS', bytesOf('G', new Uint8Array(399))],
		['the end of one', bytesOf(new Uint8Array(188), 'G', new Uint8Array(211))],
		['one packet of MPEG-TS with its time', bytesOf(uint(0, 4), 'G', new Uint8Array(395))],
		['the end of such a one', bytesOf(new Uint8Array(196), 'G', new Uint8Array(203))],
		['an unknown EBML document', element(EBML_ID, element(DOC_TYPE_ID, 'other'))],
		['one with zeros in its name', element(EBML_ID, element(DOC_TYPE_ID, 'web\0m'))],
		['an EBML document without a size', bytesOf(EBML_ID, [0x01], new Uint8Array(7).fill(0xff))],
		[
			'the beginning of an EBML header',
			element(EBML_ID, element([0x42, 0x86], [1])).subarray(0, 16),
		],
	])('nothing is claimed about %s', (_, file) => {
		expect(sniffVideoType(file)).toEqual({ container: 'unknown' });
	});
});

describe('WebM', () => {
	it('is told by its document type, also when that is padded', () => {
		for (const padding of ['', '\0', '\0\0']) {
			const padded = element(EBML_ID, element(DOC_TYPE_ID, 'webm', padding));
			expect(sniffVideoType(padded).container).toBe('webm');
		}
	});

	it('reads from a view into a larger buffer', () => {
		const file = readVideoFixture('header-first.mp4');
		const larger = new Uint8Array(file.length + 100);
		larger.set(file, 50);
		expect(sniffVideoType(larger.subarray(50)).container).toBe('mp4');
	});
});
