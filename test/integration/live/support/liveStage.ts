import { makeClient } from '../../../contract/support/client';
import { chooseChecks, Progress, runChecks, type LiveResult } from '../../../live/run';
import type { ConsentPage } from '../../../live/consent';
import { startSimulator, type Simulator } from '../../../simulator';
import type { FaultScript } from '../../../simulator/core/faults';
import type { Switches } from '../../../simulator/switches';
import { clearDeduplicationStore } from '../../../support/node/deduplicationStore';
import { useVirtualTime } from '../../../support/node/virtualTime';
import { routeInProcess } from '../../../support/routing';

const ALLOW = 'decision=allow';
export const REDIRECT_URI = 'http://127.0.0.1:*/rest/oauth2-credential/callback';

/** A sandbox at the simulated TikTok, and somebody who allows whatever its consent page asks. */
export interface LiveStage {
	readonly simulator: Simulator;
	/** Runs these checks, or all, at a TikTok with these switches and faults; `decision` is the form of its consent page. */
	run(
		switches: Partial<Switches>,
		only?: readonly string[],
		decision?: string,
		faults?: readonly FaultScript[],
	): Promise<LiveResult>;
}

let accounts = 0;

/** Opens the stage for the test file that calls this at its top level. */
export function useLiveStage(): LiveStage {
	let simulator: Simulator | undefined;
	let stopRouting = (): void => {};
	beforeAll(async () => {
		simulator = await startSimulator({ realClock: false, keepVideos: false });
		stopRouting = routeInProcess(simulator);
	});
	afterAll(async () => {
		stopRouting();
		await simulator?.close();
	});
	const opened = (): Simulator => {
		if (simulator === undefined) throw new Error('The stage opens before the first test');
		return simulator;
	};
	return {
		get simulator() {
			return opened();
		},
		async run(switches, only = [], decision = ALLOW, faults = []) {
			openSandbox(opened(), switches);
			for (const fault of faults) opened().faults.add(fault);
			const { clientKey, clientSecret } = opened().app;
			return await runChecks({
				keys: { clientKey, clientSecret },
				checks: await chooseChecks(only, [], async () => true),
				consent: consentTo(opened(), decision),
				progress: new Progress(),
				isSilent: true,
			});
		},
	};
}

/** Sends the form of the consent page, over HTTP, and follows where it leads. */
export function consentTo(simulator: Simulator, decision = ALLOW): ConsentPage {
	return {
		redirectUri: REDIRECT_URI,
		async open(url) {
			const client = makeClient(simulator);
			const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
			const answer = await client.post(url, decision, { headers });
			await client.get(String(answer.headers.location), { proxy: false });
		},
	};
}

/** A desktop app that is not audited, and a private account, new each time: the node paces calls per account. */
export function openSandbox(simulator: Simulator, switches: Partial<Switches>): void {
	simulator.reset();
	Object.assign(simulator.switches, switches);
	Object.assign(simulator.app, { platform: 'desktop', unaudited: true });
	for (const creator of simulator.creators) {
		Object.assign(creator, { privateAccount: true, openId: `live-open-id-${++accounts}` });
	}
	clearDeduplicationStore();
	useVirtualTime(simulator.clock);
}
