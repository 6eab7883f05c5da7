import { readText } from '../../credentials/oauth/tokenData';
import { OTHER } from '../simulator/observed';
import { readApiAnswer } from '../support/tested/tiktok';
import type { Comparison } from './check';
import type { Answer } from './recorder';

/** Errors of OAuth that say to try again. */
const TROUBLE: readonly string[] = ['server_error', 'temporarily_unavailable'];

/** A position that the simulator does not have. */
export type Other = `${typeof OTHER}${string}`;

/** TikTok itself has answered; servers in front of it, and limits, say nothing of what was asked. */
export function isAnswered(answer: Answer | undefined): answer is Answer {
	const { status } = answer ?? {};
	return status !== undefined && status < 500 && status !== 429;
}

export function hasToken({ body }: Answer): boolean {
	return readText(body, 'access_token') !== '';
}

/** TikTok gives tokens, or has a reason not to; what it says in trouble, with any status, tells nothing. */
export function isTokenAnswer(answer: Answer | undefined): answer is Answer {
	if (!isAnswered(answer)) return false;
	const error = readText(answer.body, 'error');
	return hasToken(answer) || (error !== '' && !TROUBLE.includes(error));
}

/** Says nothing where not even the usual request was taken. */
export function isTakenToo({ odd, usual }: Partial<Comparison>): boolean | undefined {
	if (usual === undefined || !hasToken(usual) || !isTokenAnswer(odd)) return undefined;
	return hasToken(odd);
}

/** Why there are no tokens, in TikTok's words. */
export function describeRefusal({ status, body }: Answer): string {
	const [error = '', ...more] = ['error', 'error_description', 'log_id'].map((name) =>
		readText(body, name),
	);
	const answered = status === undefined ? 'no answer' : `HTTP ${status}`;
	return [error, answered, ...more].filter((part) => part !== '').join(', ');
}

export function codeOf(answer: Answer | undefined): string {
	if (answer === undefined) return '';
	const read = readApiAnswer(answer.status ?? 0, answer.text);
	return read.ok ? 'ok' : read.code;
}

/** Refused for what is odd in it; `undefined` where that is not certain. */
export function isRefusedForThat({ odd, usual }: Partial<Comparison> = {}): boolean | undefined {
	const code = codeOf(odd);
	if (code === 'ok') return false;
	return /^invalid_params?$/.test(code) && codeOf(usual) === 'ok' ? true : undefined;
}

export function choose<A, B>(
	is: boolean | undefined,
	whenTrue: A,
	whenFalse: B,
): A | B | undefined {
	if (is === undefined) return undefined;
	return is ? whenTrue : whenFalse;
}

export function statusOf<Status extends number>(
	answer: Answer | undefined,
	known: readonly Status[],
): Status | Other | undefined {
	if (!isAnswered(answer)) return undefined;
	return known.find((status) => status === answer.status) ?? `${OTHER}HTTP ${answer.status}`;
}

export function oneOf<Text extends string>(
	text: string,
	known: readonly Text[],
): Text | Other | undefined {
	if (text === '' || text === 'ok') return undefined;
	return known.find((value) => value === text) ?? `${OTHER}${text}`;
}
