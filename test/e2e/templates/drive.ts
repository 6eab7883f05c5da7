/* eslint-disable @n8n/community-nodes/no-restricted-imports
   -- end-to-end tests use the file system and the clock; they are never shipped */

import { readFile } from 'node:fs/promises';

import { SAMPLE_MP4_PATH, sha256OfFile } from '../../support/video';
import { RUN_TIMEOUT_MS } from '../support/connectedN8n';
import { GoogleStandIn } from '../support/google';
import { waitUntil } from '../support/waitUntil';
import type { TemplateStage } from './stage';

const INBOX = 'folder-to-post';
const POSTED = 'folder-posted';
/** n8n asks Google Drive every minute. */
const POLL_TIMEOUT_MS = 150_000;
const WITH_SERVICE_ACCOUNT = { authentication: 'serviceAccount' };

/** Template: new video in Google Drive → posted. */
export function describeDrive(getStage: () => TemplateStage): void {
	describe('template: new video in Google Drive → posted', () => {
		let google: GoogleStandIn;

		beforeAll(async () => {
			const stage = getStage();
			google = await GoogleStandIn.open(stage.simulator);
			const credential = GoogleStandIn.credential();
			const id = await stage.n8n.rest.createCredential('googleApi', 'Google', credential);
			await stage.activate('google-drive-to-tiktok.json', {
				credentials: { googleApi: { id, name: 'Google' } },
				nodes: {
					'New file in the folder': ({ parameters }) =>
						void Object.assign(parameters, WITH_SERVICE_ACCOUNT, {
							folderToWatch: { __rl: true, mode: 'id', value: INBOX },
						}),
					'Download the video': ({ parameters }) =>
						void Object.assign(parameters, WITH_SERVICE_ACCOUNT),
					'Move it to Posted': ({ parameters }) =>
						void Object.assign(parameters, WITH_SERVICE_ACCOUNT, {
							folderId: { __rl: true, mode: 'id', value: POSTED },
						}),
				},
			});
			await waitUntil(async () => google.listings > 0, 'the folder is looked at');
		}, RUN_TIMEOUT_MS);

		afterAll(async () => await google?.close());

		it(
			'posts each new video once with its caption and moves it, leaves others, and reports what fails',
			async () => {
				const stage = getStage();
				const content = await readFile(SAMPLE_MP4_PATH);
				const video = { mimeType: 'video/mp4', content };
				google.upload(INBOX, { ...video, id: 'f-1', name: 'a.mp4', description: 'Said in Drive' });
				google.upload(INBOX, { ...video, id: 'f-2', name: 'Named in Drive.mp4' });
				google.upload(INBOX, { ...video, id: 'f-3', name: 'Empty.mp4', content: Buffer.alloc(0) });
				google.upload(INBOX, { id: 'f-4', name: 'list.pdf', mimeType: 'application/pdf', content });
				google.upload('another-folder', { ...video, id: 'f-5', name: 'Elsewhere in Drive.mp4' });

				const told = () => stage.chat.jsonAt('/hooks/team');
				const isMoved = (id: string) => google.files.get(id)?.parents.join() === POSTED;
				await waitUntil(
					async () => isMoved('f-1') && isMoved('f-2') && told().length > 0,
					'the videos are posted and moved',
					POLL_TIMEOUT_MS,
				);
				for (const caption of ['Said in Drive', 'Named in Drive']) {
					expect(stage.postsWith(caption)).toEqual([
						expect.objectContaining({
							status: 'PUBLISH_COMPLETE',
							sha256: await sha256OfFile(SAMPLE_MP4_PATH),
							postInfo: expect.objectContaining({ title: caption, privacy_level: 'SELF_ONLY' }),
						}),
					]);
				}
				expect(stage.postsWith('Elsewhere')).toEqual([]);
				expect(told()).toEqual([
					{ text: expect.stringMatching(/^Empty\.mp4 was not posted: .*empty/) },
				]);
				expect(['f-3', 'f-4'].map((id) => google.files.get(id)?.parents)).toEqual([
					[INBOX],
					[INBOX],
				]);
			},
			RUN_TIMEOUT_MS,
		);
	});
}
