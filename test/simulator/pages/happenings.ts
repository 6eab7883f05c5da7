import type { SimulatorState } from '../core/state';
import type { RateLimiter } from '../posting/rateLimits';
import { DEFAULT_SWITCHES } from '../switches';
import type { WebhookSender } from '../webhooks/sender';

/** Reason in the webhook `authorization.removed`. */
const REVOKED_BY_USER = 1;
const SERVICE_UNAVAILABLE = 503;

/** The parts of a simulator that the control page plays with. */
export interface Controlled {
	state: SimulatorState;
	limiter: RateLimiter;
	webhooks: WebhookSender;
	revoke(openId: string, reason: number): void;
}

/** Something that happens in life, and that a person can let happen now. */
export interface Happening {
	/** What its button says. */
	label: string;
	/** What it means for a workflow. */
	explanation: string;
	/** What the page says afterwards. */
	done: string;
	start(simulator: Controlled): void;
}

/** What the control page offers, by the name in its address. */
export const HAPPENINGS: Record<string, Happening> = {
	'revoke-access': {
		label: 'Access revoked',
		explanation:
			'The creator removes the app in TikTok’s settings. The next run fails until the credential is connected again.',
		done: 'The access is revoked. Run a workflow to see it fail, then connect the credential again.',
		start: (simulator) =>
			simulator.state.creators.forEach(({ openId }) => simulator.revoke(openId, REVOKED_BY_USER)),
	},
	'daily-limit': {
		label: 'Daily limit reached',
		explanation: 'TikTok takes no more posts of this account today. Drafts still work.',
		done: 'The daily limit is reached, until everything goes well again.',
		start: ({ state }) => {
			state.switches.postCapPerDay = 0;
		},
	},
	'minute-limit': {
		label: 'Calls per minute used up',
		explanation: 'TikTok answers 429 for a minute, as when another program uses the same app.',
		done: 'The calls of this minute are used up. The option On Rate Limit → Wait waits until they come back.',
		start: ({ limiter }) => limiter.useUp(),
	},
	'chunk-refused': {
		label: 'A chunk is refused',
		explanation: 'TikTok answers 503 to the next part of a video. That part is sent again.',
		done: 'The next chunk is refused once.',
		start: ({ state }) =>
			state.faults.add({ on: { endpoint: 'upload' }, do: 'status', status: SERVICE_UNAVAILABLE }),
	},
	'connection-cut': {
		label: 'Connection cut in the middle',
		explanation: 'Half of the next chunk arrives, then the connection is gone. It is sent again.',
		done: 'The connection breaks in the middle of the next chunk.',
		start: ({ state }) => state.faults.add({ on: { endpoint: 'upload' }, do: 'reset-inside' }),
	},
	'refused-for-good': {
		label: 'The upload is refused for good',
		explanation: 'TikTok takes no byte of the next upload any more (403). The run fails.',
		done: 'The next upload is refused.',
		start: ({ state }) => state.faults.add({ on: { endpoint: 'upload' }, do: 'expire-url' }),
	},
	'webhook-now': {
		label: 'Webhook now',
		explanation: 'TikTok tells again, signed, how the newest finished post has ended.',
		done: 'Sent, if there is a webhook URL and a finished post; see the list below.',
		start: ({ state, webhooks }) => {
			const newest = state.posts.filter((post) => post.completedAt !== undefined).at(-1);
			if (newest) webhooks.onFinished(newest);
		},
	},
	'all-well': {
		label: 'Everything goes well again',
		explanation: 'Limits are open, and nothing breaks. Access that was revoked stays revoked.',
		done: 'Everything goes well again.',
		start: ({ state, limiter }) => {
			state.faults.clear();
			limiter.clear();
			// A real daily limit is forgotten, too: as many posts again as on a new day.
			state.switches.postCapPerDay = state.posts.length + DEFAULT_SWITCHES.postCapPerDay;
		},
	},
};

/** What is set to happen, in words; empty when everything goes well. */
export function describeWaiting({ state, limiter }: Controlled): string[] {
	const MS_PER_SECOND = 1000;
	const waiting = state.faults.pending().map((fault) => {
		const where = fault.on.endpoint === 'upload' ? 'the next chunk' : fault.on.endpoint;
		return `${FAULTS_IN_WORDS[fault.do] ?? fault.do}: ${where}`;
	});
	if (state.switches.postCapPerDay === 0) waiting.push('The daily limit is reached');
	const seconds = Math.ceil(limiter.usedUpForMs / MS_PER_SECOND);
	if (seconds > 0) waiting.push(`Calls per minute are used up for ${seconds} more seconds`);
	return waiting;
}

const FAULTS_IN_WORDS: Record<string, string> = {
	status: 'Refused once',
	'reset-inside': 'Connection cut in the middle',
	'expire-url': 'Refused for good',
};
