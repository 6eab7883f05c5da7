import axios, { type AxiosInstance } from 'axios';
import type { IDataObject, INode } from 'n8n-workflow';

import { OWNER } from '../../support/n8n';

/** n8n's editor, for what it does to existing workflows and to data tables. */
export class EditorSession {
	private constructor(
		private readonly http: AxiosInstance,
		private readonly projectId: string,
	) {}

	/** Logs in as the owner of the instance. */
	static async open(url: string): Promise<EditorSession> {
		const http = axios.create({ baseURL: `${url}/rest`, proxy: false });
		const login = await http.post('/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
		http.defaults.headers.cookie = login.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
		const project = await http.get<{ data: { id: string } }>('/projects/personal');
		return new EditorSession(http, project.data.data.id);
	}

	/** Ids of all workflows by their names; a name that two of them have is an error. */
	async listWorkflows(): Promise<Map<string, string>> {
		const { data } = await this.http.get<{ data: Array<{ id: string; name: string }> }>(
			'/workflows',
		);
		const ids = new Map(data.data.map(({ id, name }) => [name, id]));
		if (ids.size !== data.data.length) throw new Error('Two workflows have the same name');
		return ids;
	}

	/** Changes each node of a workflow and saves. */
	async changeNodes(workflowId: string, change: (node: INode) => void): Promise<void> {
		const workflow = await this.readWorkflow(workflowId);
		const { name, nodes, connections, settings, versionId } = workflow;
		nodes.forEach(change);
		const changed = { name, nodes, connections, settings, versionId };
		await this.http.patch(`/workflows/${workflowId}`, changed);
	}

	/** A workflow as it is saved. */
	async readWorkflow(workflowId: string): Promise<IDataObject & { nodes: INode[] }> {
		const { data } = await this.http.get<{ data: IDataObject & { nodes: INode[] } }>(
			`/workflows/${workflowId}`,
		);
		return data.data;
	}

	/** Changes a workflow's settings and saves. */
	async changeSettings(workflowId: string, changed: IDataObject): Promise<void> {
		const { settings, versionId } = await this.readWorkflow(workflowId);
		await this.http.patch(`/workflows/${workflowId}`, {
			settings: { ...(settings as IDataObject), ...changed },
			versionId,
		});
	}

	/** Unpublishes a workflow, so that its triggers stop. */
	async deactivate(workflowId: string): Promise<void> {
		await this.http.post(`/workflows/${workflowId}/deactivate`, {});
	}

	/** Adds rows to a data table that is found by its name. */
	async insertRows(tableName: string, rows: IDataObject[]): Promise<void> {
		const table = await this.findTable(tableName);
		await this.http.post(`${this.tables()}/${table}/insert`, { data: rows, returnType: 'count' });
	}

	/** All rows of a data table. */
	async readRows(tableName: string): Promise<IDataObject[]> {
		const table = await this.findTable(tableName);
		const { data } = await this.http.get<{ data: { data: IDataObject[] } }>(
			`${this.tables()}/${table}/rows`,
			{ params: { take: 100, sortBy: 'id:asc' } },
		);
		return data.data.data;
	}

	private tables(): string {
		return `/projects/${this.projectId}/data-tables`;
	}

	private async findTable(name: string): Promise<string> {
		const { data } = await this.http.get<{ data: { data: Array<{ id: string; name: string }> } }>(
			this.tables(),
		);
		const table = data.data.data.find((candidate) => candidate.name === name);
		if (table === undefined) throw new Error(`There is no data table "${name}"`);
		return table.id;
	}
}
