import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { settleLedger } from '../../shared/n8n/once/postLedger';
import { takesErrorDetails } from '../n8nFeatures';
import { Batch } from './batch';
import { showUploads } from './post/uploadHint';

const OLD_N8N =
	'On the error output of an n8n older than 2.36, failed items have no "details". Update n8n, and workflows can branch on them.';

/** Runs the chosen operation for each item. */
export async function router(n8n: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	let output: INodeExecutionData[];
	try {
		output = await new Batch(n8n).run();
	} finally {
		await settleLedger(n8n);
	}
	showUploads(n8n);
	if (!takesErrorDetails(n8n.getNode()) && output.some(({ json }) => 'error' in json)) {
		n8n.addExecutionHints({ message: OLD_N8N, type: 'warning', location: 'outputPane' });
	}
	return [output];
}
