/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import { runInNewContext } from 'node:vm';
import { readVerification, verificationFileExpression } from '../../support/tested/tiktok';

const TOKEN = 'AbC123dEf456GhI789jKl012MnO345pQ';

/** What n8n makes of the expression. */
function fileNameOf(entered: unknown): unknown {
	const [, code = ''] = /^=\{\{(.*)\}\}$/s.exec(verificationFileExpression('entered')) ?? [];
	return runInNewContext(code, { entered });
}

describe('TikTok’s verification file', () => {
	it.each([
		['its name', `tiktok${TOKEN}.txt`],
		['its name without the ending', `tiktok${TOKEN}`],
		['its text', `tiktok-developers-site-verification=${TOKEN}`],
		['its name among blanks', `\u200b tiktok${TOKEN}.txt \n`],
	])('is known by %s', (_title, entered) => {
		expect(fileNameOf(entered)).toBe(`tiktok${TOKEN}.txt`);
		expect(readVerification(entered)).toBe(`tiktok-developers-site-verification=${TOKEN}`);
	});

	it.each([
		['nothing', ''],
		['no text', undefined],
		['something before it', `my-tiktok${TOKEN}.txt`],
		['something behind it', `tiktok${TOKEN}.txt.exe`],
		['another character', `tiktok${TOKEN}!`],
		['a token too short', 'tiktokAbC123.txt'],
		['a token too long', `tiktok${TOKEN.repeat(3)}.txt`],
		['the token alone', TOKEN],
	])('is not known by %s', (_title, entered) => {
		expect(fileNameOf(entered)).toBe('tiktok-no-file.txt');
		expect(readVerification(entered)).toBeUndefined();
	});
});
