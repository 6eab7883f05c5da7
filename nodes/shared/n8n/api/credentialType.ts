/** n8n's name for the credential of this package, as nodes list it. */
export const CREDENTIAL_TYPE = 'tikTokOAuth2Api';
