/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- test support starts real processes; it is never shipped */

import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { parse as parseFlatted } from 'flatted';
import type {
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	INodePropertyOptions,
	IRunExecutionData,
} from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

import { followConsent, type ConsentChoice, type ConsentResult } from './consent';
import type { SimulatorRouting } from './n8nEnvironment';

/** The account that owns a test instance; the demo prints it for its reader. */
export const OWNER = {
	email: 'owner@n8n.example',
	password: 'Demo-owner-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

const EXECUTION_TIMEOUT_MS = 300_000;
const POLL_MS = 200;
const RUNNING: readonly ExecutionStatus[] = ['new', 'running', 'waiting', 'unknown'];

/** A saved execution as n8n's own interface reads it, its data unpacked. */
export interface Execution {
	id: string;
	status: ExecutionStatus;
	mode: string;
	workflowId: string;
	retryOf?: string | null;
	data: IRunExecutionData;
	/** The answer's raw text: all that is stored and shown about this execution. */
	raw: string;
}

/** A workflow as exported from the editor. */
export interface WorkflowJson {
	name: string;
	nodes: Array<{ name: string; type: string } & IDataObject>;
	connections: IDataObject;
	settings?: IDataObject;
	[key: string]: unknown;
}

/** n8n's own interface, used as its editor uses it, by an owner who is set up and logged in. */
export class N8nRestClient {
	private readonly http: AxiosInstance;

	private cookie = '';

	constructor(
		private readonly url: string,
		private readonly simulator: SimulatorRouting,
	) {
		this.http = axios.create({
			baseURL: `${url}/rest`,
			proxy: false,
			maxRedirects: 0,
			validateStatus: () => true,
			// Raw text, so that ids and stored data can be looked at as they were sent.
			transformResponse: (text: string) => text,
		});
	}

	/** Sets up the owner on a fresh instance, logs in on one that has an owner. */
	async logIn(): Promise<void> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>({
			url: '/settings',
		});
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.call({ method: 'POST', url: '/owner/setup', data: OWNER });
			return;
		}
		const credentials = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
		await this.call({ method: 'POST', url: '/login', data: credentials });
	}

	/** Creates a credential as the editor's Save button does; returns its id. */
	async createCredential(type: string, name: string, data: IDataObject): Promise<string> {
		const body = { name, type, data };
		return (await this.call<{ id: string }>({ method: 'POST', url: '/credentials', data: body }))
			.id;
	}

	/** Changes a credential's fields, as Save on an existing one does. */
	async updateCredential(id: string, type: string, name: string, data: IDataObject): Promise<void> {
		await this.call({ method: 'PATCH', url: `/credentials/${id}`, data: { name, type, data } });
	}

	async deleteCredential(id: string): Promise<void> {
		await this.call({ method: 'DELETE', url: `/credentials/${id}` });
	}

	/** What the button "Connect my account" opens: TikTok's authorise URL with n8n's state in it. */
	async startOAuthConnect(credentialId: string): Promise<string> {
		return await this.call<string>({
			url: '/oauth2-credential/auth',
			params: { id: credentialId },
		});
	}

	/** Answers TikTok's consent page and follows the way back to n8n's callback page. */
	async followConsent(authorizeUrl: string, choice: ConsentChoice): Promise<ConsentResult> {
		return await followConsent(authorizeUrl, choice, {
			simulator: this.simulator,
			n8nUrl: this.url,
			n8nCookie: this.cookie,
		});
	}

	/** {@link startOAuthConnect} and {@link followConsent} in one go. */
	async connect(
		credentialId: string,
		choice: ConsentChoice = { decision: 'allow' },
	): Promise<ConsentResult> {
		return await this.followConsent(await this.startOAuthConnect(credentialId), choice);
	}

	/** Creates a workflow from its exported JSON; returns its id. */
	async importWorkflow(workflow: WorkflowJson): Promise<string> {
		// Without pinned data the editor fails at the second Execute step, so it always sends some.
		const defaults = { settings: { executionOrder: 'v1' }, pinData: {} };
		const data = { ...defaults, ...workflow, active: false };
		return (await this.call<{ id: string }>({ method: 'POST', url: '/workflows', data })).id;
	}

	/** Saves a workflow with other credentials at one of its nodes. */
	async chooseCredential(workflowId: string, nodeName: string, chosen: IDataObject): Promise<void> {
		const { nodes, connections, settings, versionId } = await this.getWorkflow(workflowId);
		const changed = nodes.map((node) =>
			node.name === nodeName ? { ...node, credentials: chosen } : node,
		);
		const data = { nodes: changed, connections, settings, versionId };
		await this.call({ method: 'PATCH', url: `/workflows/${workflowId}`, data });
	}

	/** Starts a manual run from the workflow's trigger and returns the execution's id at once. */
	async startWorkflow(workflowId: string, triggerName?: string): Promise<string> {
		const name = triggerName ?? (await this.findTrigger(workflowId));
		return await this.startRun(workflowId, { triggerToStartFrom: { name } });
	}

	/** Presses Execute step on a node that nothing has run before; returns the execution's id at once. */
	async startStep(workflowId: string, nodeName: string): Promise<string> {
		const name = await this.findTrigger(workflowId);
		return await this.startRun(workflowId, {
			triggerToStartFrom: { name },
			destinationNode: { nodeName, mode: 'inclusive' },
		});
	}

	/** Runs a workflow as the editor's Execute button does and waits for its end. */
	async runWorkflow(workflowId: string, triggerName?: string): Promise<Execution> {
		return await this.waitForExecution(await this.startWorkflow(workflowId, triggerName));
	}

	/** The saved execution; throws if there is none of this id. */
	async getExecution(executionId: string): Promise<Execution> {
		const raw = await this.callRaw({ url: `/executions/${executionId}` });
		const { data } = JSON.parse(raw) as {
			data: Omit<Execution, 'data' | 'raw'> & { data: string };
		};
		return { ...data, data: parseFlatted(data.data) as IRunExecutionData, raw };
	}

	/** Polls until the execution has ended, whichever way; bounded. */
	async waitForExecution(
		executionId: string,
		timeoutMs = EXECUTION_TIMEOUT_MS,
	): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		while (Date.now() < deadline) {
			const execution = await this.getExecution(executionId);
			if (!RUNNING.includes(execution.status)) return execution;
			await sleep(POLL_MS);
		}
		throw new Error(`Execution ${executionId} did not end within ${timeoutMs / 1000} s`);
	}

	/** Ids of all saved executions of a workflow, newest first. */
	async listExecutions(workflowId: string): Promise<string[]> {
		const filter = JSON.stringify({ workflowId });
		const { results } = await this.call<{ results: Array<{ id: string }> }>({
			url: '/executions',
			params: { filter, limit: 100 },
		});
		return results.map(({ id }) => id);
	}

	/** Publishes a workflow, so that its triggers work. n8n registers webhooks up to 3 s later. */
	async activateWorkflow(workflowId: string): Promise<void> {
		const { versionId } = await this.getWorkflow(workflowId);
		const data = { versionId };
		await this.call({ method: 'POST', url: `/workflows/${workflowId}/activate`, data });
	}

	/** Presses Retry on a failed execution, with the workflow as it was; returns the new execution's id. */
	async retryExecution(executionId: string, loadWorkflow = false): Promise<string> {
		const { id } = await this.call<{ id: string }>({
			method: 'POST',
			url: `/executions/${executionId}/retry`,
			data: { loadWorkflow },
		});
		return id;
	}

	/** Presses Stop on a running execution. */
	async stopExecution(executionId: string): Promise<void> {
		await this.call({ method: 'POST', url: `/executions/${executionId}/stop` });
	}

	/** What a drop-down of a node offers; throws with n8n's message where the editor shows an error. */
	async loadOptions(request: {
		nodeType: string;
		typeVersion: number;
		methodName: string;
		/** The parameter whose options are asked for, e.g. `parameters.privacyLevel`. */
		path: string;
		credentials: IDataObject;
		currentNodeParameters?: IDataObject;
	}): Promise<INodePropertyOptions[]> {
		const { nodeType, typeVersion, currentNodeParameters, ...rest } = request;
		return await this.call<INodePropertyOptions[]>({
			method: 'POST',
			url: '/dynamic-node-parameters/options',
			data: {
				...rest,
				currentNodeParameters: currentNodeParameters ?? {},
				nodeTypeAndVersion: { name: nodeType, version: typeVersion },
			},
		});
	}

	private async getWorkflow(workflowId: string): Promise<WorkflowJson & { versionId: string }> {
		return await this.call({ url: `/workflows/${workflowId}` });
	}

	private async startRun(workflowId: string, data: IDataObject): Promise<string> {
		const request = { method: 'POST', url: `/workflows/${workflowId}/run`, data };
		return (await this.call<{ executionId: string }>(request)).executionId;
	}

	private async findTrigger(workflowId: string): Promise<string> {
		const { nodes } = await this.getWorkflow(workflowId);
		const trigger = nodes.find(({ type }) => /trigger|webhook/i.test(type));
		if (!trigger) throw new Error(`Workflow ${workflowId} has no trigger to start from`);
		return trigger.name;
	}

	private async call<T = unknown>(request: AxiosRequestConfig): Promise<T> {
		return (JSON.parse(await this.callRaw(request)) as { data: T }).data;
	}

	private async callRaw(request: AxiosRequestConfig): Promise<string> {
		const response = await this.http.request<string>({
			...request,
			headers: { ...(this.cookie ? { cookie: this.cookie } : {}) },
		});
		if (response.status !== 200) {
			const target = `${request.method ?? 'GET'} ${request.url ?? ''}`;
			throw new Error(`n8n answered ${response.status} to ${target}: ${response.data}`);
		}
		const [cookie] = response.headers['set-cookie'] ?? [];
		if (cookie) this.cookie = cookie.split(';')[0] ?? '';
		return response.data;
	}
}

/** Items that a node put out in its last run, on the given output. */
export function outputItems(
	execution: Execution,
	nodeName: string,
	output = 0,
): INodeExecutionData[] {
	const run = execution.data.resultData.runData[nodeName]?.at(-1);
	return run?.data?.main?.[output] ?? [];
}

/** Message and description of the error that ended an execution; undefined where none did. */
export function executionError(
	execution: Execution,
): { message: string; description?: string | null } | undefined {
	return execution.data.resultData.error;
}
