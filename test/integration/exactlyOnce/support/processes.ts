import type { IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { createParameters } from '../../../support/node/postStage';
import type { NodeRun } from '../../../support/node/executeNode';
import type { StageInUse } from '../../../support/node/useStage';
import { DirectHttp } from './directHttp';
import type { N8nProcess } from './n8nProcess';
import { SharedTime, type Participant } from './sharedTime';
import { Tally } from './tally';

/** What one execution does in one of several n8n processes. */
export interface Delivery {
	readonly items: INodeExecutionData[];
	/** Changes to the node's parameters. */
	readonly changes?: IDataObject;
	/** Of an execution that is retried. */
	readonly executionData?: IRunExecutionData;
	/** What else the run is to be like. */
	readonly as?: Partial<NodeRun>;
}

/** Several n8n processes that know of each other by the database alone, and share a time of their own. */
export class Processes {
	readonly time: SharedTime;

	constructor(
		private readonly use: StageInUse,
		private readonly http = new DirectHttp(use.stage.simulator),
	) {
		this.time = new SharedTime(use.stage.simulator.clock);
	}

	/** Runs the node; what runs at the same time is to join before any of it begins. */
	async run(
		n8n: N8nProcess,
		{ items, changes = {}, executionData, as }: Delivery,
		participant: Participant = this.time.join(),
	): Promise<INodeExecutionData[] | 'died'> {
		const { credential, stage } = this.use;
		if (credential === undefined) throw new Error('The account is connected before each test');
		const accessToken = stage.simulator.connect().access_token;
		const { http } = this;
		const more = { http, accessToken, participant, staticData: {}, tally: new Tally() };
		const parametersOf = () => createParameters(changes);
		try {
			return await n8n.run(
				{ parameters: parametersOf(), items, credential, executionData, mode: 'webhook', ...as },
				{ ...more, credential: credential.saved as IDataObject, parametersOf },
			);
		} finally {
			this.time.leave(participant);
		}
	}

	close(): void {
		this.http.close();
	}
}
