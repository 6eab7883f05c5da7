import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import {
	AUTH_QUERY_EXPRESSION,
	SCOPE_EXPRESSION,
	TOKEN_BODY_EXPRESSION,
} from './oauth/expressions';
import { keepTokensAlive } from './oauth/keepTokensAlive';

/**
 * TikTok's OAuth2 for n8n's built-in "Connect my account".
 *
 * TikTok departs from OAuth2 in three ways that matter here: the app's id is called `client_key`,
 * refresh tokens rotate, and refusals may come with HTTP 200. How that is met is told in
 * `oauth/expressions.ts` (what n8n sends) and `oauth/keepTokensAlive.ts` (what n8n saves). There
 * is no `test`: n8n itself reports an OAuth2 credential without access token as failed.
 *
 * How a node uses it: TikTok answers 401 both for an expired token and for a scope that was not
 * granted, and n8n spends a refresh on every 401 it sees. So call
 * `httpRequestWithAuthentication('tikTokOAuth2Api', …)` with `returnFullResponse` and
 * `ignoreHttpStatusErrors` first, and repeat without `ignoreHttpStatusErrors` only if TikTok's
 * error code is `access_token_invalid`; n8n then refreshes, saves, and repeats by itself. What
 * goes wrong on the way is explained by `oauth/credentialFailure.ts`; which scopes the account
 * granted, by `oauth/grantedScopes.ts`.
 */
export class TikTokOAuth2Api implements ICredentialType {
	name = 'tikTokOAuth2Api';

	displayName = 'TikTok OAuth2 API';

	extends = ['oAuth2Api'];

	icon = { light: 'file:../icons/tiktok.svg', dark: 'file:../icons/tiktok.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-tiktok-post/n8n-nodes-tiktok-post/blob/main/docs/connecting-tiktok.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			// A literal: with an expression the editor shows no “Connect my account”.
			default: 'authorizationCode',
		},
		{
			displayName: 'Client Key',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description:
				'The client key of your app on developers.tiktok.com (Manage apps). A sandbox has its own.',
			// n8n's editor labels every field of this name “Client ID”.
			hint: 'TikTok calls it “Client key”',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The client secret shown beside the client key, without blanks or line breaks around it',
		},
		{
			displayName: 'App Platform',
			name: 'appPlatform',
			type: 'options',
			options: [
				{
					name: 'Web',
					value: 'web',
					description: 'The OAuth Redirect URL above starts with https',
				},
				{
					name: 'Desktop',
					value: 'desktop',
					description: 'The OAuth Redirect URL above is on localhost or 127.0.0.1',
				},
			],
			default: 'web',
			hint: 'Desktop if the OAuth Redirect URL above is on localhost or 127.0.0.1',
			description:
				'The platform under which the OAuth Redirect URL above is registered in your app’s Login Kit. TikTok accepts http://localhost only for desktop apps.',
		},
		{
			displayName: 'Scopes',
			// Not `scopes`: n8n's editor keeps the user's permissions under that name in the same data.
			name: 'requestedScopes',
			type: 'multiOptions',
			options: [
				{
					name: 'Publish Posts (video.publish)',
					value: 'video.publish',
					description:
						'For Post: Create and Creator: Get. Needs Direct Post in the Content Posting API.',
				},
				{
					name: 'Read Profile (user.info.profile)',
					value: 'user.info.profile',
					description: 'For Creator: Get Profile: username, bio, profile link and verified badge',
				},
				{
					name: 'Read Public Videos (video.list)',
					value: 'video.list',
					description:
						'For Post: Get and Post: Get Many: the public posts with their views and likes',
				},
				{
					name: 'Read Statistics (user.info.stats)',
					value: 'user.info.stats',
					description: 'For Creator: Get Profile: numbers of followers, likes and videos',
				},
				{
					name: 'Upload Drafts (video.upload)',
					value: 'video.upload',
					description: 'For Post: Upload: drafts in the inbox, where the creator finishes them',
				},
			],
			// Empty, and filled by the expression of `scope`: n8n's editor drops a default from this type.
			default: [],
			hint: 'Leave empty to ask for posting: video.publish and video.upload',
			description:
				'What to ask the account for, besides user.info.basic. Reading posts and profiles needs scopes of its own: select them beside those for posting. Your app on developers.tiktok.com must have every scope that is asked for, and a change takes effect when you connect again.',
		},
		{
			displayName: 'Photo Address',
			name: 'photoAddress',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
			hint: 'Only for photos from files',
			description:
				'The Production URL of the node TikTok Post Media, from which TikTok downloads photos that are files in n8n. It needs to be verified for the app of this credential: the node says how.',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: 'https://www.tiktok.com/v2/auth/authorize/',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: 'https://open.tiktokapis.com/v2/oauth/token/',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: SCOPE_EXPRESSION,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: AUTH_QUERY_EXPRESSION,
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: TOKEN_BODY_EXPRESSION,
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await keepTokensAlive(this.helpers, credentials);
	}
}
