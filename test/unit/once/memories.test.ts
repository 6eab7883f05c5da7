import type { IDataObject } from 'n8n-workflow';
import type { Turn } from '../../support/tested/once';
import { CREDENTIAL, PUBLISH_ID, World } from './support/world';

const MAX_SAVED_IDS = 200;
const MAX_REMEMBERED = 5_000;
const turnOf = (key: string, turn = 0): Turn => ({ key, turn });

let world: World;

beforeEach(() => {
	world = new World();
});

describe('which post a Deduplication Key stands for, in the static data of the node', () => {
	const save = (key: string, publishId = key) =>
		world.process.savePublishedId(world.n8n(), turnOf(key), publishId);
	const recall = (key: string, turn = 0) =>
		world.process.recallPublishedId(world.n8n(), turnOf(key, turn));

	it('is saved for each turn', () => {
		save('key', PUBLISH_ID);
		expect(recall('key')).toBe(PUBLISH_ID);
		expect(recall('key', 1)).toBeUndefined();
		expect(recall('other')).toBeUndefined();
		expect(world.staticData).toEqual({ publishIds: { 'key|0': PUBLISH_ID } });
	});

	it('is written only where it is new, because n8n saves all of it then', () => {
		save('key', PUBLISH_ID);
		const { publishIds } = world.staticData;
		save('key', PUBLISH_ID);
		expect(world.staticData.publishIds).toBe(publishIds);
		save('key', 'later');
		expect(recall('key')).toBe('later');
	});

	it('is kept for the newest ones, also of those that were saved anew', () => {
		for (let number = 1; number < MAX_SAVED_IDS; number++) save(`key ${number}`);
		save('key 1', 'anew');
		save('one more');
		expect(recall('key 2')).toBeDefined();
		save('two more');
		expect(recall('key 2')).toBeUndefined();
		expect(recall('key 1')).toBe('anew');
		expect(recall('key 3')).toBeDefined();
	});

	it.each<[string, IDataObject[string]]>([
		['nothing', undefined],
		['null', null],
		['a text', 'text'],
		['ids that are none', { 'key|0': 7 }],
	])('is not known where there is %s', (_what, publishIds) => {
		world.staticData.publishIds = publishIds;
		expect(recall('key')).toBeUndefined();
		save('key');
		expect(world.staticData.publishIds).toEqual({ 'key|0': 'key' });
	});
});

describe('posts that a process remembers', () => {
	const remember = (key: string, publishId = key) =>
		world.process.rememberPost(key, { publishId, videoSize: 1, turn: 0 });
	const recall = (key: string) => world.process.recallPost(key)?.publishId;

	it('are the newest, also of those that were sent anew', () => {
		for (let number = 0; number < MAX_REMEMBERED; number++) remember(`key ${number}`);
		expect(recall('key 0')).toBe('key 0');
		remember('key 0', 'anew');
		remember('one more');
		expect(recall('key 0')).toBe('anew');
		expect(recall('key 1')).toBeUndefined();
		expect(recall('key 2')).toBe('key 2');
	});
});

describe('uploads that a process remembers', () => {
	it('can be forgotten, one by one', () => {
		const { rememberUpload, recallUpload, forgetUpload } = world.process;
		const [first, second] = [world.upload('first'), world.upload('second')];
		rememberUpload(first);
		rememberUpload(second);
		forgetUpload('first');
		expect(recallUpload('first')).toBeUndefined();
		expect(recallUpload('second')).toBe(second);
	});
});

describe('who posts', () => {
	const sender = async (openId: string) => await world.process.readSender(world.n8n({ openId }));

	it('is TikTok’s account, which nobody can read, with the name of the credential', async () => {
		const { account, credentialName } = await sender('open id');
		expect(credentialName).toBe(CREDENTIAL);
		expect(account).toBe(world.process.hash('open id'));
		expect((await sender('other')).account).not.toBe(account);
	});

	it.each([
		['no credentials', undefined],
		['only others', { otherApi: { id: '1', name: 'Other' } }],
	])('has no name where the node lists %s', async (_what, credentials) => {
		const n8n = { ...world.n8n(), getNode: () => ({ credentials }) };
		const { credentialName } = await world.process.readSender(
			n8n as typeof n8n & ReturnType<World['n8n']>,
		);
		expect(credentialName).toBe('');
	});
});

describe('what is certain of media', () => {
	it('is the size of a video', () => {
		expect(world.process.factOfVideo(7)).toBe('video of 7 bytes');
	});

	it('is the number of photos, whoever fetches them', () => {
		const { factOfPhotos, factOfPulled } = world.process;
		expect(factOfPhotos(2)).toBe('2 photos');
		const photos = { photo_images: ['a', 'b'], photo_cover_index: 0 };
		expect(factOfPulled({ source: 'PULL_FROM_URL', ...photos })).toBe(factOfPhotos(2));
	});

	it('is nothing of a video that TikTok fetches', () => {
		const video = { source: 'PULL_FROM_URL', video_url: 'https://a.example/' } as const;
		expect(world.process.factOfPulled(video)).toBeUndefined();
	});
});
