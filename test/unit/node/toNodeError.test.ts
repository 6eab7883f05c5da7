import {
	ExpressionError,
	NodeApiError,
	NodeOperationError,
	OperationalError,
	UserError,
	type INode,
} from 'n8n-workflow';
import {
	InputError,
	StoppedError,
	TikTokError,
	type TikTokFailure,
	afterSending,
} from '../../support/tested/tiktok';
import { toErrorItem, toNodeError } from '../../support/tested/n8n';
import { findSecrets } from '../../support/node/findSecrets';

const NODE: INode = {
	id: '1',
	name: 'TikTok Post',
	type: 'n8n-nodes-tiktok-post.tikTokPost',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** As npm installs it beside a community package whose peer dependencies it is not told to leave out. */
const secondCopy = loadAlone<typeof import('n8n-workflow')>(() =>
	jest.requireActual('n8n-workflow'),
);

function loadAlone<T>(load: () => T): T {
	let loaded: T | undefined;
	jest.isolateModules(() => (loaded = load()));
	if (loaded === undefined) throw new Error('nothing was loaded');
	return loaded;
}

const RATE_LIMIT: TikTokFailure = {
	code: 'rate_limit_exceeded',
	message: "TikTok's limit of calls per minute is reached",
	advice: 'Wait at least a minute before the next try.',
	retry: 'wait',
	stage: 'init',
	logId: 'LOG1',
	httpStatus: 429,
	retryAfterSeconds: 60,
	publishId: 'v_pub_file~v2-1.77',
};

const BARE: TikTokFailure = {
	code: 'network_error',
	message: 'TikTok could not be reached: no answer in time',
	advice: 'Check that this n8n may reach open.tiktokapis.com, then try again.',
	retry: 'soon',
	stage: 'creator_info',
};

describe('a TikTok error in n8n', () => {
	it('keeps message, description, HTTP code and item, and says how long to wait', () => {
		const error = toNodeError(NODE, new TikTokError(RATE_LIMIT), 3);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: RATE_LIMIT.message,
			description:
				'Wait at least a minute before the next try. (code rate_limit_exceeded, log id LOG1, publish_id v_pub_file~v2-1.77)',
			httpCode: '429',
			context: { itemIndex: 3 },
			failure: { cause: 'rate-limited', retryAfterMs: 60_000 },
		});
	});

	it.each([
		['an errno name', 'TikTok refused a value: ECONNRESET'],
		// "creeperman" holds EPERM.
		['a user name that holds one', 'Privacy Level "Friends" is not available to @creeperman'],
	])('whose message holds %s keeps it', (_title, message) => {
		expect(toNodeError(NODE, new TikTokError({ ...BARE, message }), 0).message).toBe(message);
		expect(toNodeError(NODE, new InputError(message, 'Fix it.'), 0).message).toBe(message);
		expect(toErrorItem(NODE, new InputError(message, 'Fix it.'), 0).error).toBe(message);
	});

	it('leaves out what is not known', () => {
		const error = toNodeError(NODE, new TikTokError(BARE), 0);
		expect(error.message).toBe(BARE.message);
		expect(error.description).toBe(`${BARE.advice} (code network_error)`);
	});

	it.each([
		['wait', { cause: 'rate-limited', retryAfterMs: 20_000 }],
		['soon', { cause: 'temporarily-unavailable' }],
		['hours', { cause: 'quota-exhausted' }],
		['credential', { cause: 'credential-invalid' }],
		['config', { cause: 'configuration-invalid' }],
		['input', { cause: 'configuration-invalid' }],
		['file', { cause: 'configuration-invalid' }],
		['account', { cause: 'configuration-invalid' }],
		['never', { cause: 'configuration-invalid' }],
	] as const)('of the class %s has one of n8n’s own causes', (retry, failure) => {
		const error = toNodeError(NODE, new TikTokError({ ...BARE, retry, retryAfterSeconds: 20 }), 0);
		expect(error.failure).toEqual(failure);
	});

	it('is not retryable once TikTok may have the post, however soon its cause may pass', () => {
		const lost = new TikTokError({ ...BARE, retry: 'soon' });
		expect(toErrorItem(NODE, lost, 0).details).toMatchObject({ retryable: true });
		for (const isReceived of [true, false]) {
			const sent = afterSending(lost, 'v_pub_file~v2-1.1', isReceived);
			expect(toErrorItem(NODE, sent, 0)).toMatchObject({
				message: expect.stringContaining('Get Status'),
				details: { code: BARE.code, retryable: false, publish_id: 'v_pub_file~v2-1.1' },
			});
		}
	});

	it('has the HTTP code 429 also when TikTok sends the limit with HTTP 200', () => {
		const error = toNodeError(NODE, new TikTokError({ ...RATE_LIMIT, httpStatus: 200 }), 0);
		expect(error).toMatchObject({ httpCode: '429' });
	});

	it.each([400, 401, 403, 404, 429, 500, 502, 503])(
		'with HTTP %d is not replaced by n8n’s stock text',
		(httpStatus) => {
			const error = toNodeError(NODE, new TikTokError({ ...BARE, httpStatus }), 0);
			expect(error).toMatchObject({ message: BARE.message, httpCode: String(httpStatus) });
		},
	);
});

