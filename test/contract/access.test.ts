import { runApiTable, type ApiCase } from './support/apiTable';
import { useWorld } from './support/useWorld';
import type { ApiName } from './support/world';

const world = useWorld();

/** What holds for every endpoint of the API alike. */
const ENDPOINTS: ApiName[] = ['creatorInfo', 'videoInit', 'status'];
const BODIES: Partial<Record<ApiName, unknown>> = {
	videoInit: { post_info: {}, source_info: {} },
	status: { publish_id: 'v_pub_file~v2-1.1' },
};

function casesOf(endpoint: ApiName): ApiCase[] {
	const body = BODIES[endpoint];
	const refused = { endpoint, status: 401 };
	return [
		{
			...refused,
			condition: 'no Authorization header',
			call: { body, headers: { Authorization: undefined } },
			code: 'access_token_invalid',
			violations: ['api-authorization'],
		},
		{
			...refused,
			condition: 'a token nobody issued',
			call: { body, headers: { Authorization: 'Bearer act.unknown' } },
			code: 'access_token_invalid',
		},
		{
			...refused,
			condition: 'an expired token',
			before: ({ simulator }) => simulator.tokens.expireAccessTokens(),
			call: { body },
			code: 'access_token_invalid',
			message: 'The access token is invalid or not found in the request.',
		},
		{
			...refused,
			condition: 'a token whose two hours are over',
			before: ({ simulator }) => simulator.clock.advance(7_200_000),
			call: { body },
			code: 'access_token_invalid',
		},
		{
			...refused,
			condition: 'a revoked account',
			before: ({ simulator }) => simulator.tokens.revoke('sim-open-id-0001'),
			call: { body },
			code: 'access_token_invalid',
		},
		{
			...refused,
			condition: "an app's client token instead of a user's",
			call: { body, headers: { Authorization: 'Bearer clt.SIM1' } },
			code: 'access_token_invalid',
			violations: ['api-authorization'],
		},
		{
			...refused,
			condition: 'a token without the scope',
			before: (w) => {
				w.token = w.simulator.tokens.issue('sim-open-id-0001', ['user.info.basic']);
			},
			call: { body },
			code: 'scope_not_authorized',
			message: 'The user did not authorize the scope required for completing this request.',
		},
		{
			...refused,
			condition: 'D6: the log id under its other name',
			switches: { logIdName: 'logid' },
			call: { body, headers: { Authorization: 'Bearer act.unknown' } },
			code: 'access_token_invalid',
			text: '"logid":"SIM',
		},
	];
}

function bodyCasesOf(endpoint: ApiName): ApiCase[] {
	const refused = { endpoint, status: 400, code: 'invalid_params', violations: ['api-body'] };
	return [
		{ ...refused, condition: 'a body that is no JSON', call: { body: '{"publish_id":' } },
		{ ...refused, condition: 'a body that is a list', call: { body: '[]' } },
		{
			...refused,
			condition: 'a form instead of JSON',
			call: {
				body: 'publish_id=1',
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			},
			violations: ['api-content-type'],
		},
		{
			...refused,
			condition: 'D6: the error code under its other name',
			switches: { invalidParamName: 'invalid_param' },
			call: { body: 'null' },
			code: 'invalid_param',
		},
		{
			...refused,
			condition: 'no body at all',
			call: { headers: { 'Content-Type': 'application/json; charset=UTF-8' } },
		},
		{
			...refused,
			condition: 'parameters in the query as well',
			call: { body: 'null', query: '?publish_id=1' },
			violations: ['api-query', 'api-body'],
		},
	];
}

runApiTable('tokens and scopes', world, ENDPOINTS.flatMap(casesOf));
runApiTable('bodies', world, ENDPOINTS.filter((endpoint) => BODIES[endpoint]).flatMap(bodyCasesOf));
