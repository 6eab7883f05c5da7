import { findMissingScope, readGrantedScopes } from '../../../credentials/oauth/grantedScopes';

describe('granted scopes', () => {
	it.each([
		['user.info.basic,video.publish', ['user.info.basic', 'video.publish']],
		['user.info.basic, video.publish', ['user.info.basic', 'video.publish']],
		['', []],
	])('reads %p as %j', (scope, expected) => {
		expect(readGrantedScopes({ oauthTokenData: { scope } })).toEqual(expected);
	});

	it('names the scope that the account did not grant', () => {
		const failure = findMissingScope(
			{ oauthTokenData: { scope: 'video.upload' } },
			'video.publish',
		);
		expect(failure).toMatchObject({ code: 'scope_missing', retryable: false });
		expect(failure?.message).toContain('video.publish');
	});

	it('does not take a longer scope for the one that is needed', () => {
		const credential = { oauthTokenData: { scope: 'video.publish.other' } };
		expect(findMissingScope(credential, 'video.publish')?.code).toBe('scope_missing');
	});

	it.each([
		['it was granted', { oauthTokenData: { scope: 'video.publish' } }],
		['TikTok gave no list', { oauthTokenData: { access_token: 'act.1' } }],
		['the list is not text', { oauthTokenData: { scope: ['video.upload'] } }],
		['nothing is connected', {}],
	])('leaves the call to TikTok when %s', (_name, credential) => {
		expect(findMissingScope(credential, 'video.publish')).toBeUndefined();
	});
});
