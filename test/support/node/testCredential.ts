import type { ICredentialsHelper, IDataObject } from 'n8n-workflow';

/** What the node sees of a credential: the tokens, and how TikTok's token endpoint is reached. */
export interface TestCredential {
	readonly oauthTokenData?: IDataObject;
}

/** A credential with the tokens the simulator issued. */
export function connectedCredential(tokens: object): TestCredential {
	return { oauthTokenData: { ...tokens } };
}

/** n8n's credential store with this one credential; the tokens live as long as the test. */
export function makeCredentialsHelper(credential: TestCredential = {}): ICredentialsHelper {
	return {
		isCredentialUsableByNode: () => true,
		getParentTypes: () => ['oAuth2Api'],
		getDecrypted: async () => ({
			grantType: 'authorizationCode',
			clientId: 'simkey',
			clientSecret: 'unused',
			accessTokenUrl: 'https://open.tiktokapis.com/v2/oauth/token/',
			authentication: 'body',
			...credential,
		}),
		runPreAuthentication: async () => undefined,
		preAuthentication: async () => undefined,
		updateCredentialsOauthTokenData: async () => {},
	} as unknown as ICredentialsHelper;
}
