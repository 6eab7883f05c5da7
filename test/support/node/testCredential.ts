import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type IHttpRequestHelper,
	type INode,
	type INodeTypes,
} from 'n8n-workflow';
import { TikTokOAuth2Api } from '../../../credentials/TikTokOAuth2Api.credentials';
import type { Simulator } from '../../simulator';

/** A saved credential, as n8n keeps it: what was typed in, and the tokens after connecting. */
export interface TestCredential {
	/** n8n's id of it, if it is not the only one. */
	id?: string;
	/** As the editor lists it. */
	name?: string;
	saved: ICredentialDataDecryptedObject;
}

const NODE: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'test.credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const NODE_TYPES = {
	getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;

const type = new TikTokOAuth2Api();

/** A credential of the simulator's app, connected to an account with these tokens. */
export function connectedCredential(
	simulator: Simulator,
	tokens: object = simulator.connect(),
): TestCredential {
	const credential = unconnectedCredential(simulator);
	credential.saved.oauthTokenData = { ...tokens };
	return credential;
}

/** The same before anybody pressed "Connect my account". */
export function unconnectedCredential(simulator: Simulator): TestCredential {
	const { clientKey, clientSecret } = simulator.app;
	return { saved: { clientId: clientKey, clientSecret, appPlatform: 'web' } };
}

/**
 * n8n's credential store with this one credential: the package's own credential type with its
 * expressions and its hook, and saving as n8n's server does it.
 */
export function makeCredentialsHelper(
	credential: TestCredential | undefined,
	executionId: string,
): ICredentialsHelper {
	const stored = credential ?? { saved: {} };
	return {
		isCredentialUsableByNode: () => true,
		getParentTypes: () => type.extends,
		getDecrypted: async (...[, , , , , isRaw]: unknown[]) =>
			isRaw === true ? copy(stored.saved) : resolveCredential(stored.saved, executionId),
		runPreAuthentication: async (
			helpers: IHttpRequestHelper,
			credentials: ICredentialDataDecryptedObject,
		) => await type.preAuthentication.call(helpers, credentials),
		updateCredentialsOauthTokenData: async (
			_credentials: unknown,
			_type: unknown,
			{ oauthTokenData }: IDataObject,
		) => {
			stored.saved = copy({ ...stored.saved, oauthTokenData: oauthTokenData as IDataObject });
		},
	} as unknown as ICredentialsHelper;
}

/** As n8n decrypts it: defaults of the type under what was typed in, then its expressions. */
export function resolveCredential(
	saved: ICredentialDataDecryptedObject,
	executionId: string,
): ICredentialDataDecryptedObject {
	const defaults = Object.fromEntries(
		type.properties.map(({ name, default: value }) => [name, value]),
	);
	const data = { ...defaults, oauthTokenData: {}, ...copy(saved) } as never;
	const workflow = new Workflow({
		nodes: [NODE],
		connections: {},
		active: false,
		nodeTypes: NODE_TYPES,
	});
	const keys = { $execution: { id: executionId } } as never;
	const expression = workflow.expression;
	return expression.getComplexParameterValue(
		NODE,
		data,
		'internal',
		keys,
		undefined,
		undefined,
		data,
	) as unknown as ICredentialDataDecryptedObject;
}

function copy<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}