describe('other errors in n8n', () => {
	it('bad input becomes an operation error with the fix as its description', () => {
		const error = toNodeError(NODE, new InputError('Caption is too long', 'Shorten Caption.'), 2);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'Caption is too long',
			description: 'Shorten Caption.',
			context: { itemIndex: 2 },
		});
	});

	it('a stop says that the execution was stopped', () => {
		const error = toNodeError(NODE, new StoppedError(), 0);
		expect(error.message).toBe('The execution was stopped');
	});

	it('n8n’s own errors keep their words', () => {
		const own = new ExpressionError('Cannot resolve $json.x', {
			description: 'Run the node before',
		});
		expect(toNodeError(NODE, own, 1)).toMatchObject({
			message: 'Cannot resolve $json.x',
			description: 'Run the node before',
			context: { itemIndex: 1 },
		});
	});

	it('an error that is a node error already goes on as it is', () => {
		const known = new NodeOperationError(NODE, 'Known');
		expect(toNodeError(NODE, known, 0)).toBe(known);
		const api = new NodeApiError(NODE, { message: 'Known' });
		expect(toNodeError(NODE, api, 0)).toBe(api);
	});

	it.each([
		['an expression that fails', 'ExpressionError'],
		['bad input', 'UserError'],
		['trouble that passes', 'OperationalError'],
	] as const)('n8n’s own error about %s keeps its words, whichever copy made it', (_what, name) => {
		const options = { description: 'Run the node before' };
		for (const own of [
			new { ExpressionError, UserError, OperationalError }[name]('Not there', options),
			new secondCopy[name]('Not there', options),
		]) {
			expect(toNodeError(NODE, own, 1)).toMatchObject({
				message: 'Not there',
				description: 'Run the node before',
				context: { itemIndex: 1 },
			});
		}
	});

	it('a node error of a second copy of n8n-workflow goes on as it is', () => {
		const known = new secondCopy.NodeOperationError(NODE, 'Known');
		expect(known).not.toBeInstanceOf(NodeOperationError);
		expect(toNodeError(NODE, known, 0)).toBe(known);
		const api = new secondCopy.NodeApiError(NODE, { message: 'Known' });
		expect(toNodeError(NODE, api, 0)).toBe(api);
	});

	it.each([
		[Object.assign(new Error('x'), { level: 'warning' })],
		[Object.assign(new Error('x'), { level: 3, tags: {} })],
		[Object.assign(new Error('x'), { node: NODE, messages: [] })],
		[{ message: 'x', level: 'warning', tags: {} }],
	])('what only resembles an error of n8n’s is none: %j', (resembling) => {
		expect(toNodeError(NODE, resembling, 0).message).toMatch(/unexpected problem/);
	});

	it('the unexpected is named as such and asks to be reported', () => {
		const error = toNodeError(NODE, new TypeError('x is not a function'), 0);
		expect(error).toMatchObject({
			message: 'The TikTok node ran into an unexpected problem',
			description:
				'TypeError: x is not a function. Please report it together with the settings of this node.',
		});
	});

	it.each([[new Error('act.example12345Example12345')], ['act.example12345Example12345']])(
		'the unexpected shows no token: %s',
		(thrown) => {
			const token = 'act.example12345Example12345';
			expect(JSON.stringify(toNodeError(NODE, thrown, 0))).not.toContain(token);
			expect(findSecrets(toErrorItem(NODE, thrown, 0), 'none')).toEqual([]);
		},
	);
});

describe('the item for n8n’s error output', () => {
	it('has exactly error, message and details, or n8n would send it down the success branch', () => {
		expect(toErrorItem(NODE, new TikTokError(RATE_LIMIT), 0)).toStrictEqual({
			error: RATE_LIMIT.message,
			message: `${RATE_LIMIT.message}. ${RATE_LIMIT.advice} (code rate_limit_exceeded, log id LOG1, publish_id v_pub_file~v2-1.77)`,
			details: {
				code: 'rate_limit_exceeded',
				stage: 'init',
				retryable: true,
				log_id: 'LOG1',
				http_status: 429,
				retry_after_seconds: 60,
				publish_id: 'v_pub_file~v2-1.77',
			},
		});
	});

	it('holds only what is known', () => {
		expect(toErrorItem(NODE, new TikTokError(BARE), 0).details).toStrictEqual({
			code: 'network_error',
			stage: 'creator_info',
			retryable: true,
		});
	});

	it.each([
		['soon', true],
		['wait', true],
		['hours', false],
		['config', false],
		['input', false],
		['file', false],
		['account', false],
		['never', false],
	] as const)('says of the class %s that a retry can help: %s', (retry, retryable) => {
		const { details } = toErrorItem(NODE, new TikTokError({ ...BARE, retry }), 0);
		expect(details).toMatchObject({ retryable });
	});

	it.each([
		[new InputError('a', 'b'), { code: 'invalid_input', stage: 'parameters', retryable: false }],
		[
			new InputError('a', 'b', 'media'),
			{ code: 'invalid_input', stage: 'media', retryable: false },
		],
		[new StoppedError(), { code: 'stopped', stage: 'parameters', retryable: false }],
		[new Error('x'), { code: 'unexpected_error', stage: 'parameters', retryable: false }],
		['x', { code: 'unexpected_error', stage: 'parameters', retryable: false }],
		[undefined, { code: 'unexpected_error', stage: 'parameters', retryable: false }],
	])('has details for %s', (error, details) => {
		const item = toErrorItem(NODE, error, 0);
		expect(Object.keys(item)).toEqual(['error', 'message', 'details']);
		expect(item.details).toStrictEqual(details);
	});

	it('does not end a message with two stops where there is no description', () => {
		expect(toErrorItem(NODE, new StoppedError(), 0).message).toBe('The execution was stopped');
	});
});
