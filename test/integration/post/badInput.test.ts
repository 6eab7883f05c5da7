import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { executeNodeToError } from '../../support/node/executeNode';
import { findSecrets } from '../../support/node/findSecrets';
import {
	createParameters,
	openPostStage,
	statusParameters,
	type PostStage,
} from '../../support/node/postStage';
import {
	connectedCredential,
	unconnectedCredential,
	type TestCredential,
} from '../../support/node/testCredential';
import { readVideoFixture } from '../../support/video';

/** What the user sees: what is wrong, and what to do. */
interface Shown {
	message: string;
	description: string;
}

describe('bad input', () => {
	let stage: PostStage;
	let credential: TestCredential | undefined;
	let item: INodeExecutionData;

	beforeAll(async () => {
		stage = await openPostStage();
	});

	beforeEach(async () => {
		credential = stage.prepare();
		item = await stage.storage.store(stage.video);
	});

	/** However an input is bad: no post was begun, no byte moved, nothing was leaked, every file is closed. */
	afterEach(() => {
		expect(stage.listRequests().filter((request) => /init|upload/.test(request))).toEqual([]);
		expect(stage.simulator.posts).toEqual([]);
		expect(stage.storage.opened.every((stream) => stream.destroyed)).toBe(true);
		stage.expectClean();
	});

	afterAll(async () => await stage.close());

	async function refuse(changes?: IDataObject): Promise<Shown> {
		return await show(createParameters(changes));
	}

	async function show(parameters: IDataObject): Promise<Shown> {
		const error = await executeNodeToError({ parameters, items: [item], credential });
		expect(findSecrets(error, stage.simulator.app.clientSecret)).toEqual([]);
		const { message, description } = error as Error & { description: string };
		return { message, description };
	}

	describe('in the file', () => {
		it('no binary field of that name names the ones there are', async () => {
			expect(await refuse({ binaryPropertyName: 'video' })).toEqual({
				message: 'Input Binary Field: the item has no binary field "video"',
				description: 'Set Input Binary Field to one the item has: "data".',
			});
		});

		it('no binary field at all asks for a node that delivers one', async () => {
			item = { json: {} };
			expect(await refuse()).toEqual({
				message: 'Input Binary Field: the item has no binary field "data"',
				description: expect.stringMatching(/^The item holds no file\. Put a node/),
			});
		});

		it.each([
			['a link', 'https://media.example.com/a.mp4?X-Amz-Signature=SECRETSIG'],
			['a link with a password', 'https://user:SECRET@media.example.com/a.mp4#SECRET'],
			['a link in a text', ' [clip](https://media.example.com/a.mp4?sig=SECRET)\n'],
		])('%s instead of a name is shown without secrets', async (_title, link) => {
			const { message, description } = await refuse({ binaryPropertyName: link });
			expect(message).toMatch(
				/^Input Binary Field: the item has no binary field ".*https:\/\/media\.example\.com\/a\.mp4"$/,
			);
			expect(description).toBe(
				'This is a URL, not the name of a field. Set Video Source to URL instead.',
			);
			expect(message).not.toContain('SECRET');
		});

		it('a query alone is not shown', async () => {
			const shown = await refuse({ binaryPropertyName: 'a.mp4?X-Amz-Signature=SECRETSIG' });
			expect(shown.message).toBe('Input Binary Field: the item has no binary field "a.mp4"');
		});

		it.each([
			['base64', 'QUJD'.repeat(100)],
			['a data URL', `data:video/mp4;base64,${'QUJD'.repeat(100)}`],
			['a short data URL', 'data:video/mp4;base64,QUJD'],
		])('the content as %s instead of a name is cut', async (_title, content) => {
			const { message, description } = await refuse({ binaryPropertyName: content });
			expect(message.length).toBeLessThan(200);
			expect(description).toBe(
				'Give the name of the field that holds the file, not its content. Set Input Binary Field to one the item has: "data".',
			);
		});

		it('long and telling names of fields are cut where they are listed', async () => {
			const file = item.binary?.data as IBinaryData;
			item.binary = { ['x'.repeat(1_000)]: file, 'https://a.example.com/b?SECRET': file };
			const { description } = await refuse();
			expect(description).toBe(
				`Set Input Binary Field to one the item has: "${'x'.repeat(100)}…", "https://a.example.com/b".`,
			);
		});

		it('an empty name of the field', async () => {
			expect((await refuse({ binaryPropertyName: '' })).message).toBe(
				'Input Binary Field: the item has no binary field ""',
			);
		});

		it('a name of the field that is no text', async () => {
			expect((await refuse({ binaryPropertyName: '={{ ["data"] }}' })).message).toBe(
				'Input Binary Field must be text, but the expression gives a list',
			);
		});

		it('an empty file', async () => {
			item = await stage.storage.store(Buffer.alloc(0));
			expect(await refuse()).toEqual({
				message: 'The file in binary field "data" is empty',
				description: 'Check the node that produces the file: it delivered 0 bytes.',
			});
		});

		it('a text file named .mp4', async () => {
			item = await stage.storage.store(Buffer.from('This is no video, whatever its name says.\n'));
			expect(await refuse()).toMatchObject({
				message: expect.stringMatching(
					/^The file in binary field "data" is not a video that TikTok takes/,
				),
				description: 'Send an MP4, MOV or WebM file. Only the content counts, not the file name.',
			});
		});

		it.each([
			['video.avi', 'AVI'],
			['video.mkv', 'Matroska'],
			['video.flv', 'FLV'],
		])('%s is told apart: %s', async (name, kind) => {
			item = await stage.storage.store(Buffer.from(readVideoFixture(name)));
			expect((await refuse()).message).toContain(kind);
		});

		it('a file that n8n lost', async () => {
			item.binary = {
				data: { ...item.binary?.data, id: 'filesystem-v2:gone', data: '', mimeType: '' },
			};
			expect(await refuse()).toMatchObject({
				message: 'The file in binary field "data" could not be read',
				description: expect.stringContaining('run the workflow again'),
			});
		});
	});

	describe('in the post', () => {
		it('a caption of 2,201 characters', async () => {
			expect(await refuse({ caption: 'x'.repeat(2_201) })).toMatchObject({
				message: 'Caption is too long: 2201 of at most 2200 characters',
				description: expect.stringContaining('Shorten Caption by 1'),
			});
		});

		it('a caption of 1,101 emoji, two UTF-16 units each', async () => {
			expect((await refuse({ caption: '🎉'.repeat(1_101) })).message).toMatch(
				/^Caption is too long/,
			);
		});

		it('a caption that is no text', async () => {
			expect(await refuse({ caption: '={{ { text: "x" } }}' })).toEqual({
				message: 'Caption must be text, but the expression gives an object',
				description: 'Change the expression in Caption so that it gives text.',
			});
		});

		it('a privacy level that was not chosen', async () => {
			expect(await refuse({ privacyLevel: '' })).toMatchObject({
				message: 'Privacy Level is not set',
				description: expect.stringContaining('Choose who may see the post'),
			});
		});

		it('a privacy level that the creator lacks names those there are', async () => {
			expect(await refuse({ privacyLevel: 'FOLLOWER_OF_CREATOR' })).toEqual({
				message: 'Privacy Level "Followers (FOLLOWER_OF_CREATOR)" is not available to @sim.creator',
				description:
					'Choose one of: Everyone (PUBLIC_TO_EVERYONE), Friends (MUTUAL_FOLLOW_FRIENDS), Only Me (SELF_ONLY).',
			});
		});

		it('branded content with "Only Me"', async () => {
			const branded = { discloseCommercialContent: true, commercialContent: ['brandedContent'] };
			expect(await refuse({ ...branded, privacyLevel: 'SELF_ONLY' })).toEqual({
				message:
					'Commercial Content "Branded Content" cannot be posted with Privacy Level "Only Me"',
				description: 'Choose another Privacy Level, or remove Branded Content.',
			});
		});

		it('commercial content that is disclosed and not said', async () => {
			expect(
				await refuse({ discloseCommercialContent: true, commercialContent: [] }),
			).toMatchObject({
				message: 'Commercial Content is empty although Disclose Commercial Content is on',
				description: expect.stringContaining('Choose Your Brand, Branded Content or both'),
			});
		});

		it('something allowed that the account has switched off', async () => {
			expect(await refuse({ allowUsersTo: ['comment', 'stitch'] })).toMatchObject({
				message: 'Allow Users To: stitch is switched off in the settings of @sim.creator',
				description: expect.stringContaining('Remove it from Allow Users To'),
			});
		});

		it('something allowed that does not exist', async () => {
			expect(await refuse({ allowUsersTo: '={{ "comment, dance" }}' })).toEqual({
				message: 'Allow Users To does not know "dance"',
				description: 'Use any of: comment, duet, stitch.',
			});
		});

		it.each([
			[{ videoCoverTimestampMs: -1 }, /^Cover Timestamp \(Ms\) must be a whole number/],
			[{ videoCoverTimestampMs: 1.5 }, /^Cover Timestamp \(Ms\) must be a whole number/],
			[{ videoCoverTimestampMs: 'soon' }, /^Cover Timestamp \(Ms\) must be a number/],
			[{ maxWaitSeconds: -1 }, /^Max Wait \(Seconds\) must not be negative/],
			[{ maxWaitSeconds: 'long' }, /^Max Wait \(Seconds\) must be a number/],
			[
				{ maxWaitSeconds: '={{ 1 / 0 }}' },
				/^Max Wait \(Seconds\) must be a number, but it is Infinity/,
			],
			[
				{ onRateLimit: 'wait', maxRateLimitWaitSeconds: -1 },
				/^Max Rate Limit Wait \(Seconds\) must not be negative, got -1/,
			],
			[
				{ onRateLimit: '={{ " Wait" }}', maxRateLimitWaitSeconds: 'long' },
				/^Max Rate Limit Wait \(Seconds\) must be a number/,
			],
			[{ onRateLimit: 'later' }, /^On Rate Limit does not know "later"/],
			[{ chunkSizeMb: 'large' }, /^Chunk Size \(MB\) must be a number/],
			[{ chunkSizeMb: '={{ 1 / 0 }}' }, /^Chunk Size \(MB\) must be a number/],
			[{ chunkSizeMb: 3 }, /^Chunk Size \(MB\) must be a whole number from 5 to 64, got 3$/],
			[{ chunkSizeMb: 0 }, /^Chunk Size \(MB\) .* from 5 to 64, got 0$/],
			[{ chunkSizeMb: '-5' }, /^Chunk Size \(MB\) .* from 5 to 64, got -5$/],
			[{ chunkSizeMb: 100 }, /^Chunk Size \(MB\) .* from 5 to 64, got 100$/],
			[{ chunkSizeMb: 5.5 }, /^Chunk Size \(MB\) .* from 5 to 64, got 5\.5$/],
		])('the option %j', async (options, message) => {
			const shown = await refuse({ options });
			expect(shown.message).toMatch(message);
			expect(shown.description).not.toBe('');
		});
	});

	describe('in the credential', () => {
		it('none at all', async () => {
			credential = undefined;
			expect(await refuse()).toMatchObject({
				message: 'No TikTok credential is selected',
				description: expect.stringMatching(/^Select or create a “TikTok OAuth2 API” credential/),
			});
			expect(stage.listRequests()).toEqual([]);
		});

		it('one that was never connected', async () => {
			credential = unconnectedCredential(stage.simulator);
			expect(await refuse()).toMatchObject({
				message: 'The TikTok credential is not connected',
				description: expect.stringContaining('Connect my account'),
			});
			expect(stage.listRequests()).toEqual([]);
		});

		it('one whose connect TikTok refused while n8n said "Connection successful"', async () => {
			credential = connectedCredential(stage.simulator, {
				error: 'invalid_client',
				error_description: 'Client secret is incorrect.',
				log_id: 'SIM1',
			});
			expect(await refuse()).toMatchObject({
				message: 'TikTok refused to connect this credential',
				description: expect.stringMatching(/invalid_client.*Client Secret/s),
			});
			expect(stage.listRequests()).toEqual([]);
		});

		it('one that did not get the scope for posting', async () => {
			const openId = stage.simulator.creators[0]?.openId ?? '';
			const tokens = stage.simulator.tokens.issue(openId, ['user.info.basic', 'video.upload']);
			credential = connectedCredential(stage.simulator, tokens);
			expect(await refuse()).toMatchObject({
				message: 'The connected TikTok account did not grant the scope video.publish',
				description: expect.stringContaining('Select “Publish Posts (video.publish)” under Scopes'),
			});
			expect(stage.listRequests()).toEqual([]);
		});
	});

	it('a creator who cannot post today is told so before anything moves', async () => {
		stage.simulator.switches.postCapPerDay = 0;
		expect(await refuse()).toMatchObject({
			message: expect.stringMatching(/^The creator reached TikTok's daily number of posts/),
			description: expect.stringContaining('code spam_risk_too_many_posts'),
		});
		expect(stage.listRequests()).toEqual(['creator_info/query 200']);
	});

	describe('in Get Status', () => {
		it('an empty Publish ID', async () => {
			expect(await show(statusParameters(' '))).toEqual({
				message: 'Publish ID is empty',
				description:
					'Use the publish_id that Create or Upload returned, for example {{ $json.publish_id }}.',
			});
			expect(stage.listRequests()).toEqual([]);
		});

		it.each(['https://www.tiktok.com/@sim.creator/video/1', 'v pub', 'x'.repeat(65)])(
			'%j, which is no Publish ID',
			async (publishId) => {
				expect((await show(statusParameters(publishId))).message).toBe(
					'Publish ID is not one that TikTok issues',
				);
				expect(stage.listRequests()).toEqual([]);
			},
		);

		it('a Publish ID that TikTok does not know', async () => {
			expect(await show(statusParameters('v_pub_file~v2-1.1'))).toMatchObject({
				message: expect.stringMatching(/^TikTok does not know this Publish ID/),
				description: expect.stringMatching(/Use the publish_id.*code invalid_publish_id/),
			});
			expect(stage.listRequests()).toEqual(['status/fetch 400']);
		});

		it('no credential', async () => {
			credential = undefined;
			expect((await show(statusParameters('v_pub_file~v2-1.1'))).message).toBe(
				'No TikTok credential is selected',
			);
		});

		it('a credential that is not connected', async () => {
			credential = unconnectedCredential(stage.simulator);
			expect((await show(statusParameters('v_pub_file~v2-1.1'))).message).toBe(
				'The TikTok credential is not connected',
			);
		});
	});
});
