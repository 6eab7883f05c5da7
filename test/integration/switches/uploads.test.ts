import type { IDataObject } from 'n8n-workflow';
import type { FaultScript } from '../../simulator';
import type { Switches } from '../../simulator/switches';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters } from '../../support/node/postStage';
import { useStage } from '../../support/node/useStage';
import { sha256Of } from '../../support/video';

jest.mock(
	'../../../nodes/shared/transport/pause',
	() => jest.requireActual('../../support/node/virtualTime').virtualPause,
);

const VIDEO_BYTES = 11_000_000;
const OPTIONS = { chunkSizeMb: 5.5 };

/** What TikTok leaves open about uploads that are disturbed. */
const OPEN: ReadonlyArray<readonly [title: string, switches: Partial<Switches>]> = [
	['as the simulator reads TikTok', {}],
	['D13: a repeated range is accepted', { rePut: 206 }],
	['D13: Content-Range counts to the last index', { putRange: 'last' }],
	['D13: no Content-Range', { putRange: 'none' }],
	['D13: all of it', { rePut: 206, putRange: 'last' }],
	['bytes of a broken chunk are kept', { partialChunks: 'keep' }],
];

const DISTURBANCES: ReadonlyArray<readonly [title: string, fault: Omit<FaultScript, 'times'>]> = [
	['the answer to the first part is lost', fault('reset-after', 0)],
	['the answer to the last part is lost', fault('reset-after', 'last')],
	['the first part breaks off', fault('reset-inside', 0)],
	['the last part breaks off', fault('reset-inside', 'last')],
	['the first part is accepted and thrown away', fault('forget', 0)],
	['the last part meets a gateway’s page', fault('html', 'last')],
];

describe.each(OPEN)('an upload in two parts, %s', (_title, switches) => {
	const use = useStage();

	it.each(DISTURBANCES)('arrives whole and once although %s', async (_disturbance, script) => {
		const { simulator, storage } = use.stage;
		Object.assign(simulator.switches, switches);
		simulator.faults.add(script);
		const video = await makeLargeVideo(VIDEO_BYTES);
		const output: IDataObject = await use.runOne(createParameters({ options: OPTIONS }), {
			items: [await storage.store(video)],
		});
		expect(output).toMatchObject({ status: 'PUBLISH_COMPLETE', uploaded_bytes: VIDEO_BYTES });
		expect(simulator.posts).toMatchObject([
			{ status: 'PUBLISH_COMPLETE', sha256: await sha256Of(video) },
		]);
	});
});

function fault(action: FaultScript['do'], chunk: number | 'last'): FaultScript {
	return { on: { endpoint: 'upload', chunk }, do: action };
}
