import { fc } from '../../support/randomness';
import type { MiniN8n } from './support/miniN8n';
import { ACCOUNTS, catchProblem, CREATOR_INFO, openStage, type Stage } from './support/stage';

const RUNS = 100;
const MAX_STEPS = 14;
const TIMEOUT_MS = 180_000;

type Step =
	| { do: 'connect'; account: 0 | 1; secret: 'right' | 'wrong' }
	| { do: 'expire' | 'fix secret' | 'drop-down' | 'fail next token request' }
	| { do: 'revoke' }
	| { do: 'run'; times: number }
	| { do: 'refuse by'; status: 200 | 400 }
	| { do: 'extra fields'; are: 'ignore' | 'refuse' };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('run' as const),
			times: fc.integer({ min: 1, max: 4 }),
		}),
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('connect' as const),
			account: fc.constantFrom(0 as const, 1 as const),
			secret: fc.constantFrom('right' as const, 'wrong' as const),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'drop-down' as const,
				'fix secret' as const,
				'fail next token request' as const,
			),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('refuse by' as const),
			status: fc.constantFrom(200 as const, 400 as const),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('extra fields' as const),
			are: fc.constantFrom('ignore' as const, 'refuse' as const),
		}),
	},
);

/** What must be true of one history, whatever its steps. */
class History {
	private readonly n8n: MiniN8n;

	/** The account whose tokens must be the saved ones; undefined before the first good connect. */
	private connected: string | undefined;

	constructor(private readonly stage: Stage) {
		this.n8n = stage.prepare();
	}

	async take(step: Step): Promise<void> {
		const { simulator } = this.stage;
		switch (step.do) {
			case 'connect':
				return await this.connect(ACCOUNTS[step.account], step.secret);
			case 'expire':
				return simulator.tokens.expireAccessTokens();
			case 'fix secret':
				return this.n8n.save({ clientSecret: simulator.app.clientSecret });
			case 'fail next token request':
				return simulator.faults.add({ on: { endpoint: 'token' }, do: 'status', status: 503 });
			case 'revoke':
				return this.connected === undefined ? undefined : simulator.tokens.revoke(this.connected);
			case 'drop-down':
				return await this.use([this.n8n.loadOptions(CREATOR_INFO)]);
			case 'run':
				return await this.use(
					Array.from({ length: step.times }, async () => await this.n8n.run(CREATOR_INFO)),
				);
			case 'refuse by':
				simulator.switches.oauthErrorStatus = step.status;
				return;
			case 'extra fields':
				simulator.switches.tokenExtraFields = step.are;
				return;
		}
	}

	/** The saved tokens are the last that TikTok issued to the account that was connected last. */
	check(): void {
		if (this.connected === undefined) return;
		const issued = this.stage.simulator.tokens.lastIssued(this.connected);
		const saved = this.n8n.saved.oauthTokenData;
		expect(saved).toMatchObject({
			access_token: issued?.access_token,
			refresh_token: issued?.refresh_token,
			open_id: this.connected,
		});
	}

	private async connect(account: string, secret: 'right' | 'wrong'): Promise<void> {
		const { simulator } = this.stage;
		this.n8n.save({ clientSecret: secret === 'right' ? simulator.app.clientSecret : 'wrong' });
		const mustWork =
			secret === 'right' &&
			simulator.switches.tokenExtraFields === 'ignore' &&
			simulator.faults.pending().length === 0;
		const before = simulator.tokens.lastIssued(account)?.access_token;
		await this.n8n.connect(account).catch(() => false);
		const isConnected = simulator.tokens.lastIssued(account)?.access_token !== before;
		expect(isConnected).toBe(mustWork);
		if (isConnected) this.connected = account;
	}

	/** Each call either succeeds or tells the user what is wrong with the credential. */
	private async use(calls: Array<Promise<{ statusCode: number }>>): Promise<void> {
		for (const call of await Promise.allSettled(calls)) {
			if (call.status === 'fulfilled') expect(call.value.statusCode).toBe(200);
			else expect(await catchProblem(Promise.reject(call.reason))).toMatch(/\w/);
		}
	}
}

let stage: Stage;

beforeAll(async () => {
	stage = await openStage();
});

afterAll(async () => await stage.close());

it(
	'no history of connects, refusals, expiries, failures and parallel runs loses or overwrites good tokens',
	async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: MAX_STEPS }), async (steps) => {
				const history = new History(stage);
				await history.take({ do: 'connect', account: 0, secret: 'right' });
				for (const next of steps) {
					await history.take(next);
					history.check();
				}
			}),
			{ numRuns: RUNS },
		);
	},
	TIMEOUT_MS,
);
