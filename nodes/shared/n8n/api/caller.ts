import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** Where TikTok can be called from: a running node, or a drop-down in the editor. */
export type ApiCaller = IExecuteFunctions | ILoadOptionsFunctions;

/** The signal of the user's Stop; drop-downs have none. */
export function stopSignalOf(caller: ApiCaller): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in caller ? caller.getExecutionCancelSignal() : undefined;
}
