import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { executeNode, executeNodeToError, type NodeRun, type NodeRunResult } from './executeNode';
import { findSecrets } from './findSecrets';
import { openPostStage, type PostStage } from './postStage';
import type { TestCredential } from './testCredential';

/** A stage for every test of a file, made as new before each and found clean after each. */
export interface StageInUse {
	readonly stage: PostStage;
	/** The connected account; a test may replace it. */
	credential: TestCredential | undefined;
	/** An item with a small real video. */
	videoItem(): Promise<INodeExecutionData>;
	/** Runs the node; by default on one item without a file. */
	run(parameters: IDataObject, more?: Partial<NodeRun>): Promise<NodeRunResult>;
	/** Runs the node on one item and returns its output. */
	runOne(parameters: IDataObject, more?: Partial<NodeRun>): Promise<IDataObject>;
	/** Runs the node to its error: what the user sees. Fails if the error holds a secret. */
	fail(parameters: IDataObject, more?: Partial<NodeRun>): Promise<ShownError>;
}

/** An error as n8n's panel shows it. */
export interface ShownError {
	message: string;
	description: string;
	httpCode: string | null | undefined;
}

/** Opens the stage for the test file that calls this at its top level. */
export function useStage(): StageInUse {
	let stage: PostStage | undefined;
	const opened = (): PostStage => {
		if (stage === undefined) throw new Error('The stage opens before the first test');
		return stage;
	};
	beforeAll(async () => {
		stage = await openPostStage();
	});
	beforeEach(() => {
		inUse.credential = opened().prepare();
	});
	afterEach(() => opened().expectClean());
	afterAll(async () => await stage?.close());

	const inUse: StageInUse = {
		get stage() {
			return opened();
		},
		credential: undefined,
		videoItem: async () => await opened().storage.store(opened().video),
		run: async (parameters, more) =>
			await executeNode({ parameters, credential: inUse.credential, ...more }),
		runOne: async (parameters, more) => {
			const { output } = await inUse.run(parameters, more);
			expect(output).toHaveLength(1);
			return output[0]?.json ?? {};
		},
		fail: async (parameters, more) => {
			const error = await executeNodeToError({ parameters, credential: inUse.credential, ...more });
			expect(findSecrets(error, opened().simulator.app.clientSecret)).toEqual([]);
			return error as unknown as ShownError;
		},
	};
	return inUse;
}
