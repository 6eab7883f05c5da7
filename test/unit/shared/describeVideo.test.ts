import { describeBytes, describeCodec, describeDuration } from '../../support/tested/video';

/** The words in which messages speak of videos. */
describe('what people read about a video', () => {
	it.each([
		['h264', 'H.264'],
		['h265', 'H.265'],
		['h266', 'H.266'],
		['vp8', 'VP8'],
		['vp9', 'VP9'],
		['av1', 'AV1'],
		['mpeg2', 'MPEG-2'],
		['mpeg4', 'MPEG-4 Part 2 (DivX, Xvid)'],
		['h263', 'H.263'],
		['prores', 'Apple ProRes'],
		['dnxhd', 'Avid DNxHD'],
		['cineform', 'GoPro CineForm'],
		['mjpeg', 'Motion JPEG'],
		['png', 'PNG'],
		['theora', 'Theora'],
		['xyz1', '"xyz1"'],
	])('the codec %s is called %s', (codec, label) => {
		expect(describeCodec(codec)).toBe(label);
	});

	it.each([
		[999_999, '999,999 bytes'],
		[1_000_000, '1 MB (1,000,000 bytes)'],
		[999_949_999, '999.9 MB (999,949,999 bytes)'],
		[1_000_000_000, '1 GB (1,000,000,000 bytes)'],
	])('%d bytes are %s', (bytes, text) => {
		expect(describeBytes(bytes)).toBe(text);
	});

	it.each([
		[59.94, '59.9 s'],
		[59.96, '1 min'],
		[60, '1 min'],
		[725, '12 min 5 s'],
	])('%d seconds are %s', (seconds, text) => {
		expect(describeDuration(seconds)).toBe(text);
	});
});
