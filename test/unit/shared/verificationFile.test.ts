/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { runInNewContext } from 'node:vm';
import { readVerification, verificationFileExpression } from '../../support/tested/tiktok';

const FILE_LETTERS = 'AbC123dEf456GhI789jKl012MnO345pQ';

/** What n8n makes of the expression. */
function fileNameOf(entered: unknown): unknown {
	const [, code = ''] = /^=\{\{(.*)\}\}$/s.exec(verificationFileExpression('entered')) ?? [];
	return runInNewContext(code, { entered });
}

describe('TikTok’s verification file', () => {
	it.each([
		['its name', `tiktok${FILE_LETTERS}.txt`],
		['its name without the ending', `tiktok${FILE_LETTERS}`],
		['its text', `tiktok-developers-site-verification=${FILE_LETTERS}`],
		['its name among blanks', `\u200b tiktok${FILE_LETTERS}.txt \n`],
	])('is known by %s', (_title, entered) => {
		expect(fileNameOf(entered)).toBe(`tiktok${FILE_LETTERS}.txt`);
		expect(readVerification(entered)).toBe(`tiktok-developers-site-verification=${FILE_LETTERS}`);
	});

	it.each([
		['nothing', ''],
		['no text', undefined],
		['something before it', `my-tiktok${FILE_LETTERS}.txt`],
		['something behind it', `tiktok${FILE_LETTERS}.txt.exe`],
		['another character', `tiktok${FILE_LETTERS}!`],
		['a token too short', 'tiktokAbC123.txt'],
		['a token too long', `tiktok${FILE_LETTERS.repeat(3)}.txt`],
		['the token alone', FILE_LETTERS],
	])('is not known by %s', (_title, entered) => {
		expect(fileNameOf(entered)).toBe('tiktok-no-file.txt');
		expect(readVerification(entered)).toBeUndefined();
	});
});
