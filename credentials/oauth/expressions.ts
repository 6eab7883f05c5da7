import { PADDING_SOURCE } from '../../nodes/shared/tiktok/values/plainText';

/**
 * n8n expressions of the credential's hidden fields. n8n resolves them when it builds the consent
 * page's address, when it exchanges the code, and each time it decrypts the credential for a
 * request.
 */

/**
 * True only inside an execution. Elsewhere the id is a placeholder. This keeps a reconnect (which
 * reads the same fields) from refreshing the account that was connected before.
 */
const IS_EXECUTION = '/^\\d+$/.test($execution.id)';

/** The client key without what a paste left around it. */
const CLIENT_KEY = `String($self["clientId"] || "").replace(/${PADDING_SOURCE}/g, "")`;

/**
 * PKCE verifier of desktop apps: 64 hex characters that only this n8n can compute, the same at
 * the consent page and at the exchange without anything being stored in between.
 * https://developers.tiktok.com/doc/login-kit-desktop
 */
const CODE_VERIFIER = '($self["clientId"] + ":" + $self["clientSecret"]).hash("sha256")';

const IS_DESKTOP = '$self["appPlatform"] === "desktop"';

/**
 * What TikTok's consent page needs beyond what n8n sends: `client_key`, the page itself even if
 * the browser is logged in (or nobody could switch accounts), and the hex challenge of desktop
 * apps. Web apps must not send one: TikTok refuses it.
 */
export const AUTH_QUERY_EXPRESSION = `=client_key={{ encodeURIComponent(${CLIENT_KEY}) }}&disable_auto_auth=1{{ ${IS_DESKTOP} ? "&code_challenge_method=S256&code_challenge=" + ${CODE_VERIFIER}.hash("sha256") : "" }}`;

/**
 * Fields that n8n adds to a token request, as JSON text. At the exchange: `client_key`, and the
 * verifier of desktop apps. In an execution, where only a refresh can read them: TikTok's whole
 * refresh.
 */
export const TOKEN_BODY_EXPRESSION = `={{ JSON.stringify(${IS_EXECUTION} && ($self["oauthTokenData"] || {})["refresh_token"] ? { client_key: ${CLIENT_KEY}, grant_type: "refresh_token", refresh_token: $self["oauthTokenData"]["refresh_token"] } : ${IS_DESKTOP} ? { client_key: ${CLIENT_KEY}, code_verifier: ${CODE_VERIFIER} } : { client_key: ${CLIENT_KEY} }) }}`;

const SELECTED_SCOPES = '($self["requestedScopes"] || [])';

/** What posting needs: asked for when the user selects nothing. */
const POSTING_SCOPES = '["video.publish", "video.upload"]';

/**
 * Scopes for the consent page, comma-separated as TikTok wants them. Empty in an execution, where
 * n8n would add them to the refresh, which TikTok doesn't document.
 */
export const SCOPE_EXPRESSION = `={{ ${IS_EXECUTION} ? "" : ["user.info.basic"].concat(${SELECTED_SCOPES}.length > 0 ? ${SELECTED_SCOPES} : ${POSTING_SCOPES}).join(",") }}`;
