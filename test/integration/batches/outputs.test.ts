import { executeNode } from '../../support/node/executeNode';
import { createParameters, statusParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';

const POSTS = 25;
const MINUTE_MS = 60_000;

describe('a batch', () => {
	const use = useStage();

	async function makePosts(count: number): Promise<void> {
		const items = await Promise.all(Array.from({ length: count }, async () => use.videoItem()));
		const parameters = createParameters({ waitUntilFinished: false });
		await executeNode({ parameters, items, credential: use.credential });
	}

	it('has an output for each item, also where others end while one is described', async () => {
		Object.assign(use.stage.simulator.switches, { processingPolls: 2, postCapPerDay: 1_000 });
		await makePosts(POSTS);
		use.stage.simulator.clock.advance(2 * MINUTE_MS);
		const items = use.stage.simulator.posts.map(({ publishId }) => ({ json: { publishId } }));
		const { output } = await executeNode({
			// Each asks for the creator's user name, which TikTok tells 20 times a minute.
			parameters: statusParameters('={{ $json.publishId }}', { waitUntilFinished: true }),
			items,
			credential: use.credential,
		});
		expect(output.map(({ json }) => json.publish_id)).toEqual(
			items.map(({ json }) => json.publishId),
		);
	});
});
