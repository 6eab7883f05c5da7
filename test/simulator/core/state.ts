/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- made-up values of the test app */
import { DEFAULT_SWITCHES, type Switches } from '../switches';
import type { Creator, Post, RecordedRequest, RegisteredApp, Violation } from '../types';
import { SimulatedClock } from './clock';
import { FaultBook } from './faults';
import { IdSource } from './ids';

/** Redirect URI of n8n on localhost (desktop apps may leave the port open) and behind https. */
const DEFAULT_REDIRECT_URIS = [
	'https://n8n.example/rest/oauth2-credential/callback',
	'http://localhost:*/rest/oauth2-credential/callback',
	'http://127.0.0.1:*/rest/oauth2-credential/callback',
];

/** The app that is registered when a simulator starts. */
export function makeDefaultApp(): RegisteredApp {
	return {
		clientKey: 'simkey0123456789',
		clientSecret: 'sim_secret_7f3a9c21e8d04b56',
		redirectUris: [...DEFAULT_REDIRECT_URIS],
		platform: 'web',
		verifiedProperties: ['media.example.com'],
		unaudited: false,
	};
}

/** The account that exists when a simulator starts. */
export function makeDefaultCreator(): Creator {
	return {
		openId: 'sim-open-id-0001',
		username: 'sim.creator',
		nickname: 'Sim Creator',
		avatarUrl: 'https://cdn.example/a.webp',
		privateAccount: false,
		commentDisabled: false,
		duetDisabled: false,
		stitchDisabled: true,
		maxDurationSec: 600,
		banned: false,
		oldApp: false,
	};
}

/** Where a violation happened. */
export interface RequestPlace {
	method: string;
	host: string;
	path: string;
}

/** All mutable state of one simulator except tokens and uploads, which have stores of their own. */
export class SimulatorState {
	readonly clock: SimulatedClock;
	readonly switches: Switches;
	readonly app: RegisteredApp = makeDefaultApp();
	readonly creators: Creator[] = [makeDefaultCreator()];
	readonly posts: Post[] = [];
	readonly violations: Violation[] = [];
	readonly requests: RecordedRequest[] = [];
	readonly faults = new FaultBook();
	ids = new IdSource();
	/** Counts resets, so that a request still under way at one is not recorded after it. */
	life = 0;
	/** Requests that are open or still being carried out, also for a client that has gone. */
	requestsAtWork = new Set<object>();

	constructor(
		private readonly initialSwitches: Partial<Switches>,
		realClock: boolean,
	) {
		this.clock = new SimulatedClock(realClock);
		this.switches = { ...DEFAULT_SWITCHES, ...initialSwitches };
	}

	/** Records that a client did something TikTok does not document. */
	violate(place: RequestPlace, rule: string, detail: string): void {
		this.violations.push({ rule, detail, ...place, at: this.clock.now() });
	}

	findCreator(openId: string): Creator | undefined {
		return this.creators.find((creator) => creator.openId === openId);
	}

	findPost(publishId: string): Post | undefined {
		return this.posts.find((post) => post.publishId === publishId);
	}

	/** Back to the start; arrays and objects that callers hold stay the same ones. */
	reset(): void {
		this.life += 1;
		// What is stuck of an earlier life is no work of this one's.
		this.requestsAtWork = new Set();
		this.clock.reset();
		Object.assign(this.switches, DEFAULT_SWITCHES, this.initialSwitches);
		delete this.app.webhookUrl;
		Object.assign(this.app, makeDefaultApp());
		this.creators.splice(0, this.creators.length, makeDefaultCreator());
		for (const list of [this.posts, this.violations, this.requests]) list.length = 0;
		this.faults.clear();
		this.ids = new IdSource();
	}
}
