import { InputError, readPhotoAddress, toPhotoUrl } from '../../support/tested/tiktok';

describe('the Photo Address', () => {
	it.each([
		['https://n8n.example.com/webhook/id', 'https://n8n.example.com/webhook/id/'],
		['https://n8n.example.com/webhook/id/', 'https://n8n.example.com/webhook/id/'],
		[' https://n8n.example.com/webhook/id//?a=b#c\n', 'https://n8n.example.com/webhook/id/'],
		['https://example.com/under/n8n/hooks/id', 'https://example.com/under/n8n/hooks/id/'],
		['https://n8n.example.com/webhook-tests/id', 'https://n8n.example.com/webhook-tests/id/'],
	])('%j is the prefix %s', (entered, prefix) => {
		expect(readPhotoAddress(entered)).toEqual({ prefix, webhookId: 'id' });
	});

	it.each([
		['', 'The TikTok credential has no Photo Address, and photos from files need one'],
		[undefined, 'The TikTok credential has no Photo Address, and photos from files need one'],
		['https://n8n.example.com/id', 'Photo Address is not the Production URL of a node'],
		['https://n8n.example.com/webhook/id//x', 'Photo Address is not the Production URL of a node'],
		[
			'https://n8n.example.com//https://b.example.com/webhook/id',
			'Photo Address is not the Production URL of a node',
		],
		[
			'https://n8n.example.com/webhook-test/id',
			'Photo Address is a Test URL, which n8n answers for minutes',
		],
		[
			'http://n8n.example.com/webhook/id',
			'Photo Address: "http://n8n.example.com/webhook/id" does not begin with https://',
		],
	])('%j is refused', (entered, message) => {
		const read = () => readPhotoAddress(entered);
		expect(read).toThrow(InputError);
		expect(read).toThrow(message);
	});

	it('stands before the id, a second time, and the name of each photo', () => {
		const address = readPhotoAddress('https://n8n.example.com/webhook/id');
		expect(toPhotoUrl(address, 'a.b.jpg')).toBe('https://n8n.example.com/webhook/id/id/a.b.jpg');
	});
});
