import type { INode, IRunExecutionData } from 'n8n-workflow';
import type { FaultScript } from '../../simulator';
import { executeNode, makeExecutionData } from '../../support/node/executeNode';
import { findSecrets } from '../../support/node/findSecrets';
import { makeLargeVideo } from '../../support/node/largeVideo';
import { createParameters, openPostStage, type PostStage } from '../../support/node/postStage';
import type { TestCredential } from '../../support/node/testCredential';

const FORMS: ReadonlyArray<INode['onError']> = ['stopWorkflow', 'continueErrorOutput'];

/** Runs that end at every stage, most of them badly. */
const ENDINGS: ReadonlyArray<readonly [string, readonly FaultScript[]]> = [
	['well', []],
	['well, after a renewal of the access', [fault('creatorInfo', { do: 'status', status: 401 })]],
	['well, after a chunk was sent again', [fault('upload', { do: 'reset-inside', times: 2 })]],
	['with TikTok out of reach', [fault('creatorInfo', { do: 'reset-before', times: 3 })]],
	['with a gateway’s page', [fault('videoInit', { do: 'html', times: 3 })]],
	['with an answer cut off', [fault('videoInit', { do: 'truncated-json', times: 3 })]],
	['at the limit of calls', [fault('videoInit', { do: 'rate-limit' })]],
	['with an upload that TikTok refuses', [fault('upload', { do: 'status', status: 403 })]],
	['with an upload that keeps failing', [fault('upload', { do: 'reset-inside', times: 6 })]],
	['with redirects', [fault('upload', { do: 'status', status: 307 })]],
	['with a status that can’t be had', [fault('status', { do: 'html', times: 3 })]],
];

function fault(
	endpoint: FaultScript['on']['endpoint'],
	action: Omit<FaultScript, 'on'>,
): FaultScript {
	return { on: { endpoint }, ...action };
}

describe('what n8n shows, saves and logs holds no secret', () => {
	let stage: PostStage;
	let credential: TestCredential;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(() => {
		credential = stage.prepare();
	});

	afterEach(() => stage.expectClean());

	afterAll(async () => await stage.close());

	async function run(
		executionData: IRunExecutionData,
		onError: INode['onError'],
	): Promise<unknown> {
		const items = [await stage.storage.store(await makeLargeVideo(6_000_000))];
		const options = { maxWaitSeconds: 0, deduplicationKey: 'asset-7' };
		const parameters = createParameters({ options });
		try {
			return await executeNode({ parameters, items, credential, executionData, onError });
		} catch (error) {
			return error;
		}
	}

	describe.each(FORMS)('On Error: %s', (onError) => {
		it.each(ENDINGS)('in a run that ends %s', async (_title, faults) => {
			for (const script of faults) stage.simulator.faults.add(script);
			const executionData = makeExecutionData();
			const result = await run(executionData, onError);
			const shown = { result, executionData, logs: stage.logs.entries };
			expect(findSecrets(shown, stage.simulator.app.clientSecret)).toEqual([]);
		});
	});

	it('although the execution is saved with the post in it', async () => {
		const executionData = makeExecutionData();
		await run(executionData, 'stopWorkflow');
		expect(JSON.stringify(executionData)).toContain('v_pub_file~v2-1.7700000000000000001');
	});

	it('while the very same scan finds the tokens in the credential', () => {
		const found = findSecrets(credential.saved, stage.simulator.app.clientSecret);
		expect(found).toContainEqual(expect.stringMatching(/^token at \.oauthTokenData\.access_token/));
		expect(found).toContainEqual('client secret at .clientSecret');
	});
});
