import ts from 'typescript';
import { visitAll } from '../../package/support/imports';
import { readShippedSources } from '../../package/support/projectFiles';
import {
	API_CODES,
	collectMessages,
	FAIL_REASONS,
	OAUTH_ERRORS,
	type PanelMessage,
} from './collectMessages';

/** What a user can do next begins with one of these. */
const NEXT_STEP =
	/\b(?:Add|Ask|Change|Check|Choose|Compress|Connect|Copy|Correct|Create|Download|Export|Give|Look|Open|Or download|Post|Put|Register|Remove|Return|Run|Save|Select|Send|Set|Shorten|Start|Try|Turn|Unpack|Update|Use|Verify|Wait|run|try|has to resolve|wait a moment)\b/;
/** Names of classes and functions, and words for developers, are no help in the panel. */
const DEVELOPERS_WORDS =
	/\b(?:undefined|null|NaN|\[object|Error:|TypeError|stack|exception|fetch failed)\b/;

let collected: Promise<PanelMessage[]> | undefined;

/** Collected within a test, so that mutation testing knows which test reaches which message. */
async function listMessages(): Promise<PanelMessage[]> {
	return await (collected ??= collectMessages());
}

async function find(title: string): Promise<PanelMessage> {
	const found = (await listMessages()).find((message) => message.title === title);
	if (found === undefined) throw new Error(`No message is titled ${title}`);
	return found;
}

it('every message as n8n’s panel shows it', async () => {
	const text = (await listMessages()).map(({ title, message, description, facts }) =>
		[title, `  ${message}`, `  ${description}`, `  [${facts}]`].join('\n'),
	);
	expect(`\n${text.join('\n\n')}\n`).toMatchSnapshot();
});

describe('each message', () => {
	it('says what happened in one line without a full stop', async () => {
		for (const { title, message } of await listMessages()) {
			expect([title, message]).toEqual([title, expect.stringMatching(/^\S.{5,200}[^.\s]$/)]);
		}
	});

	it('names a next step', async () => {
		const silent = (await listMessages()).filter(({ description }) => !NEXT_STEP.test(description));
		expect(silent).toEqual([]);
	});

	it('speaks to people', async () => {
		const odd = (await listMessages()).filter(({ message, description }) =>
			DEVELOPERS_WORDS.test(`${message} ${description}`),
		);
		expect(odd).toEqual([]);
	});

	it('ends its advice as a sentence, or with the facts in brackets', async () => {
		for (const { title, description } of await listMessages()) {
			expect([title, description]).toEqual([title, expect.stringMatching(/[.)]$/)]);
		}
	});
});

describe('TikTok’s documentation', () => {
	it.each(API_CODES)('%s (HTTP %d) has a message of its own, with its code', async (code) => {
		const { message, description } = await find(`TikTok: ${code}`);
		const unknown = await find('TikTok: a code nobody documented');
		expect(message).not.toBe(unknown.message);
		const shown = code === 'invalid_param' ? 'invalid_params' : code;
		expect(description).toContain(`(code ${shown}, log id LOG1`);
	});

	it.each(FAIL_REASONS.map((reason) => [reason]))('%s has a message of its own', async (reason) => {
		const { message, description } = await find(`Failed: ${reason}`);
		const unknown = await find('Failed: without a reason');
		expect(message).not.toMatch(new RegExp(`^${unknown.message}$`));
		expect(description).toContain(`code ${reason}, publish_id`);
	});

	it.each(OAUTH_ERRORS.map((error) => [error]))('%s is told with TikTok’s words', async (error) => {
		for (const title of [`Connecting: ${error}`, `Renewing: ${error}`]) {
			expect((await find(title)).description).toContain(`${error}: TikTok’s words (log_id LOG1)`);
		}
	});
});

it('no error of the code is missing from the list', async () => {
	const listed = (await listMessages()).map(({ message }) => message);
	const known = (parts: string[]) => listed.some((message) => holdsInOrder(message, parts));
	const written = readShippedSources()
		.filter((file) => !file.path.includes('Trigger') && !file.path.includes('/trigger/'))
		.flatMap(({ path, text }) => listWrittenMessages(path, text));
	expect(written.length).toBeGreaterThan(40);
	expect(written.filter(({ parts }) => !known(parts))).toEqual([]);
});

interface WrittenMessage {
	path: string;
	/** The fixed parts of the message's text. */
	parts: string[];
}

/** The messages that `new InputError(…)` and `new TikTokError({ message: … })` are made with. */
function listWrittenMessages(path: string, text: string): WrittenMessage[] {
	const found: WrittenMessage[] = [];
	visitAll({ path, text }, (node) => {
		if (!ts.isNewExpression(node)) return;
		const [first] = node.arguments ?? [];
		const name = node.expression.getText();
		const message =
			name === 'InputError' ? first : name === 'TikTokError' ? findMessage(first) : undefined;
		for (const parts of message ? listTexts(message) : []) found.push({ path, parts });
	});
	return found;
}

function findMessage(argument: ts.Expression | undefined): ts.Expression | undefined {
	if (argument === undefined || !ts.isObjectLiteralExpression(argument)) return undefined;
	const property = argument.properties.find((entry) => entry.name?.getText() === 'message');
	return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** Both sides of a condition; nothing for a text that comes from elsewhere. */
function listTexts(expression: ts.Expression): string[][] {
	if (ts.isStringLiteralLike(expression)) return [[expression.text]];
	if (ts.isConditionalExpression(expression)) {
		return [...listTexts(expression.whenTrue), ...listTexts(expression.whenFalse)];
	}
	if (!ts.isTemplateExpression(expression)) return [];
	const tails = expression.templateSpans.map((span) => span.literal.text);
	return [[expression.head.text, ...tails]];
}

function holdsInOrder(text: string, parts: string[]): boolean {
	let at = 0;
	for (const part of parts) {
		const found = text.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return true;
}
