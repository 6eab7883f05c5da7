import { readText } from '../../../credentials/oauth/tokenData';
import { pause } from '../../support/tested/n8n';
import { USER_INFO_PATH } from '../../support/tested/tiktok';
import type { Check } from '../check';
import { askForConsent } from '../consent';
import { describeRefusal, hasToken } from '../readers';

/** So long that the rest of a life tells whether it began anew. */
const LIFE_PAUSE_MS = 5_000;
const NOTHING = 'nothing';
const REFRESH = { grant_type: 'refresh_token' };

/** Connecting, and what becomes of tokens. */
export const ACCESS_CHECKS: readonly Check[] = [
	{
		name: 'connect',
		does: 'opens TikTok’s consent page and exchanges the code for tokens, as a desktop app with PKCE',
		leaves: 'the app stays connected to the account until you remove it in TikTok’s settings',
		scopes: [],
		async run(session, see) {
			const consent = await askForConsent(session.credential.saved, session.consent);
			const { code, redirectUri, tokenFields } = consent;
			session.recorder.secrets.keep('authorisation code', code);
			session.recorder.secrets.keep('verifier', readText(tokenFields, 'code_verifier'));
			const connected = await session.token({
				...{ ...session.keyFields, ...tokenFields },
				...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
			});
			see({ connected });
			if (session.refreshToken === '') {
				throw new Error(`TikTok gives no tokens: ${describeRefusal(connected)}`);
			}
		},
	},
	{
		name: 'refresh',
		does: 'renews the access three times as n8n does, once with client_key in the query alone, and once with fields that TikTok does not list',
		leaves:
			'tokens that this run alone knows; another program that uses the same app and account may have to connect again',
		scopes: [],
		async run(session, see) {
			await pause(LIFE_PAUSE_MS);
			see({ refreshed: await session.refresh() });
			see({ refreshedAgain: await session.refresh() });
			const { client_key, client_secret } = session.keyFields;
			const keyInQuery = await session.token(
				{ ...REFRESH, client_secret, refresh_token: session.refreshToken },
				`?client_key=${encodeURIComponent(client_key)}`,
			);
			see({ keyInQuery });
			// What was odd about that request may have cost the token.
			const usual = await session.refresh();
			const odd = await session.token({
				...{ ...REFRESH, ...session.keyFields, refresh_token: session.refreshToken },
				// All that the account has allowed: the access is not to become narrower.
				...{ client_id: client_key, scope: session.scopes.join(',') },
			});
			see({ extraFields: { odd, usual } });
		},
	},
	{
		name: 'wrong-secret',
		does: 'asks for a refresh with a made-up client secret and a made-up token',
		leaves: NOTHING,
		scopes: [],
		async run(session, see) {
			const made = { client_secret: 'live-check', refresh_token: 'live-check' };
			see({ wrongSecret: await session.token({ ...REFRESH, ...session.keyFields, ...made }) });
		},
	},
	{
		name: 'app-token',
		does: 'asks for a token of the app itself, which stands for no account',
		leaves: 'a token that nobody keeps',
		scopes: [],
		async run(session, see) {
			const fields = { ...session.keyFields, grant_type: 'client_credentials' };
			see({ appToken: await session.token(fields) });
		},
	},
	{
		name: 'missing-scope',
		does: 'asks for the user name, for which the account is not asked here',
		leaves: NOTHING,
		scopes: [],
		async run(session, see) {
			see({ missingScope: await session.callAtOnce(USER_INFO_PATH, { fields: ['username'] }) });
		},
	},
	{
		name: 'old-refresh-token',
		does: 'renews the access, and then once more with the refresh token from before',
		leaves: 'if TikTok takes that for theft, the account has to be connected again',
		scopes: [],
		async run(session, see) {
			const refreshed = await session.refresh();
			if (!hasToken(refreshed)) throw new Error(`No new token: ${describeRefusal(refreshed)}`);
			const { replaced } = session;
			if (replaced === undefined) return;
			const answer = await session.token({
				...{ ...REFRESH, ...session.keyFields, refresh_token: replaced.token },
			});
			see({ reused: { answer, replacedAt: replaced.at } });
		},
	},
];
