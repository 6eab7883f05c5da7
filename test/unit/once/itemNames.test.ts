import type { ItemNames, PostIdentity } from '../../support/tested/once';
import { NodeStore } from '../ledger/support/nodeStore';
import { IDENTITY, World, type Run } from './support/world';

const BEGAN_AT = 5;
const BY_KEY = { deduplicationKey: 'mine' };
const NO_FILE = { fileId: undefined };
const TOOL = { nodeType: 'tikTokPostTool' };

let world: World;

beforeEach(() => {
	world = new World();
});

function name(
	run: Partial<Run> = {},
	identity: Partial<PostIdentity> = {},
	account = 'account',
): ItemNames {
	const item = world.item({ beganAt: BEGAN_AT, ...run });
	return world.process.nameItem(item, { ...IDENTITY, ...identity }, account);
}

describe('a slot', () => {
	it('is the place in the execution, counted from the run that it began with', () => {
		const slots = [2, 3].map((runIndex) => name({ runIndex, index: 4 }).slot);
		expect(slots).toEqual(['0.4', '1.4']);
	});

	it('of an agent’s call is what it posts, not how soon', () => {
		const { slot } = name(TOOL);
		expect(slot).toMatch(/^tool [0-9a-f]{32}$/);
		expect(name({ ...TOOL, runIndex: 1 }, { quick: { media: 'video' } }).slot).toBe(slot);
		expect(name(TOOL, { content: 'other' }).slot).not.toBe(slot);
	});
});

/** Whoever updates this package has posts of the version before in the database. */
describe('the names of a post stay from version to version', () => {
	const toName = (...parts: unknown[]) =>
		world.process.hash(['workflow', 'node', 'account', ...parts]);
	const inExecution = () => {
		const { name: execution } = world.process.markExecution(world.n8n(), 0);
		return toName('execution', execution, '0.0');
	};
	const file = () => toName('file', 'file', '0.0');
	const shared = () => toName('shared file', 'file', '0.0', 'caption');
	const began = () => toName('began', BEGAN_AT, '0.0', 'size');
	const byUser = () => toName('key', 'mine');

	it.each<[string, Partial<Run>, Partial<PostIdentity>, Array<() => string>]>([
		['a stored file, in production', {}, {}, [file]],
		['a stored file, in the editor', { mode: 'manual' }, {}, [inExecution, shared]],
		['a stored file, in a test', { mode: 'evaluation' }, {}, [inExecution, shared]],
		['a stored file, in a sub-workflow', { mode: 'integrated' }, {}, [inExecution, shared]],
		['a stored file, in a retry', { mode: 'retry' }, {}, [inExecution, file, shared, began]],
		['no stored file', {}, NO_FILE, [inExecution]],
		['no stored file, in a retry', { mode: 'retry' }, NO_FILE, [inExecution, began]],
		['a Deduplication Key', {}, BY_KEY, [byUser]],
		['a Deduplication Key, in the editor', { mode: 'manual' }, BY_KEY, [byUser]],
		['a Deduplication Key, in a retry', { mode: 'retry' }, BY_KEY, [byUser, began]],
		[
			'a retry where n8n tells no beginning',
			{ mode: 'retry', beganAt: undefined },
			BY_KEY,
			[byUser],
		],
	])('%s', (_what, run, identity, keys) => {
		expect(name(run, identity).keys).toEqual(keys.map((toKey) => toKey()));
	});

	it('the one of a retry that has lost the others', () => {
		expect(name().crashKey).toBe(began());
	});

	it('the one of a draft', () => {
		expect(name({}, { ...BY_KEY, isDraft: true }).userKey).toBe(toName('key of a draft', 'mine'));
	});

	it('a hash', () => {
		expect(world.process.hash(['a'])).toBe('0eb5b8d6f81bc677da8a08567cc4fa9a');
	});
});

it.each<[string, Partial<PostIdentity>, boolean]>([
	['a Deduplication Key', BY_KEY, true],
	['none', {}, false],
])('the user’s key is one of the names only where there is one: %s', (_what, identity, isOne) => {
	const { keys, userKey } = name({}, identity);
	expect(userKey).toBe(isOne ? keys[0] : undefined);
});

it.each<[string, () => ItemNames]>([
	['account', () => name({}, BY_KEY, 'other')],
	[
		'workflow',
		() => {
			world.database = new NodeStore(world.time, 'other');
			return name({}, BY_KEY);
		},
	],
	[
		'node',
		() => {
			world.database = new NodeStore(world.time, 'workflow', 'other');
			return name({}, BY_KEY);
		},
	],
])('what another %s has posted has other names', (_what, nameOther) => {
	const { userKey, crashKey } = name({}, BY_KEY);
	const other = nameOther();
	expect(other.userKey).not.toBe(userKey);
	expect(other.crashKey).not.toBe(crashKey);
});

it('has no name for such a retry in versions of n8n that do not tell when an execution began', () => {
	const item = world.item();
	const n8n = { ...item.n8n, getExecutionContext: undefined };
	const old = { ...item, n8n } as unknown as typeof item;
	expect(world.process.nameItem(old, IDENTITY, 'account').crashKey).toBeUndefined();
	expect(name({ beganAt: undefined }).crashKey).toBeUndefined();
});

describe('in a checkpoint', () => {
	const isSame = (part: 'content' | 'media', changes: Partial<PostIdentity>) =>
		world.process.nameContent(IDENTITY)[part] ===
		world.process.nameContent({ ...IDENTITY, ...changes })[part];

	it.each<[string, Partial<PostIdentity>, boolean, boolean]>([
		['another text', { content: 'other' }, false, true],
		['other media', { media: 'other' }, false, false],
		['another file', { fileId: 'other' }, false, false],
		['another Deduplication Key', BY_KEY, false, true],
		['how soon it is sent', { quick: { media: 'video' } }, true, true],
	])('%s is told from what was sent', (_what, changes, isSameContent, isSameMedia) => {
		expect(isSame('content', changes)).toBe(isSameContent);
		expect(isSame('media', changes)).toBe(isSameMedia);
	});
});
