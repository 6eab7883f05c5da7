/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- tests use n8n's own storage */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BinaryDataService, type BinaryDataConfig, type ErrorReporter } from 'n8n-core';
import type { INodeExecutionData, Logger } from 'n8n-workflow';
import { Container } from './container';

const logger = { info() {}, warn() {}, error() {}, debug() {} } as unknown as Logger;

/**
 * How n8n keeps files: on disk; in the items themselves, base64; so that a stream of it delivers the
 * whole file as one piece, which n8n's database mode does; or in the small pieces that come from a network,
 * as with S3.
 */
export type StorageMode = 'filesystem' | 'memory' | 'one-piece' | 'small-pieces';

/** What a read from a socket brings. */
const SMALL_PIECE_BYTES = 65_536;

/** Turns a stored file into the stream that the node gets, for storages that misbehave. */
export type Delivery = (file: Buffer) => Readable;

/** n8n's binary storage in a folder of its own. */
export interface TestBinaryStorage {
	/** Stores a video and returns an item that refers to it, as a node before ours would deliver it. */
	store(video: Buffer | Readable, field?: string): Promise<INodeExecutionData>;
	/** Every stream that the node has opened since they were forgotten. */
	readonly opened: readonly Readable[];
	/** Lets the streams go, and with them the files they hold. */
	forgetOpened(): void;
	/** From now on files are delivered like this; without argument as n8n does. */
	deliverAs(delivery?: Delivery): void;
	close(): Promise<void>;
}

/** Opens a storage and makes it the one that n8n-core uses. Close the one before first. */
export async function openBinaryStorage(
	mode: StorageMode = 'filesystem',
): Promise<TestBinaryStorage> {
	const folder = await mkdtemp(join(tmpdir(), 'tiktok-post-binary-'));
	const service = new WatchedBinaryData(folder, mode === 'memory' ? 'default' : 'filesystem');
	const usual = usualDelivery(mode);
	service.delivery = usual;
	await service.init();
	Container.set(BinaryDataService, service);
	return {
		async store(video, field = 'data') {
			const location = { type: 'execution', workflowId: 'wf1', executionId: '1' } as const;
			const empty = { data: '', mimeType: 'video/mp4', fileName: 'video.mp4' };
			return { json: {}, binary: { [field]: await service.store(location, video, empty) } };
		},
		opened: service.opened,
		forgetOpened: () => {
			service.opened.length = 0;
		},
		deliverAs: (delivery) => {
			service.delivery = delivery ?? usual;
		},
		close: async () => await rm(folder, { recursive: true, force: true }),
	};
}

/** Delivers a file in pieces of `pieceBytes`. */
export function inPieces(pieceBytes: number): Delivery {
	return (file) => Readable.from(cut(file, pieceBytes), { objectMode: false });
}

function usualDelivery(mode: StorageMode): Delivery | undefined {
	if (mode === 'one-piece') return inOnePiece;
	return mode === 'small-pieces' ? inPieces(SMALL_PIECE_BYTES) : undefined;
}

function inOnePiece(file: Buffer): Readable {
	return Readable.from([file], { objectMode: false });
}

function* cut(file: Buffer, pieceBytes: number): Generator<Buffer> {
	for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes);
}

/** n8n's own service, which tells what was opened and can be made to misbehave. */
class WatchedBinaryData extends BinaryDataService {
	readonly opened: Readable[] = [];
	delivery: Delivery | undefined;

	constructor(folder: string, mode: string) {
		const config = { mode, localStoragePath: folder } as BinaryDataConfig;
		const errorReporter = { error() {} } as unknown as ErrorReporter;
		super(config, errorReporter, logger as never);
	}

	override async getAsStream(id: string, pieceBytes?: number): Promise<Readable> {
		const stream = this.delivery
			? this.delivery(await this.getAsBuffer({ id, data: '', mimeType: 'video/mp4' }))
			: await super.getAsStream(id, pieceBytes);
		this.opened.push(stream);
		return stream;
	}
}
