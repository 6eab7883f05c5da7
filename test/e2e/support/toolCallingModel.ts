import type { IDataObject } from 'n8n-workflow';

import { completeChat } from './completeChat';
import { HttpInbox, type InboxAnswer, type ReceivedRequest } from './httpInbox';

/** A request for a chat completion, as far as it is read here. */
interface ChatRequest {
	messages: Array<{ role: string; content: unknown }>;
	tools?: Array<{ function: { name: string } }>;
}

/** A chat model in OpenAI's manner that calls the first tool it is offered, and repeats what it hears from it. */
export class ToolCallingModel {
	private constructor(
		private readonly inbox: HttpInbox,
		/** What its tools answered, call after call. */
		readonly heard: readonly string[],
	) {}

	static async open(): Promise<ToolCallingModel> {
		const heard: string[] = [];
		return new ToolCallingModel(await HttpInbox.open((request) => answer(request, heard)), heard);
	}

	get url(): string {
		return `${this.inbox.origin}/v1`;
	}

	async close(): Promise<void> {
		await this.inbox.close();
	}
}

function answer({ body }: ReceivedRequest, heard: string[]): InboxAnswer {
	const { messages, tools = [] } = JSON.parse(body) as ChatRequest;
	const last = messages.at(-1);
	if (last?.role !== 'tool') return completeChat(callOf(tools[0]?.function.name), 'tool_calls');
	const content = String(last.content);
	heard.push(content);
	return completeChat({ content }, 'stop');
}

function callOf(name: string | undefined): IDataObject {
	const call = { id: 'call_1', type: 'function', function: { name, arguments: '{}' } };
	return { content: null, tool_calls: [call] };
}
