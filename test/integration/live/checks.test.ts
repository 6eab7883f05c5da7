import { CHECKS } from '../../live/checks';
import { chooseChecks } from '../../live/run';
import { useLiveStage } from './support/liveStage';

const CHUNK_BYTES = 5_242_880;

describe('which checks are done', () => {
	const names = CHECKS.map(({ name }) => name);
	const choose = async (only: string[], skip: string[], answer = true): Promise<string[]> =>
		(await chooseChecks(only, skip, async () => answer)).map(({ name }) => name);

	it('all of them, each after it has said what it does and what stays behind', async () => {
		expect(await choose([], [])).toEqual(names);
		expect(new Set(names).size).toBe(names.length);
		for (const { does, leaves } of CHECKS) expect([does, leaves].join()).toMatch(/\w.*,.*\w/);
	});

	it('only those that are named, and always the one that connects', async () => {
		expect(await choose(['draft'], [])).toEqual(['connect', 'draft']);
		expect(await choose([], ['connect', 'draft'])).toEqual(
			names.filter((name) => name !== 'draft'),
		);
	});

	it('calls until TikTok refuses only after a yes', async () => {
		const refused = names.filter((name) => name !== 'calls-per-minute');
		expect(await choose([], [], false)).toEqual(refused);
		expect(await choose(['calls-per-minute'], [], false)).toEqual(['connect']);
	});
});

describe('a check', () => {
	const stage = useLiveStage();

	it('that needs what the account did not allow is skipped, and says why', async () => {
		const decision = 'decision=allow&scopes=video.publish';
		const { outcomes } = await stage.run({}, ['draft', 'creator-info'], decision);
		expect(outcomes).toEqual([
			{ name: 'connect', outcome: 'done' },
			{ name: 'creator-info', outcome: 'done' },
			{ name: 'draft', outcome: 'skipped: the account did not allow video.upload' },
		]);
		expect(stage.simulator.posts).toEqual([]);
	});

	it('is not done when the account says no', async () => {
		const { outcomes, findings } = await stage.run({}, ['video'], 'decision=deny');
		expect(outcomes).toEqual([
			{
				name: 'connect',
				outcome: expect.stringMatching(/^ended: TikTok sends no code, but: access_denied, User/),
			},
			{ name: 'video', outcome: 'skipped: no account is connected' },
		]);
		expect(new Set(findings.map(({ position }) => position))).toEqual(new Set(['unknown']));
	});

	it('that fails is an outcome, and the next one runs', async () => {
		const broken = { on: { endpoint: 'upload' }, do: 'status', status: 403 } as const;
		const { outcomes } = await stage.run({}, ['video', 'wrong-id'], undefined, [broken]);
		expect(outcomes).toEqual([
			{ name: 'connect', outcome: 'done' },
			{ name: 'wrong-id', outcome: 'done' },
			{ name: 'video', outcome: expect.stringMatching(/^ended: TikTok refused the upload/) },
		]);
	});

	it('that hangs up on TikTok learns from the status that the chunk has arrived', async () => {
		const late = { on: { endpoint: 'upload' }, do: 'delay', delayMs: 2_000 } as const;
		const { recorder } = await stage.run({}, ['lost-answer', 'resume'], undefined, [late]);
		const lost = recorder.exchanges.filter(({ check }) => check === 'lost-answer');
		const [put, status] = lost.slice(-2);
		expect(put).toMatchObject({ method: 'PUT', answer: { status: undefined } });
		expect(status?.answer.body).toMatchObject({ data: { uploaded_bytes: CHUNK_BYTES } });
		expect(stage.simulator.posts).toMatchObject([{ status: 'PUBLISH_COMPLETE' }]);
		stage.simulator.expectClean();
	});
});
