/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests read files and start a server */
import { readFile } from 'node:fs/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { recordHookRun } from '../../../credentials/oauth/hookActivity';
import { routeInProcess } from '../routing';
import { startSimulator, type RecordedRequest, type Simulator } from '../../simulator';
import { SAMPLE_MP4_PATH } from '../video';
import { openBinaryStorage, type StorageMode, type TestBinaryStorage } from './binaryStorage';
import { captureLogs, type CapturedLogs } from './captureLogs';
import { clearDeduplicationStore } from './deduplicationStore';
import { findSecrets } from './findSecrets';
import { useVirtualTime } from './virtualTime';
import { connectedCredential, type TestCredential } from './testCredential';

/** One simulator with its account, n8n's storage, and this process routed to the simulator. */
export interface PostStage {
	readonly simulator: Simulator;
	readonly storage: TestBinaryStorage;
	readonly logs: CapturedLogs;
	/** A small real video. */
	readonly video: Buffer;
	/** Makes everything as new and connects the account. */
	prepare(): TestCredential;
	/** Connects another account. */
	connect(openId: string): TestCredential;
	/** Requests that reached TikTok's hosts, oldest first, for example `video/init 200`. */
	listRequests(): string[];
	/** The same for the upload host alone, with body bytes, for example `206 10000000`. */
	listPuts(): string[];
	/** Fails when the simulator saw anything undocumented, a fault was left, or a log line tells a secret. */
	expectClean(): void;
	close(): Promise<void>;
}

let lastAccount = 0;

/**
 * Opens a stage for a test file; the simulator's clock moves only with the node's waits.
 *
 * @param keepVideos false keeps only the hashes of what arrives
 */
export async function openPostStage(
	mode: StorageMode = 'filesystem',
	keepVideos = true,
): Promise<PostStage> {
	const simulator = await startSimulator({ realClock: false, keepVideos });
	const stopRouting = routeInProcess(simulator);
	const storage = await openBinaryStorage(mode);
	const logs = captureLogs();
	const video = await readFile(SAMPLE_MP4_PATH);
	return {
		simulator,
		storage,
		logs,
		video,
		prepare: () => {
			simulator.reset();
			// The node paces its calls per account and remembers them: each test of a file has its own account.
			for (const creator of simulator.creators) creator.openId = `sim-open-id-${++lastAccount}`;
			clearDeduplicationStore();
			storage.deliverAs();
			storage.forgetOpened();
			logs.clear();
			useVirtualTime(simulator.clock);
			// n8n 2.20 and later run the hook before every request.
			recordHookRun();
			return connectedCredential(simulator);
		},
		connect: (openId) => connectedCredential(simulator, simulator.connect(openId)),
		listRequests: () => simulator.requests.map(describeRequest),
		listPuts: () =>
			simulator.requests
				.filter(isUpload)
				.map(({ status, requestBytes }) => `${status} ${requestBytes}`),
		expectClean: () => {
			simulator.expectClean();
			expect(findSecrets(logs.entries, simulator.app.clientSecret)).toEqual([]);
		},
		close: async () => {
			stopRouting();
			await storage.close();
			await simulator.close();
		},
	};
}

/** Parameters of a public post, as the editor saves them; `changes` replaces some. */
export function createParameters(changes: IDataObject = {}): IDataObject {
	return {
		resource: 'post',
		operation: 'create',
		binaryPropertyName: 'data',
		caption: 'Morning run #sim',
		privacyLevel: 'PUBLIC_TO_EVERYONE',
		allowUsersTo: [],
		isAigc: false,
		waitUntilFinished: true,
		options: {},
		...changes,
	};
}

/** Parameters of Get Status. */
export function statusParameters(publishId: string, changes: IDataObject = {}): IDataObject {
	return { resource: 'post', operation: 'getStatus', publishId, ...changes };
}

/** The single output item's JSON. */
export function onlyJson(output: INodeExecutionData[]): IDataObject {
	expect(output).toHaveLength(1);
	return output[0]?.json ?? {};
}

function describeRequest(request: RecordedRequest): string {
	const place = request.path.replace(/^\/v2\/(?:post\/publish\/)?|\/$/g, '');
	return `${isUpload(request) ? 'upload' : place} ${request.status}`;
}

function isUpload({ host }: RecordedRequest): boolean {
	return host.includes('upload');
}
