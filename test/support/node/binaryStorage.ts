/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports
   -- tests use n8n's own storage */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { BinaryDataService, type BinaryDataConfig, type ErrorReporter } from 'n8n-core';
import type { INodeExecutionData, Logger } from 'n8n-workflow';

/** n8n-core resolves its services in a container of its own copy of the dependency-injection library. */
const { Container } = require(
	require.resolve('@n8n/di', { paths: [dirname(require.resolve('n8n-core'))] }),
) as typeof import('@n8n/di');

const logger = { info() {}, warn() {}, error() {}, debug() {} } as unknown as Logger;

/** n8n's binary storage in filesystem mode, in a folder of its own. */
export interface TestBinaryStorage {
	/** Stores a video and returns an item that refers to it, as a node before ours would deliver it. */
	store(video: Buffer | Readable, field?: string): Promise<INodeExecutionData>;
	close(): Promise<void>;
}

export async function openBinaryStorage(): Promise<TestBinaryStorage> {
	const folder = await mkdtemp(join(tmpdir(), 'tiktok-post-binary-'));
	const config = { mode: 'filesystem', localStoragePath: folder } as BinaryDataConfig;
	const errorReporter = { error() {} } as unknown as ErrorReporter;
	const service = new BinaryDataService(config, errorReporter, logger as never);
	await service.init();
	Container.set(BinaryDataService, service);
	return {
		async store(video, field = 'data') {
			const location = { type: 'execution', workflowId: 'wf1', executionId: '1' } as const;
			const empty = { data: '', mimeType: 'video/mp4', fileName: 'video.mp4' };
			return { json: {}, binary: { [field]: await service.store(location, video, empty) } };
		},
		close: async () => await rm(folder, { recursive: true, force: true }),
	};
}
