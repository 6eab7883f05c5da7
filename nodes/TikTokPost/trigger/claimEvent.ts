import type { IWebhookFunctions } from 'n8n-workflow';
import { RecentValues } from './recentValues';
import { pruneSeenEvents, readSeenEvents, type SeenEvents } from './seenEvents';

const OK = 200;
/** In the workflow's static data of this node. */
const STORED = 'seenEvents';

/** What this process knows of a node: n8n reads its database before a webhook, and writes it after. */
interface NodeMemory {
	seen: SeenEvents;
	/** Ends when the event before has been answered. */
	turn: Promise<void>;
	/** Events that are not answered yet. */
	unanswered: number;
}

/** Nodes that are remembered; what they have seen is in the database, too. */
const MAX_NODES = 100;

const memories = new RecentValues<NodeMemory>(MAX_NODES, ({ unanswered }) => unanswered === 0);

/**
 * Says whether an event comes for the first time, and remembers it for a week.
 *
 * A webhook has no access to n8n's deduplication store, so the workflow's static data does it. n8n writes
 * that once it has created the execution and before it answers 200. So a crash in between starts an event
 * twice at worst, and an event that n8n could not start is not remembered and comes again. Since n8n hands
 * out the static data as it was when the request came in, events of a node take turns, and those of this
 * process are remembered here too: copies that come at the same time are recognised, and entries that
 * another writer of the same static data has overwritten are written again.
 */
export async function claimEvent(
	n8n: IWebhookFunctions,
	name: string,
	nowSec: number,
): Promise<boolean> {
	const memory = openMemory(n8n);
	const turn = memory.turn;
	const answer = n8n.getResponseObject();
	const answered = waitForEnd(answer);
	let isNew = false;
	memory.unanswered += 1;
	memory.turn = turn
		.then(async () => await answered)
		.then(() => {
			memory.unanswered -= 1;
			const wasStarted = isNew && answer.statusCode === OK;
			if (wasStarted) memory.seen = pruneSeenEvents({ ...memory.seen, [name]: nowSec }, nowSec);
		});

	await turn;
	const data = n8n.getWorkflowStaticData('node');
	const stored = readSeenEvents(data[STORED]);
	const seen = pruneSeenEvents({ ...stored, ...memory.seen }, nowSec);
	isNew = seen[name] === undefined;
	const updated = isNew ? pruneSeenEvents({ ...seen, [name]: nowSec }, nowSec) : seen;
	if (Object.keys(updated).some((key) => stored[key] === undefined)) data[STORED] = updated;
	return isNew;
}

function openMemory(n8n: IWebhookFunctions): NodeMemory {
	const key = `${n8n.getWorkflow().id} ${n8n.getNode().id}`;
	return memories.open(key, () => ({ seen: {}, turn: Promise.resolve(), unanswered: 0 }));
}

/** Until the answer is sent, or the sender is gone. */
async function waitForEnd(
	answer: ReturnType<IWebhookFunctions['getResponseObject']>,
): Promise<void> {
	if (answer.closed) return;
	await new Promise<void>((resolve) => answer.once('close', () => resolve()));
}
