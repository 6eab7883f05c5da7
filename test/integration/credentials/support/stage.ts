import { explainCredentialFailure } from '../../../../credentials/oauth/credentialFailure';
import { startSimulator, type Simulator } from '../../../simulator';
import { MiniN8n } from './miniN8n';
import { routeInProcess } from '../../../support/routing';

/** A signed call that needs `video.publish` and changes nothing. */
export const CREATOR_INFO = 'https://open.tiktokapis.com/v2/post/publish/creator_info/query/';

const CALLBACK = '/rest/oauth2-credential/callback';

/** The two accounts that tests connect. */
export const ACCOUNTS = ['sim-open-id-0001', 'sim-open-id-0002'] as const;

/** The simulator and one n8n, with this process routed to the simulator. */
export interface Stage {
	simulator: Simulator;
	/** A fresh n8n with an unconnected credential, the simulator as new. */
	prepare(): MiniN8n;
	/** The same for an app that is registered for desktop. */
	prepareDesktop(): MiniN8n;
	close(): Promise<void>;
}

/** Starts the simulator once for a test file. */
export async function openStage(): Promise<Stage> {
	const simulator = await startSimulator();
	const undoRouting = routeInProcess(simulator);
	const prepare = (platform: 'web' | 'desktop', redirectUri: string): MiniN8n => {
		simulator.reset();
		simulator.switches.rateLimits = false;
		Object.assign(simulator.app, { platform, redirectUris: [redirectUri] });
		for (const openId of ACCOUNTS) {
			const isKnown = simulator.creators.some((creator) => creator.openId === openId);
			if (!isKnown) simulator.addCreator({ openId });
		}
		const { clientKey, clientSecret } = simulator.app;
		const fields = { clientId: clientKey, clientSecret, appPlatform: platform };
		return new MiniN8n(fields, redirectUri);
	};
	return {
		simulator,
		prepare: () => prepare('web', `https://n8n.example${CALLBACK}`),
		prepareDesktop: () => prepare('desktop', `http://localhost:5678${CALLBACK}`),
		close: async () => {
			undoRouting();
			await simulator.close();
		},
	};
}

/** What the user is told when `promise` fails; throws if it does not, or not about the credential. */
export async function catchProblem(promise: Promise<unknown>): Promise<string> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error === undefined) throw new Error('It did not fail');
	const failure = explainCredentialFailure(error);
	if (!failure) throw error;
	return failure.code;
}
