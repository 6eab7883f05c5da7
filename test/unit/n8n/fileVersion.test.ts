import { findCompression, findFirstByte, makeRange, readVersion } from '../../support/tested/n8n';

const MODIFIED = 'Sun, 22 Nov 2026 10:00:00 GMT';
const VERSION = { byteLength: 1_000, etag: '"v1"', lastModified: MODIFIED };

describe('the version of a file', () => {
	it('is its length, ETag and date', () => {
		const headers = { 'content-length': '1000', etag: '"v1"', 'last-modified': MODIFIED };
		expect(readVersion(headers)).toEqual(VERSION);
		expect(readVersion({ 'content-length': '0', 'content-encoding': 'identity' })).toEqual({
			byteLength: 0,
			etag: undefined,
			lastModified: undefined,
		});
	});

	it.each([
		[{}],
		[{ 'content-length': '' }],
		[{ 'content-length': '-1' }],
		[{ 'content-length': '1e3' }],
		[{ 'content-length': '9'.repeat(16) }],
		[{ 'content-length': 1_000 }],
		[{ 'content-length': '+1000' }],
		[{ 'content-length': '1000, 1000' }],
	])('is unknown with the headers %j', (headers) => {
		expect(readVersion(headers)).toBeUndefined();
	});
});

describe('the compression of an answer', () => {
	it.each([
		['gzip', 'gzip'],
		['x-gzip', 'x-gzip'],
		['BR', 'br'],
		['zstd', 'zstd'],
		['deflate', 'deflate'],
		['aws-chunked,gzip', 'gzip'],
		['identity , zstd', 'zstd'],
	])('%j is %s', (header, compression) => {
		expect(findCompression({ 'content-encoding': header })).toBe(compression);
	});

	it.each(
		[
			[
				'',
				'identity',
				'IDENTITY',
				'aws-chunked',
				'UTF-8',
				'utf8',
				'none',
				'binary',
				'base64',
				'8bit',
			],
			['video/mp4', 'aws-chunked, identity', ' ', ',', 'null'],
		].flat(),
	)('%j is none: the bytes are the file’s', (header) => {
		expect(findCompression({ 'content-encoding': header })).toBeUndefined();
	});

	it('without the header is none', () => {
		expect(findCompression({})).toBeUndefined();
	});
});

describe('asking for the rest', () => {
	it.each([
		[VERSION, 0, {}],
		[VERSION, 5, { Range: 'bytes=5-', 'If-Range': '"v1"' }],
		[{ ...VERSION, etag: 'W/"v1"' }, 5, { Range: 'bytes=5-', 'If-Range': MODIFIED }],
		[{ ...VERSION, etag: undefined }, 5, { Range: 'bytes=5-', 'If-Range': MODIFIED }],
		[{ byteLength: 1, etag: undefined, lastModified: undefined }, 5, { Range: 'bytes=5-' }],
	])('of %j from byte %d', (version, at, headers) => {
		expect(makeRange(version, at)).toEqual(headers);
	});
});

describe('an answer', () => {
	const part = { 'content-range': 'bytes 400-999/1000', etag: '"v1"' };
	const whole = { 'content-length': '1000' };

	it.each([
		[206, part, 400],
		[206, { ...part, etag: undefined, 'last-modified': MODIFIED }, 400],
		[200, whole, 0],
		[200, { ...whole, etag: '"v1"' }, 0],
	])('%d with %j is of the same file, from byte %s', (status, headers, start) => {
		expect(findFirstByte(status, headers, VERSION, 400)).toBe(start);
	});

	it.each([
		[206, { ...part, 'content-range': 'bytes 0-999/1000' }],
		[206, { ...part, 'content-range': 'bytes 400-998/999' }],
		[206, { etag: '"v1"' }],
		[206, { ...part, etag: '"v2"' }],
		[206, { ...part, 'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT' }],
		[200, { 'content-length': '999' }],
		[200, { ...whole, etag: '"v2"' }],
		[200, {}],
	])('%d with %j is not', (status, headers) => {
		expect(findFirstByte(status, headers, VERSION, 400)).toBeUndefined();
	});
});
