import axios from 'axios';
import type { SimulatorState } from '../core/state';
import { RawInteger, stringifyWithRawIntegers } from '../http/json';
import { isDirect } from '../posting/caps';
import type { LifecycleListener } from '../posting/lifecycle';
import type { Post, WebhookDelivery } from '../types';
import { signWebhook } from './signature';

const OK = 200;
const MS_PER_SECOND = 1000;
const FIRST_RETRY_MS = 60_000;
const GIVE_UP_AFTER_MS = 72 * 60 * 60 * 1000;
/** Real time that a receiver has to answer "at once": long, because the test machine may be busy. */
const ANSWER_TIMEOUT_MS = 20_000;

/** One event on its way, through all its deliveries. */
interface PendingEvent {
	event: string;
	body: string;
	firstAt: number;
	/** Timestamp of the first signature, kept in retries unless `restamp` (D18). */
	timestampSec: number;
	attempt: number;
}

/**
 * Sends TikTok's webhooks: signed, `content` as a JSON string, every event at least once. Anything
 * but 200 is retried with exponential backoff on the simulator's clock, for 72 hours.
 * @see https://developers.tiktok.com/doc/webhooks-overview
 * @see https://developers.tiktok.com/doc/webhooks-events
 */
export class WebhookSender implements LifecycleListener {
	readonly deliveries: WebhookDelivery[] = [];
	private readonly running = new Set<Promise<unknown>>();
	/** A new one at each reset, so that nothing from before is sent any more. */
	private abort = new AbortController();

	constructor(private readonly state: SimulatorState) {}

	onFinished(post: Post): void {
		const common = { publish_id: post.publishId, publish_type: this.publishType(post) };
		if (post.status === 'FAILED') {
			const { publish_id, publish_type } = common;
			this.emit('post.publish.failed', post.openId, {
				publish_id,
				reason: post.failReason,
				publish_type,
			});
			return;
		}
		const isDraft = post.status === 'SEND_TO_USER_INBOX';
		const event = isDraft ? 'post.publish.inbox_delivered' : 'post.publish.complete';
		this.emit(event, post.openId, common);
	}

	onPublic(post: Post, postId: string): void {
		this.emitAboutPost('post.publish.publicly_available', post, postId);
	}

	onGone(post: Post, postId: string): void {
		this.emitAboutPost(this.state.switches.goneEvent, post, postId);
	}

	/** `reason`: 1 the user, 5 the developer; the table is on TikTok's page of events. */
	onRevoked(openId: string, reason: number): void {
		this.emit('authorization.removed', openId, { reason });
	}

	/** Sends an event to the app's webhook URL, if it has one. */
	emit(event: string, openId: string, content: Record<string, unknown>): void {
		if (this.state.app.webhookUrl === undefined) return;
		const now = this.state.clock.now();
		const timestampSec = Math.floor(now / MS_PER_SECOND);
		const body = JSON.stringify({
			client_key: this.state.app.clientKey,
			event,
			create_time: timestampSec,
			user_openid: openId,
			content: stringifyWithRawIntegers(content),
		});
		const pending = { event, body, firstAt: now, timestampSec, attempt: 1 };
		for (let copy = 0; copy < this.state.switches.webhookCopies; copy += 1) {
			this.run(this.deliver({ ...pending }));
		}
	}

	/** Sends what was sent once more, as "at least once" allows. */
	async redeliver(delivery: WebhookDelivery): Promise<WebhookDelivery> {
		return await this.post(delivery.event, delivery.body, delivery.signature, delivery.attempt);
	}

	/** Resolves when no delivery is under way; retries that are only scheduled don't count. */
	async settled(): Promise<void> {
		while (this.running.size > 0) await Promise.all(this.running);
	}

	/** Posts these very bytes; forged webhooks are made with it. */
	async post(
		event: string,
		body: string,
		signature: string | undefined,
		attempt = 1,
	): Promise<WebhookDelivery> {
		const url = this.state.app.webhookUrl ?? '';
		const headers: Record<string, string> = { 'content-type': 'application/json' };
		if (signature !== undefined) headers['tiktok-signature'] = signature;
		const at = this.state.clock.now();
		const status = await sendTo(url, body, headers, this.abort.signal);
		const delivery = { event, body, signature, attempt, at, status };
		this.deliveries.push(delivery);
		return delivery;
	}

	clear(): void {
		this.abort.abort();
		this.abort = new AbortController();
		this.deliveries.length = 0;
	}

	private emitAboutPost(event: string, post: Post, postId: string): void {
		const isNumber = this.state.switches.webhookPostId === 'number';
		this.emit(event, post.openId, {
			publish_id: post.publishId,
			post_id: isNumber ? new RawInteger(postId) : postId,
			publish_type: this.publishType(post),
		});
	}

	private publishType(post: Post): string {
		return isDirect(post) ? this.state.switches.directType : 'INBOX_SHARE';
	}

	private async deliver(pending: PendingEvent): Promise<void> {
		const { signal } = this.abort;
		const { app, switches, clock } = this.state;
		if (switches.restamp) pending.timestampSec = Math.floor(clock.now() / MS_PER_SECOND);
		const signature = signWebhook(pending.body, app.clientSecret, pending.timestampSec);
		const { event, body, attempt } = pending;
		const { status } = await this.post(event, body, signature, attempt);
		if (status === OK || signal.aborted) return;
		const wait = FIRST_RETRY_MS * 2 ** (attempt - 1);
		if (clock.now() + wait - pending.firstAt > GIVE_UP_AFTER_MS) return;
		pending.attempt += 1;
		clock.schedule(wait, () => this.run(this.deliver(pending)));
	}

	private run(work: Promise<unknown>): void {
		this.running.add(work);
		void work.finally(() => this.running.delete(work));
	}
}

/** Status of the answer, or 0 if there was none in time. */
async function sendTo(
	url: string,
	body: string,
	headers: Record<string, string>,
	signal: AbortSignal,
): Promise<number> {
	try {
		const { status } = await axios.post(url, body, {
			headers,
			signal,
			timeout: ANSWER_TIMEOUT_MS,
			proxy: false,
			maxRedirects: 0,
			// The signature covers these very bytes.
			transformRequest: (text: string) => text,
			validateStatus: () => true,
		});
		return status;
	} catch {
		return 0;
	}
}
