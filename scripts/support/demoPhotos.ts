/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- commands print and start processes; they are never shipped */

import { randomUUID } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { waitUntil } from '../../test/e2e/support/waitUntil';
import type { Simulator } from '../../test/simulator';
import { executionError, outputItems, type RunningN8n } from '../../test/support/n8n';
import { PROJECT_FOLDER } from '../../test/support/n8n/paths';
import { buildMediaWorkflow, buildPhotoWorkflow, PHOTO_NODE } from './photoWorkflows';

/** Where the simulated internet reaches this n8n. */
const PUBLIC_HOST = 'n8n.example';
const PHOTOS = ['sunset-1.jpg', 'sunset.png', 'sunset-3.webp'];
const WAIT_MS = 60_000;

/** What the demo's photo post needs from outside. */
interface Connected {
	simulator: Simulator;
	n8n: RunningN8n;
	credential: { id: string; name: string; type: string; fields: IDataObject };
}

/** The part of the demo that posts photos from files: n8n itself is the server that TikTok trusts. */
export class DemoPhotos {
	private constructor(
		private readonly n8n: RunningN8n,
		readonly workflowId: string,
	) {}

	/** Publishes the serving workflow, lets TikTok verify it, and imports the posting one. */
	static async setUp({ simulator, n8n, credential }: Connected): Promise<DemoPhotos> {
		const { id, name, type, fields } = credential;
		const webhookId = randomUUID();
		const address = `https://${PUBLIC_HOST}/webhook/${webhookId}`;
		simulator.media.route(PUBLIC_HOST, new URL(n8n.webhookUrl).origin);
		const { prefix, fileName } = simulator.urlProperties.offer(`${address}/`);
		const media = buildMediaWorkflow({ id, name }, webhookId, fileName);
		await n8n.rest.activateWorkflow(await n8n.rest.importWorkflow(media));
		await waitUntil(
			async () => (await axios.get(`${n8n.webhookUrl}/${webhookId}`, QUIETLY)).status === 200,
			'n8n serves photos',
			WAIT_MS,
		);
		await simulator.urlProperties.verify(prefix);
		await n8n.rest.updateCredential(id, type, name, { ...fields, photoAddress: address });
		const photoFiles = await provideFiles(n8n.filesFolder);
		const post = buildPhotoWorkflow({ photoFiles, credential: { id, name } });
		return new DemoPhotos(n8n, await n8n.rest.importWorkflow(post));
	}

	/** Posts the photos; throws with n8n's words if they are not published. */
	async post(): Promise<void> {
		const execution = await this.n8n.rest.runWorkflow(this.workflowId);
		const [item] = outputItems(execution, PHOTO_NODE);
		if (item?.json.status === 'PUBLISH_COMPLETE') return;
		throw new Error(`The photos were not published: ${executionError(execution)?.message}`);
	}
}

const QUIETLY = { proxy: false, validateStatus: () => true } as const;

async function provideFiles(folder: string): Promise<string> {
	await Promise.all(
		PHOTOS.map(async (photo) => {
			const source = join(PROJECT_FOLDER, 'test', 'fixtures', 'photos', photo);
			await copyFile(source, join(folder, photo));
		}),
	);
	return join(folder, 'sunset*.{jpg,png,webp}');
}
