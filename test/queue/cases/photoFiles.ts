import { readPhoto } from '../../support/image/fixtures';
import { executionError, outputItems, type Execution } from '../../support/n8n';
import { PhotoStage, PUBLIC_ORIGIN } from '../../e2e/support/photoStage';
import { RUN_TIMEOUT_MS, STACK_TIMEOUT_MS, type QueueStage } from '../support/queueStage';

const PHOTOS = ['sunset-1.jpg', 'sunset-2.jpg'].map(readPhoto);
let photos: PhotoStage | undefined;

/** A worker posts what it has read, and TikTok asks a webhook processor for it meanwhile. */
export function itPostsPhotos(use: { stage: QueueStage }, storage: string): void {
	it(
		`${storage}: a webhook processor serves photos of a worker that runs`,
		async () => {
			const execution = await postPhotos(use.stage, storage);
			expect(executionError(execution)).toBeUndefined();
			expect(outputItems(execution, 'Post')[0]?.json).toMatchObject({ status: 'PUBLISH_COMPLETE' });
			expect(photos?.post.photos?.map(({ bytes }) => bytes)).toEqual(
				PHOTOS.map(({ length }) => length),
			);
			expect(use.stage.stack.workersOf(execution.id)).toHaveLength(1);
			expect(await photos?.listMediaExecutions()).toEqual([]);
		},
		RUN_TIMEOUT_MS,
	);
}

/** With a disk for each process, nobody serves what the worker has. */
export function itRefusesPhotosOnSeparateDisks(use: { stage: QueueStage }): void {
	it(
		'a disk for each process: photos are refused before TikTok is told, with what to set',
		async () => {
			const { stack, simulator } = use.stage;
			await stack.restart({ N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' });
			const before = simulator.posts.length;
			const execution = await postPhotos(use.stage, 'separate disks');
			expect(executionError(execution)).toMatchObject({
				message: expect.stringContaining('does not have the file'),
				description: expect.stringContaining('N8N_DEFAULT_BINARY_DATA_MODE'),
			});
			expect(simulator.posts).toHaveLength(before);
		},
		STACK_TIMEOUT_MS,
	);
}

async function postPhotos(
	{ connected, stack, simulator }: QueueStage,
	name: string,
): Promise<Execution> {
	const processor = stack.webhookProcessors[0]?.url ?? '';
	simulator.media.route(new URL(PUBLIC_ORIGIN).hostname, processor);
	photos ??= await PhotoStage.on(connected, processor);
	await photos.waitUntilServing();
	return await photos.run(name, PHOTOS, photos.postNode({ photoTitle: `${name} #sim` }));
}
