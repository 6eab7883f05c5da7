import { leastBatchMs } from '../../support/leastTime';
import { executeNode } from '../../support/node/executeNode';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { scale } from '../../support/scale';

jest.setTimeout(scale(60_000, 600_000));

const LOOKS_EACH = 6;
const MOST = 1.05;
describe('a batch with the default settings', () => {
	const use = useStage();

	it.each([20, scale(60, 200)])('of %d takes no longer than TikTok makes it', async (count) => {
		const { simulator } = use.stage;
		Object.assign(simulator.switches, {
			processingPolls: LOOKS_EACH - 1,
			postCapPerDay: 1_000_000,
		});
		const items = await Promise.all(Array.from({ length: count }, async () => use.videoItem()));
		const begunAt = simulator.clock.now();
		const { output } = await executeNode({
			parameters: createParameters(),
			items,
			credential: use.credential,
		});
		const tookMs = simulator.clock.now() - begunAt;
		expect(output.map(({ json }) => json.status)).toEqual(items.map(() => 'PUBLISH_COMPLETE'));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(simulator.posts).toHaveLength(count);
		expect(tookMs).toBeLessThanOrEqual(MOST * leastBatchMs(count, LOOKS_EACH));
	});
});
