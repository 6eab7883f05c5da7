import { describeCredential } from './support/credentialBehaviour';

describe('web app, TikTok refusing by HTTP 200', () => describeCredential('web', 200));
