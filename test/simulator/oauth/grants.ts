import { makeSecret } from '../core/ids';
import type { SimulatorState } from '../core/state';
import type { TokenPair } from '../types';

const MS_PER_SECOND = 1000;

/** An authorisation code that waits for its exchange. */
export interface IssuedCode {
	openId: string;
	scopes: string[];
	redirectUri: string;
	challenge?: string;
	expiresAt: number;
	used: boolean;
}

interface AccessToken {
	openId: string;
	scopes: string[];
	expiresAt: number;
}

/** A refresh token and what became of it. */
export interface RefreshToken {
	value: string;
	openId: string;
	scopes: string[];
	expiresAt: number;
	revoked: boolean;
	/** When it was rotated away. */
	rotatedAt?: number;
	/** True if the answer with its successor never reached the client. */
	successorLost: boolean;
}

/** Codes and tokens of one simulator, valid by its clock. */
export class GrantStore {
	private readonly codes = new Map<string, IssuedCode>();
	private readonly access = new Map<string, AccessToken>();
	private readonly refresh = new Map<string, RefreshToken>();
	private readonly last = new Map<string, TokenPair>();

	constructor(private readonly state: SimulatorState) {}

	/** TikTok's codes hold characters that must be URL-decoded before use; these do too. */
	issueCode(code: Omit<IssuedCode, 'expiresAt' | 'used'>): string {
		const value = `${makeSecret('')}*0!4567.va`;
		const expiresAt = this.state.clock.now() + this.state.switches.codeTtl * MS_PER_SECOND;
		this.codes.set(value, { ...code, expiresAt, used: false });
		return value;
	}

	findCode(value: string): IssuedCode | undefined {
		return this.codes.get(value);
	}

	/** Issues a pair; a refresh passes the token it replaces. */
	issue(openId: string, scopes: string[], previous?: RefreshToken): TokenPair {
		const { switches, clock } = this.state;
		const now = clock.now();
		const accessToken = makeSecret('act.');
		this.access.set(accessToken, {
			openId,
			scopes,
			expiresAt: now + switches.accessTtl * MS_PER_SECOND,
		});
		const refreshToken = this.nextRefreshToken(openId, scopes, previous);
		const pair: TokenPair = {
			access_token: accessToken,
			expires_in: switches.accessTtl,
			open_id: openId,
			refresh_expires_in: Math.floor((refreshToken.expiresAt - now) / MS_PER_SECOND),
			refresh_token: refreshToken.value,
			scope: scopes.join(','),
			token_type: 'Bearer',
		};
		this.last.set(openId, pair);
		return pair;
	}

	findRefresh(value: string): RefreshToken | undefined {
		return this.refresh.get(value);
	}

	/** Whether a refresh token still works now (D2: `refreshGrace`). */
	isUsable(token: RefreshToken): boolean {
		const now = this.state.clock.now();
		if (token.revoked || now >= token.expiresAt) return false;
		if (token.rotatedAt === undefined) return true;
		return now - token.rotatedAt < this.state.switches.refreshGrace * MS_PER_SECOND;
	}

	/** The grant behind an access token, unless it is unknown, expired or revoked. */
	findAccess(value: string): { openId: string; scopes: string[] } | undefined {
		const token = this.access.get(value);
		return token && this.state.clock.now() < token.expiresAt ? token : undefined;
	}

	/** The grant behind an access token, expired or not. */
	findAnyAccess(value: string): { openId: string } | undefined {
		return this.access.get(value);
	}

	lastIssued(openId: string): TokenPair | undefined {
		return this.last.get(openId);
	}

	expireAccessTokens(): void {
		this.access.forEach((token) => {
			token.expiresAt = this.state.clock.now();
		});
	}

	/** The account disconnects the app: every token of it dies. */
	revoke(openId: string): void {
		for (const [value, token] of this.access) {
			if (token.openId === openId) this.access.delete(value);
		}
		for (const token of this.refresh.values()) {
			if (token.openId === openId) token.revoked = true;
		}
	}

	clear(): void {
		for (const map of [this.codes, this.access, this.refresh, this.last]) map.clear();
	}

	private nextRefreshToken(
		openId: string,
		scopes: string[],
		previous?: RefreshToken,
	): RefreshToken {
		const { switches, clock } = this.state;
		if (previous && switches.refreshMode === 'same') return previous;
		const now = clock.now();
		const fresh = now + switches.refreshTtl * MS_PER_SECOND;
		const expiresAt = previous && !switches.refreshSliding ? previous.expiresAt : fresh;
		const value = makeSecret('rft.');
		const token = { value, openId, scopes, expiresAt, revoked: false, successorLost: false };
		this.refresh.set(value, token);
		if (previous) previous.rotatedAt ??= now;
		return token;
	}
}
