/** The second node of the demo's workflows: it reads a video from disk, where both have it. */
export function readVideoNode(videoFile: string) {
	return {
		id: 'read',
		name: 'Read the video',
		type: 'n8n-nodes-base.readWriteFile',
		typeVersion: 1,
		position: [220, 0],
		parameters: { fileSelector: videoFile, options: {} },
	};
}
