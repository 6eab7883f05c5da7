import { describeCredential } from './support/credentialBehaviour';

describe('desktop app with PKCE, TikTok refusing by HTTP 400', () =>
	describeCredential('desktop', 400));
