import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type Failure,
	type INode,
	type JsonObject,
} from 'n8n-workflow';
import { runsAsTool } from '../shared/n8n/runsAsTool';
import { redactMessage } from '../shared/tiktok/api/redact';
import {
	asError,
	InputError,
	isPassing,
	StoppedError,
	TikTokError,
	type RetryClass,
	type TikTokFailure,
} from '../shared/tiktok/api/errors';
import { isN8nError, isNodeError } from './n8nErrors';
import { takesErrorDetails } from './n8nFeatures';

/** What a workflow can branch on, the same in a thrown error and on the error output. */
export interface ErrorDetails {
	readonly code: string;
	readonly stage: string;
	/** Whether sending the same again may help, without anybody's help. Never once TikTok may have the post. */
	readonly retryable: boolean;
	readonly log_id?: string;
	readonly http_status?: number;
	readonly retry_after_seconds?: number;
	readonly publish_id?: string;
}

/** An item for n8n's error output: no other keys, or n8n puts it on the success branch. */
export interface ErrorItemJson extends IDataObject {
	error: string;
	message?: string;
	details?: IDataObject;
}

const CONFIGURATION: Failure = { cause: 'configuration-invalid' };

/** n8n's own words for why a node failed; versions before 2.41 don't read them. */
const N8N_FAILURES: Readonly<Record<Exclude<RetryClass, 'wait'>, Failure>> = {
	soon: { cause: 'temporarily-unavailable' },
	hours: { cause: 'quota-exhausted' },
	credential: { cause: 'credential-invalid' },
	config: CONFIGURATION,
	input: CONFIGURATION,
	file: CONFIGURATION,
	account: CONFIGURATION,
	never: CONFIGURATION,
};

/**
 * The only place that makes n8n errors. What happened is the message, what to do and TikTok's code are
 * the description; an error this package doesn't know keeps its own text.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const nodeError = isNodeError(error) ? error : makeNodeError(node, error, itemIndex);
	return runsAsTool(node) ? sayAllInMessage(nodeError) : nodeError;
}

/** n8n hands an AI agent the message of its tool's error, and leaves out the description. */
function sayAllInMessage<T extends NodeApiError | NodeOperationError>(error: T): T {
	error.message = joinTexts(error);
	error.description = undefined;
	return error;
}

function joinTexts({ message, description }: NodeApiError | NodeOperationError): string {
	return [message, description].filter(Boolean).join('. ');
}

function makeNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof TikTokError) return apiError(node, error.failure, itemIndex);
	if (error instanceof InputError) {
		const { message, fix: description } = error;
		return operationError(node, message, { description, itemIndex, failure: CONFIGURATION });
	}
	if (error instanceof StoppedError) {
		return operationError(node, error.message, { description: describeStop(error), itemIndex });
	}
	if (isN8nError(error)) {
		const { message, description } = error;
		return operationError(node, message, { description: description ?? undefined, itemIndex });
	}
	return operationError(node, 'The TikTok node ran into an unexpected problem', {
		description: `${describeUnknown(error)}. Please report it together with the settings of this node.`,
		itemIndex,
		failure: { cause: 'node-defect' },
	});
}

function describeStop({ publishId }: StoppedError): string | undefined {
	if (publishId === undefined) return undefined;
	return `TikTok has the post, or may have it, and goes on with it. Ask with Get Status what became of it. (publish_id ${publishId})`;
}

function operationError(
	node: INode,
	message: string,
	options: ConstructorParameters<typeof NodeOperationError>[2],
): NodeOperationError {
	return keepMessage(new NodeOperationError(node, message, options), message);
}

/** n8n replaces a message that contains the name of a system error, even inside "@creeperman" (EPERM). */
function keepMessage<T extends NodeApiError | NodeOperationError>(error: T, message: string): T {
	error.message = message;
	error.messages = [];
	return error;
}

function describeUnknown(error: unknown): string {
	const { name, message } = asError(error);
	return redactMessage(`${name}: ${message}`);
}

/**
 * The same as JSON for the error output, for Continue On Fail. Without `details` where they would make
 * an older n8n send it down the success branch.
 */
export function toErrorItem(node: INode, error: unknown, itemIndex: number): ErrorItemJson {
	const nodeError = toNodeError(node, error, itemIndex);
	return {
		error: nodeError.message,
		// What an agent reads stands there once.
		...(!runsAsTool(node) && { message: joinTexts(nodeError) }),
		...(takesErrorDetails(node) && { details: { ...detailsOf(error) } }),
	};
}

function apiError(node: INode, failure: TikTokFailure, itemIndex: number): NodeApiError {
	const plainData: JsonObject = { ...detailsOfFailure(failure) };
	const httpCode = httpCodeOf(failure);
	const error = new NodeApiError(node, plainData, {
		message: failure.message,
		description: describe(failure),
		httpCode,
		itemIndex,
		failure: toN8nFailure(failure),
	});
	// Without a status n8n takes the code for one.
	error.httpCode = httpCode ?? null;
	return keepMessage(error, failure.message);
}

function toN8nFailure({ retry, retryAfterSeconds }: TikTokFailure): Failure {
	if (retry !== 'wait') return N8N_FAILURES[retry];
	return { cause: 'rate-limited', retryAfterMs: (retryAfterSeconds ?? 0) * 1_000 };
}

function describe(failure: TikTokFailure): string {
	const facts = [
		`code ${failure.code}`,
		failure.logId && `log id ${failure.logId}`,
		failure.publishId && `publish_id ${failure.publishId}`,
		failure.serverWaitSeconds && `wait ${failure.serverWaitSeconds} s`,
	].filter(Boolean);
	return `${failure.advice} (${facts.join(', ')})`;
}

function httpCodeOf(failure: TikTokFailure): string | undefined {
	return failure.retry === 'wait' ? '429' : failure.httpStatus?.toString();
}

function detailsOf(error: unknown): ErrorDetails {
	if (error instanceof TikTokError) return detailsOfFailure(error.failure);
	if (error instanceof InputError) {
		return { code: 'invalid_input', stage: error.stage, retryable: false };
	}
	return {
		code: error instanceof StoppedError ? 'stopped' : 'unexpected_error',
		stage: 'parameters',
		retryable: false,
	};
}

function detailsOfFailure(failure: TikTokFailure): ErrorDetails {
	return {
		code: failure.code,
		stage: failure.stage,
		retryable: isPassing({ failure }) && failure.mayBePosted !== true,
		...(failure.logId ? { log_id: failure.logId } : {}),
		...(failure.httpStatus === undefined ? {} : { http_status: failure.httpStatus }),
		...(failure.retryAfterSeconds === undefined
			? {}
			: { retry_after_seconds: failure.retryAfterSeconds }),
		...(failure.publishId ? { publish_id: failure.publishId } : {}),
	};
}
