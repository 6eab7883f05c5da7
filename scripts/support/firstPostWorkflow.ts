import type { WorkflowJson } from '../../test/support/n8n';

/** What the note of the first post tells people to enter. */
export interface FirstPostOptions {
	/** Public link to an MP4 file, as far as this n8n is concerned. */
	videoUrl: string;
	credentialName: string;
	profileUrl: string;
	controlUrl: string;
}

/** A workflow that is empty but for a note, which leads to a first post made by hand. */
export function buildFirstPostWorkflow(options: FirstPostOptions): WorkflowJson {
	const { videoUrl, credentialName, profileUrl, controlUrl } = options;
	const content = `## Your first post
1. Press **+**, add **Trigger manually**, and behind it **TikTok Post**: resource **Post**, operation **Create**.
2. The credential **${credentialName}** is there already. To connect by hand once, create a new one: **App Platform: Desktop**, and as Client ID and Client Secret what \`npm start\` has printed.
3. **Video Source: URL**. Paste the clip that the simulator serves:
\`${videoUrl}\`
4. Write a **Caption** and choose a **Privacy Level**. *Everyone* works here; before TikTok's audit of a real app it is *Only Me*.
5. **Execute step**. The post appears by itself on [the profile page](${profileUrl}).

What if the access is revoked, or a limit is reached? Let it happen on [the control page](${controlUrl}), and run it again.`;
	return {
		name: 'Your first post',
		nodes: [
			{
				id: 'note',
				name: 'Your first post',
				type: 'n8n-nodes-base.stickyNote',
				typeVersion: 1,
				position: [-560, -160],
				parameters: { content, width: 500, height: 320 },
			},
		],
		connections: {},
	};
}
