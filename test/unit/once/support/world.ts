import type { IDataObject, IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import type {
	Findings,
	Item,
	KeyState,
	OpenedPost,
	OpenUpload,
	PostIdentity,
	PublishStatus,
	Turn,
} from '../../../support/tested/once';
import { NodeStore } from '../../ledger/support/nodeStore';
import { PausingTime } from './pausingTime';
import { startProcess } from './startProcess';

/** A run of the node. */
export interface Run {
	readonly mode: WorkflowExecuteMode;
	readonly runIndex: number;
	readonly index: number;
	readonly beganAt: number | undefined;
	readonly nodeType: string;
	/** TikTok's id of the connected account. */
	readonly openId: string;
	/** What n8n keeps with the execution; each other execution has one of its own. */
	readonly context: IDataObject;
	readonly onItsWay: () => Promise<void>;
}

export const IDENTITY: PostIdentity = {
	content: 'caption',
	media: 'size',
	fileId: 'file',
	deduplicationKey: '',
	isDraft: false,
	quick: undefined,
};
export const CREDENTIAL = 'My TikTok';
export const PUBLISH_ID = 'v_pub_1';
export const VIDEO_SIZE = 10;
export const CHUNK_SIZE = 4;
const PLAN = { video_size: VIDEO_SIZE, chunk_size: CHUNK_SIZE, total_chunk_count: 2 };

/** One process of n8n with one node, its database, and TikTok, which tells of posts what a test says. */
export class World {
	readonly time = new PausingTime();
	database = new NodeStore(this.time);
	process = startProcess(this.time);
	readonly staticData: IDataObject = {};
	readonly context: IDataObject = {};
	/** TikTok's next answers; `undefined`: it knows no such post. */
	answers: Array<PublishStatus | Error | undefined> = [];
	readonly asked: string[] = [];

	/** Nothing is remembered but by n8n. */
	restart(): void {
		this.process = startProcess(this.time);
	}

	item(run: Partial<Run> = {}): Item {
		const { index = 0, onItsWay } = run;
		const tiktok = { status: async (publishId: string) => await this.tell(publishId) };
		return { n8n: this.n8n(run), index, tiktok: tiktok as unknown as Item['tiktok'], onItsWay };
	}

	n8n(run: Partial<Run> = {}): IExecuteFunctions {
		const { mode = 'trigger', runIndex = 0, context = this.context, openId = 'open id' } = run;
		const beganAt = 'beganAt' in run ? run.beganAt : 1_700_000_000_000;
		const credentials = { tikTokOAuth2Api: { id: 'credential id', name: CREDENTIAL } };
		const { database, staticData } = this;
		const { id } = database.n8n.getNode();
		const n8n = {
			...database.n8n,
			getNode: () => ({ id, type: run.nodeType ?? 'tikTokPost', credentials }),
			getCredentials: async () => await Promise.resolve({ oauthTokenData: { open_id: openId } }),
			getMode: () => mode,
			getContext: (type: string) => (type === 'node' ? context : {}),
			getWorkflowStaticData: (type: string) => (type === 'node' ? staticData : {}),
			getWorkflowDataProxy: (index: number) => ({
				$runIndex: index === (run.index ?? 0) ? runIndex : -1,
			}),
			getExecutionContext: () => (beganAt === undefined ? undefined : { establishedAt: beganAt }),
		};
		return n8n as unknown as IExecuteFunctions;
	}

	/** One try at an item. */
	async attempt(run: Partial<Run> = {}, identity: Partial<PostIdentity> = {}) {
		return await this.process.PostAttempt.open(this.item(run), { ...IDENTITY, ...identity });
	}

	/** What is known of an item when its turn comes. */
	async findings(changes: Partial<Findings> = {}): Promise<Findings> {
		const item = changes.item ?? this.item();
		const identity = changes.identity ?? IDENTITY;
		const sender = await this.process.readSender(item.n8n);
		const names = this.process.nameItem(item, identity, sender.account);
		return {
			item,
			identity,
			sender,
			ledger: new this.process.PostLedger(item.n8n, names),
			checkpoint: {},
			userKey: names.userKey,
			before: undefined,
			keys: undefined,
			word: undefined,
			status: undefined,
			...changes,
		};
	}

	/** A post that this execution has opened. */
	opened(changes: Partial<OpenedPost> = {}): OpenedPost {
		return {
			publishId: PUBLISH_ID,
			turns: [],
			creatorUsername: 'creator',
			...this.process.nameContent(IDENTITY),
			videoSize: VIDEO_SIZE,
			acceptedBytes: 0,
			isCommitted: false,
			isUploaded: false,
			...changes,
		};
	}

	/** An upload that TikTok has just opened. */
	upload(publishId = PUBLISH_ID): OpenUpload {
		const uploadUrl = `https://upload.example.com/${publishId}`;
		return { publishId, uploadUrl, mimeType: 'video/mp4', plan: PLAN, openedAt: this.time.now };
	}

	/** The ledger of another execution, which has nothing to do with the others. */
	ledger(...keys: string[]) {
		const names = { keys, crashKey: undefined, userKey: undefined };
		return new this.process.PostLedger(this.database.n8n, names);
	}

	/** How far a key has got, as everybody reads it. */
	async reached(key: string): Promise<string> {
		const { turn, reached } = await this.ledger().read(key);
		return `${turn} ${reached}`;
	}

	/** Somebody else has claimed the turns; another process, which this one knows nothing of. */
	claim(...turns: Turn[]): void {
		this.database.add(...turns.flatMap((turn) => this.process.takenEntries(turn)));
	}

	get hasMetOthers(): boolean {
		return new this.process.StoreRow().hasOthers;
	}

	private async tell(publishId: string): Promise<PublishStatus | undefined> {
		this.asked.push(publishId);
		const answer = await Promise.resolve(this.answers.shift());
		if (answer instanceof Error) throw answer;
		return answer;
	}
}

export function status(name: string, changes: Partial<PublishStatus> = {}): PublishStatus {
	return {
		status: name,
		fail_reason: '',
		post_ids: [],
		uploaded_bytes: undefined,
		downloaded_bytes: undefined,
		...changes,
	};
}

export const PUBLISHED = status('PUBLISH_COMPLETE');
export const FAILED = status('FAILED', { fail_reason: 'internal' });
export const BAD_FILE = status('FAILED', { fail_reason: 'duration_check_failed' });
export const received = (bytes: number) => status('PROCESSING_UPLOAD', { uploaded_bytes: bytes });

export const COMMITTED_KEY: KeyState = { key: 'key', turn: 0, reached: 'committed', hasName: true };
