import type { IDataObject } from 'n8n-workflow';

import type { InboxAnswer } from './httpInbox';

/** What OpenAI answers to a chat completion, as far as n8n's node reads it. */
export function completeChat(message: IDataObject, reason: 'stop' | 'tool_calls'): InboxAnswer {
	const completion = {
		id: 'chatcmpl-1',
		object: 'chat.completion',
		created: 1,
		model: 'stub',
		choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: reason }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
	return { contentType: 'application/json', text: JSON.stringify(completion) };
}
