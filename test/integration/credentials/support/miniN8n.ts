/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error
   -- tests run the credential in n8n's own libraries */

import 'reflect-metadata';

import { AuthError, ClientOAuth2 } from '@n8n/client-oauth2';
import axios from 'axios';
import { ExecuteContext, LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';

import { TikTokOAuth2Api } from '../../../../credentials/TikTokOAuth2Api.credentials';

const TYPE = 'tikTokOAuth2Api';
const CREDENTIAL_ID = 'c1';
const OUTSIDE_EXECUTION = '__UNKNOWN__';

const NODE: INode = {
	id: 'n1',
	name: 'TikTok',
	type: 'test.tikTok',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { [TYPE]: { id: CREDENTIAL_ID, name: 'TikTok' } },
};

const NODE_TYPE = {
	description: { properties: [], credentials: [{ name: TYPE, required: true }] },
} as unknown as INodeType;

const NODE_TYPES: INodeTypes = {
	getByName: () => NODE_TYPE,
	getByNameAndVersion: () => NODE_TYPE,
	getKnownTypes: () => ({}),
};

type Answer = { statusCode: number; body: { error?: { code?: string } } };

/**
 * One n8n with one TikTok credential: n8n-core's real contexts, signing, refresh and lock, its
 * OAuth2 client, HTTP helper and expression engine. Only what lives in n8n's server is modelled
 * here, line by line as in its `CredentialsHelper` and `OAuth2CredentialController`: the database,
 * and the callback that exchanges the code and merges the answer into what was stored.
 */
export class MiniN8n {
	private readonly type = new TikTokOAuth2Api();

	/** The database row: JSON, so that nothing is shared by reference. */
	private row: string;

	private lastExecutionId = 100;

	/** True for an n8n in which the hook can't choose how n8n refreshes. */
	ignoresGrantType = false;

	constructor(
		app: IDataObject,
		private readonly redirectUri: string,
	) {
		this.row = JSON.stringify(app);
	}

	/** What `export:credentials --decrypted` would show. */
	get saved(): ICredentialDataDecryptedObject & { oauthTokenData?: IDataObject } {
		return JSON.parse(this.row) as ICredentialDataDecryptedObject;
	}

	/** Changes fields of the credential, as Save in the editor does. */
	save(fields: IDataObject): void {
		this.row = JSON.stringify({ ...this.saved, ...fields });
	}

	/**
	 * "Connect my account" up to n8n's callback page. Returns n8n's word: `true` for "Connection
	 * successful", which it also says when TikTok refused with HTTP 200.
	 */
	async connect(openId: string, scopes?: string[]): Promise<boolean> {
		const callback = await this.consent(openId, scopes);
		const before = this.saved;
		const fields = this.resolve(before, OUTSIDE_EXECUTION);
		const client = this.oauthClient(fields, {
			body: {
				...(JSON.parse(String(fields.additionalBodyProperties)) as IDataObject),
				client_id: fields.clientId,
				client_secret: fields.clientSecret,
			},
		});
		try {
			const token = await client.code.getToken(callback);
			this.save({ oauthTokenData: { ...before.oauthTokenData, ...token.data } as IDataObject });
			return true;
		} catch (error) {
			if (error instanceof AuthError) return false;
			throw error;
		}
	}

	/** A node's call in an execution of its own, as the package's transport makes it. */
	async run(url: string): Promise<Answer> {
		return await this.call(this.executeContext(String(++this.lastExecutionId)), url);
	}

	/** The same call from a drop-down in the editor. */
	async loadOptions(url: string): Promise<Answer> {
		const workflow = this.workflow();
		const additionalData = this.additionalData();
		const context = new LoadOptionsContext(workflow, NODE, additionalData, '');
		return await this.call(context as unknown as IExecuteFunctions, url);
	}

	/** A plain signed call that lets n8n refresh at any 401. */
	async request(
		context: IExecuteFunctions,
		url: string,
		options: Partial<IHttpRequestOptions> = {},
	): Promise<Answer> {
		return (await context.helpers.httpRequestWithAuthentication.call(context, TYPE, {
			method: 'POST',
			url,
			body: {},
			json: true,
			returnFullResponse: true,
			...options,
		})) as Answer;
	}

	private async call(context: IExecuteFunctions, url: string): Promise<Answer> {
		const first = await this.request(context, url, { ignoreHttpStatusErrors: true });
		if (first.body.error?.code !== 'access_token_invalid') return first;
		return await this.request(context, url);
	}

	private async consent(openId: string, scopes?: string[]): Promise<string> {
		const fields = this.resolve(this.saved, OUTSIDE_EXECUTION);
		const query = Object.fromEntries(new URLSearchParams(String(fields.authQueryParameters)));
		const authorizeUrl = this.oauthClient(fields, { query }).code.getUri();
		const form = new URLSearchParams({ decision: 'allow', open_id: openId });
		if (scopes) form.set('scopes', scopes.join(','));
		const answer = await axios.post<string>(authorizeUrl, form, {
			maxRedirects: 0,
			validateStatus: () => true,
		});
		const location: unknown = answer.headers.location;
		if (typeof location !== 'string') throw new Error(`No redirect: ${answer.data}`);
		return location;
	}

	private oauthClient(
		fields: ICredentialDataDecryptedObject,
		more: { body?: IDataObject; query?: IDataObject },
	): ClientOAuth2 {
		return new ClientOAuth2({
			clientId: String(fields.clientId),
			accessTokenUri: String(fields.accessTokenUrl),
			authorizationUri: String(fields.authUrl),
			authentication: 'body',
			redirectUri: this.redirectUri,
			scopes: String(fields.scope).split(','),
			scopesSeparator: ',',
			state: 'state',
			...more,
		} as ConstructorParameters<typeof ClientOAuth2>[0]);
	}

	/** n8n's `applyDefaultsAndOverwrites`: defaults of the type, then its expressions. */
	private resolve(
		stored: ICredentialDataDecryptedObject,
		executionId: string,
	): ICredentialDataDecryptedObject {
		const defaults = Object.fromEntries(
			this.type.properties.map((property) => [property.name, property.default]),
		);
		const data = { ...defaults, oauthTokenData: {}, ...stored } as never;
		const keys = { $execution: { id: executionId } } as never;
		return this.workflow().expression.getComplexParameterValue(
			NODE,
			data,
			'internal',
			keys,
			undefined,
			undefined,
			data,
		) as unknown as ICredentialDataDecryptedObject;
	}

	private workflow(): Workflow {
		return new Workflow({
			id: 'w1',
			nodes: [NODE],
			connections: {},
			active: false,
			nodeTypes: NODE_TYPES,
		});
	}

	private executeContext(executionId: string): IExecuteFunctions {
		const input = [{ json: {} }];
		return new ExecuteContext(
			this.workflow(),
			NODE,
			this.additionalData(executionId),
			'trigger',
			createEmptyRunExecutionData(),
			0,
			input,
			{ main: [input] },
			{ node: NODE, data: { main: [input] }, source: null },
			[],
		) as unknown as IExecuteFunctions;
	}

	private additionalData(executionId?: string): IWorkflowExecuteAdditionalData {
		const credentialsHelper = {
			getParentTypes: () => ['oAuth2Api'],
			isCredentialUsableByNode: () => true,
			getDecrypted: async (_data: unknown, _c: unknown, _t: unknown, ...rest: unknown[]) =>
				rest[2] === true ? this.saved : this.resolve(this.saved, executionId ?? OUTSIDE_EXECUTION),
			runPreAuthentication: async (
				helpers: IHttpRequestHelper,
				credentials: ICredentialDataDecryptedObject,
			) => {
				const result = await this.type.preAuthentication.call(helpers, credentials);
				if (this.ignoresGrantType) delete result.grantType;
				return result;
			},
			updateCredentialsOauthTokenData: async (
				_credentials: unknown,
				_type: unknown,
				{ oauthTokenData }: IDataObject,
			) => this.save({ oauthTokenData }),
		};
		return { executionId, credentialsHelper } as unknown as IWorkflowExecuteAdditionalData;
	}
}
