import { SAMPLE_MP4_PATH } from '../../support/video';
import { ConnectedN8n } from '../support/connectedN8n';
import { HttpInbox } from '../support/httpInbox';
import { ImportedTemplates, type TemplateChanges } from '../support/templates';

/** Where templates of these tests find the video. */
export const VIDEO_URL = 'https://media.example.com/clips/run.mp4';
const SECOND_ACCOUNT = 'sim-open-id-0002';
const CREDENTIAL = 'tikTokOAuth2Api';

/** A real n8n with all templates imported, and the places outside that they talk to. */
export class TemplateStage {
	private constructor(
		readonly connected: ConnectedN8n,
		readonly templates: ImportedTemplates,
		/** Host `dam.example.com`. */
		readonly dam: HttpInbox,
		/** Host `chat.example.com`. */
		readonly chat: HttpInbox,
		/** Of another TikTok account than the first. */
		readonly secondCredentialId: string,
	) {}

	static async open(): Promise<TemplateStage> {
		const connected = await ConnectedN8n.open();
		const { simulator, n8n } = connected;
		const [dam, chat] = [await HttpInbox.open(), await HttpInbox.open()];
		simulator.media.route('dam.example.com', dam.origin);
		simulator.media.route('chat.example.com', chat.origin);
		simulator.media.serve(VIDEO_URL, {
			content: { filePath: SAMPLE_MP4_PATH },
			contentType: 'video/mp4',
		});
		simulator.addCreator({ openId: SECOND_ACCOUNT, username: 'second.creator' });
		const second = await connected.createUnconnectedCredential();
		await n8n.rest.connect(second, { decision: 'allow', openId: SECOND_ACCOUNT });
		const templates = await ImportedTemplates.into(connected);
		return new TemplateStage(connected, templates, dam, chat, second);
	}

	get simulator() {
		return this.connected.simulator;
	}

	get n8n() {
		return this.connected.n8n;
	}

	/** Gives a template its credentials, applies further changes and activates it; returns its id. */
	async activate(
		fileName: string,
		changes: Partial<TemplateChanges> & { account?: 'first' | 'second' } = {},
	): Promise<string> {
		const { account = 'first', credentials, nodes } = changes;
		const id = account === 'first' ? this.connected.credentialId : this.secondCredentialId;
		const workflowId = await this.templates.prepare(fileName, {
			credentials: { [CREDENTIAL]: { id, name: 'TikTok' }, ...credentials },
			nodes,
		});
		await this.n8n.rest.activateWorkflow(workflowId);
		return workflowId;
	}

	/** Posts whose caption contains a text. */
	postsWith(text: string) {
		return this.simulator.posts.filter(({ postInfo }) => String(postInfo.title).includes(text));
	}

	/** Statuses of a workflow's executions, newest first. */
	async statuses(workflowId: string): Promise<string[]> {
		const ids = await this.n8n.rest.listExecutions(workflowId);
		return await Promise.all(ids.map(async (id) => (await this.n8n.rest.getExecution(id)).status));
	}

	async close(): Promise<void> {
		await this.connected.close();
		await this.dam.close();
		await this.chat.close();
	}
}
