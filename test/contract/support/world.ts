import type { AxiosInstance } from 'axios';
import { startSimulator, type Simulator, type TokenPair } from '../../simulator';
import { jsonOf, makeClient, settle, type Answer } from './client';
import { makeVideo, wholeSource } from './video';

const API = 'https://open.tiktokapis.com';
const SMALL_VIDEO_BYTES = 1000;

/** Paths of the API by the simulator's own endpoint names. */
export const API_PATHS = {
	creatorInfo: '/v2/post/publish/creator_info/query/',
	videoInit: '/v2/post/publish/video/init/',
	inboxInit: '/v2/post/publish/inbox/video/init/',
	contentInit: '/v2/post/publish/content/init/',
	status: '/v2/post/publish/status/fetch/',
	cancel: '/v2/post/publish/cancel/',
	userInfo: '/v2/user/info/',
	videoList: '/v2/video/list/',
	videoQuery: '/v2/video/query/',
} as const;

/** One endpoint of the API. */
export type ApiName = keyof typeof API_PATHS;

/** How a call differs from a correct one. */
export interface CallOptions {
	/** Sent as is if text, as JSON otherwise; undefined sends no body. */
	body?: unknown;
	headers?: Record<string, string | undefined>;
	query?: string;
	method?: string;
}

/** A simulator, a client and a connected account: what a contract case plays with. */
export class World {
	token: TokenPair;

	private constructor(
		readonly simulator: Simulator,
		readonly http: AxiosInstance,
	) {
		this.token = simulator.connect();
	}

	static async open(): Promise<World> {
		const simulator = await startSimulator({ realClock: false });
		return new World(simulator, makeClient(simulator));
	}

	/** A fresh start between cases. */
	reset(): void {
		this.simulator.reset();
		this.token = this.simulator.connect();
	}

	/** Calls an endpoint as TikTok documents it, but for `options`. */
	async call(name: ApiName, options: CallOptions = {}): Promise<Answer> {
		const { body } = options;
		const headers = {
			Authorization: `Bearer ${this.token.access_token}`,
			'Content-Type': body === undefined ? undefined : 'application/json; charset=UTF-8',
			...options.headers,
		};
		return await settle(
			this.http.request({
				method: options.method ?? (name === 'userInfo' ? 'GET' : 'POST'),
				url: API + API_PATHS[name] + (options.query ?? ''),
				headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value)),
				data: typeof body === 'string' ? body : JSON.stringify(body),
			}),
		);
	}

	/** A correct init of a direct post; the bodies of cases are built on this one. */
	directPost(
		source: Record<string, unknown> = wholeSource(SMALL_VIDEO_BYTES),
		info: Record<string, unknown> = {},
	): Record<string, unknown> {
		return { post_info: { privacy_level: 'SELF_ONLY', ...info }, source_info: source };
	}

	/** Opens an upload and returns what the init answered. */
	async init(body: unknown, name: ApiName = 'videoInit'): Promise<{ id: string; url: string }> {
		const answer = await this.call(name, { body });
		const data = jsonOf(answer).data as Record<string, string> | undefined;
		if (!data?.publish_id) throw new Error(`init answered ${answer.status} ${answer.text}`);
		return { id: data.publish_id, url: data.upload_url ?? '' };
	}

	/** Sends bytes [first, last] of a video. */
	async put(
		url: string,
		[first, last, total]: readonly [number, number, number],
		headers: Record<string, string | undefined> = {},
		content = makeVideo(total),
	): Promise<Answer> {
		const all: Record<string, string | undefined> = {
			'Content-Type': 'video/mp4',
			'Content-Range': `bytes ${first}-${last}/${total}`,
			...headers,
		};
		const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value));
		return await settle(this.http.put(url, content.subarray(first, last + 1), { headers: sent }));
	}

	/** Posts a small video and returns its publish_id; processing has not ended yet. */
	async upload(info: Record<string, unknown> = {}, size = SMALL_VIDEO_BYTES): Promise<string> {
		const { id, url } = await this.init(this.directPost(wholeSource(size), info));
		await this.put(url, [0, size - 1, size]);
		return id;
	}

	/** The rules that were violated, in order. */
	violatedRules(): string[] {
		return this.simulator.violations.map((violation) => violation.rule);
	}
}
