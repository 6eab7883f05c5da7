import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { Container } from '../../../support/node/container';
import { readPhoto } from '../../../support/image/fixtures';
import { MediaN8n, WEBHOOK_ID } from '../../../support/node/mediaN8n';
import { createParameters } from '../../../support/node/postStage';
import { useStage, type StageInUse } from '../../../support/node/useStage';

const HOST = 'n8n.example.com';
export const PREFIX = `https://${HOST}/webhook/${WEBHOOK_ID}/`;

const MIME_TYPES: Readonly<Record<string, string>> = {
	jpg: 'image/jpeg',
	webp: 'image/webp',
	png: 'image/png',
};

/** A stage whose n8n serves photos at an address that TikTok has verified. */
export interface PhotoFilesInUse {
	readonly use: StageInUse;
	readonly media: MediaN8n;
	/** An item with these pictures of test/fixtures/photos, each in a field `data`, `data_1`, and so on. */
	itemOf(...names: string[]): Promise<INodeExecutionData>;
	/** The same with other contents, by field. */
	itemWith(contents: Readonly<Record<string, Buffer>>): Promise<INodeExecutionData>;
	/** SHA-256 of each photo that TikTok has, in their order. */
	listPulled(): Array<string | undefined>;
}

/** For the test file that calls this at its top level. */
export function usePhotoFiles(): PhotoFilesInUse {
	const use = useStage();
	let opened: MediaN8n | undefined;
	const media = () => {
		if (opened === undefined) throw new Error('It opens before each test');
		return opened;
	};

	beforeEach(async () => {
		opened = await MediaN8n.open();
		const { simulator } = use.stage;
		simulator.app.verifiedProperties.push(PREFIX);
		simulator.media.route(HOST, `http://127.0.0.1:${opened.port}`);
		if (use.credential) use.credential.saved.photoAddress = PREFIX.slice(0, -1);
		opened.credential = { saved: { ...use.credential?.saved } };
	});
	afterEach(async () => {
		await media().close();
		expect(media().started).toBe(0);
	});

	const store = async (content: Buffer, name: string): Promise<IBinaryData> => {
		const { binary } = await use.stage.storage.store(content);
		const mimeType = MIME_TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
		if (binary?.data === undefined) throw new Error('It is stored');
		return { ...binary.data, mimeType, fileName: name };
	};

	return {
		use,
		get media() {
			return media();
		},
		itemOf: async (...names) => {
			const binary: Record<string, IBinaryData> = {};
			for (const [index, name] of names.entries()) {
				binary[index === 0 ? 'data' : `data_${index}`] = await store(readPhoto(name), name);
			}
			return { json: {}, binary };
		},
		itemWith: async (contents) => {
			const binary: Record<string, IBinaryData> = {};
			for (const [field, content] of Object.entries(contents)) {
				binary[field] = await store(content, 'picture.jpg');
			}
			return { json: {}, binary };
		},
		listPulled: () => use.stage.simulator.posts[0]?.photos?.map(({ sha256 }) => sha256) ?? [],
	};
}

/** What n8n does with files of a webhook or form: into another folder, and back when the execution has ended. */
export async function moveTo(item: INodeExecutionData, folder: string): Promise<void> {
	for (const file of Object.values(item.binary ?? {})) {
		const from = file.id ?? '';
		const to = from.replace(/\/executions\/[^/]+\//, folder);
		const withoutMode = (id: string) => id.slice(id.indexOf(':') + 1);
		await Container.get(BinaryDataService).rename(withoutMode(from), withoutMode(to));
		file.id = to;
	}
}

/** Parameters of a post of photos from files, as the editor saves them. */
export function fileParameters(changes: IDataObject = {}): IDataObject {
	return createParameters({
		binaryPropertyName: undefined,
		caption: undefined,
		mediaType: 'photos',
		photoSource: 'binary',
		binaryPropertyNames: '',
		photoTitle: 'Three views',
		photoDescription: 'From the hill #sim',
		...changes,
	});
}
