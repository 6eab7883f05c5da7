/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- test support, never shipped */

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator';
import { findQuietPort, startN8n, type Execution, type RunningN8n } from '../../support/n8n';

const CREDENTIAL_TYPE = 'tikTokOAuth2Api';
const CALLBACK = '/rest/oauth2-credential/callback';
const WEB_ORIGIN = 'https://n8n.example';
const SAMPLE_VIDEO = join(__dirname, '..', '..', 'fixtures', 'sample.mp4');
const CREATOR_INFO = 'https://open.tiktokapis.com/v2/post/publish/creator_info/query/';

/** Accounts that tests connect. */
export const ACCOUNTS = ['sim-open-id-0001', 'sim-open-id-0002'] as const;

/** How the app is registered with TikTok, which follows from n8n's address. */
export type Platform = 'web' | 'desktop';

/** The redirect URL that fits, and, to cover both, another expression engine than n8n's default. */
const ENVIRONMENTS: Record<Platform, Record<string, string>> = {
	web: { N8N_EDITOR_BASE_URL: WEB_ORIGIN, N8N_EXPRESSION_ENGINE: 'legacy' },
	desktop: {},
};

/** A credential in a running n8n, and workflows that use it. */
export interface ConnectedWorkflows {
	credentialId: string;
	/** Calls TikTok with n8n's HTTP Request node. */
	httpRequest: string;
	/** Posts a video with the TikTok Post node. */
	tikTokPost: string;
}

/** A simulator and a real n8n whose redirect URL fits the platform. */
export class CredentialStage {
	private constructor(
		readonly platform: Platform,
		readonly simulator: Simulator,
		readonly n8n: RunningN8n,
	) {}

	static async open(platform: Platform): Promise<CredentialStage> {
		const simulator = await startSimulator();
		const port = await findQuietPort();
		const n8n = await startN8n({ simulator, port, env: ENVIRONMENTS[platform] });
		await copyFile(SAMPLE_VIDEO, join(n8n.filesFolder, 'sample.mp4'));
		return new CredentialStage(platform, simulator, n8n);
	}

	/** The simulator as new, with the app registered for this n8n. */
	reset(oauthErrorStatus: 200 | 400): void {
		const { simulator } = this;
		simulator.reset();
		Object.assign(simulator.switches, { oauthErrorStatus, rateLimits: false });
		const origin = this.platform === 'web' ? WEB_ORIGIN : this.n8n.url;
		Object.assign(simulator.app, { platform: this.platform, redirectUris: [origin + CALLBACK] });
		for (const openId of ACCOUNTS) {
			const isKnown = simulator.creators.some((creator) => creator.openId === openId);
			if (!isKnown) simulator.addCreator({ openId });
		}
	}

	/** A new, unconnected credential with its workflows. */
	async prepare(): Promise<ConnectedWorkflows> {
		const { rest } = this.n8n;
		const credentialId = await rest.createCredential(CREDENTIAL_TYPE, 'TikTok', this.fields());
		const credentials = { [CREDENTIAL_TYPE]: { id: credentialId, name: 'TikTok' } };
		return {
			credentialId,
			httpRequest: await rest.importWorkflow(httpRequestWorkflow(credentials)),
			tikTokPost: await rest.importWorkflow(
				tikTokPostWorkflow(credentials, join(this.n8n.filesFolder, 'sample.mp4')),
			),
		};
	}

	/** Saves the credential's fields again, as the editor does. */
	async saveFields(credentialId: string, changed: IDataObject): Promise<void> {
		const fields = { ...this.fields(), ...changed };
		await this.n8n.rest.updateCredential(credentialId, CREDENTIAL_TYPE, 'TikTok', fields);
	}

	/** What the drop-down of privacy levels asks TikTok. */
	async loadPrivacyLevels(credentialId: string): Promise<unknown[]> {
		return await this.n8n.rest.loadOptions({
			nodeType: 'n8n-nodes-tiktok-post.tikTokPost',
			typeVersion: 1,
			methodName: 'getPrivacyLevels',
			path: 'parameters.privacyLevel',
			credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'TikTok' } },
		});
	}

	/** The tokens that n8n saved, by its own export. */
	async savedTokens(credentialId: string): Promise<IDataObject> {
		const all = await this.n8n.exportCredentials();
		return all.find(({ id }) => id === credentialId)?.data.oauthTokenData ?? {};
	}

	/** Token requests since this was last asked. */
	takeTokenRequests(): Array<{ grantType: string; accepted: boolean }> {
		return this.simulator.tokens.requests
			.splice(0)
			.map(({ grantType, accepted }) => ({ grantType, accepted }));
	}

	/** Everything that n8n keeps and prints about all executions so far. */
	async readTraces(workflowIds: readonly string[]): Promise<string> {
		const { rest } = this.n8n;
		const executions: Execution[] = [];
		for (const workflowId of workflowIds) {
			for (const id of await rest.listExecutions(workflowId)) {
				executions.push(await rest.getExecution(id));
			}
		}
		return [this.n8n.logs(), ...executions.map(({ raw }) => raw)].join('\n');
	}

	async close(): Promise<void> {
		await this.n8n.stop();
		await this.simulator.close();
	}

	private fields(): IDataObject {
		const { clientKey, clientSecret } = this.simulator.app;
		return { clientId: clientKey, clientSecret, appPlatform: this.platform };
	}
}

type Nodes = Parameters<RunningN8n['rest']['importWorkflow']>[0];

function chain(name: string, nodes: IDataObject[]): Nodes {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const all = [start, ...nodes].map((node, index) => ({
		parameters: {},
		...node,
		position: [200 * index, 0],
	}));
	const connections = Object.fromEntries(
		all
			.slice(1)
			.map((node, index) => [
				String((all[index] as IDataObject).name),
				{ main: [[{ node: String((node as IDataObject).name), type: 'main', index: 0 }]] },
			]),
	);
	return { name, nodes: all as unknown as Nodes['nodes'], connections };
}

/** A workflow whose execution n8n saves with this text in it. */
export function textWorkflow(text: string): Nodes {
	const assignments = [{ id: '1', name: 'text', value: text, type: 'string' }];
	return chain('Text', [
		{
			name: 'Text',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { assignments: { assignments }, options: {} },
		},
	]);
}

function httpRequestWorkflow(credentials: IDataObject): Nodes {
	return chain('HTTP Request', [
		{
			name: 'TikTok',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: CREATOR_INFO,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: CREDENTIAL_TYPE,
				options: {},
			},
			credentials,
		},
	]);
}

function tikTokPostWorkflow(credentials: IDataObject, fileSelector: string): Nodes {
	return chain('TikTok Post', [
		{
			name: 'Read',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { fileSelector, options: {} },
		},
		{
			name: 'TikTok',
			type: 'n8n-nodes-tiktok-post.tikTokPost',
			typeVersion: 1,
			parameters: {
				resource: 'post',
				operation: 'create',
				binaryPropertyName: 'data',
				privacyLevel: 'SELF_ONLY',
				allowUsersTo: [],
				waitUntilFinished: false,
			},
			credentials,
		},
	]);
}
