import type { Creator, RegisteredApp, Switches } from '../../simulator';
import { jsonOf } from './client';
import type { ApiName, CallOptions, World } from './world';

/** One row: an endpoint, the condition it is called in, and TikTok's answer. */
export interface ApiCase {
	endpoint: ApiName;
	condition: string;
	switches?: Partial<Switches>;
	app?: Partial<RegisteredApp>;
	creator?: Partial<Creator>;
	/** What happened before the call. */
	before?: (world: World) => Promise<void> | void;
	/** The call; a function if it needs something from before. */
	call?: CallOptions | ((world: World) => CallOptions | Promise<CallOptions>);
	/** HTTP status; default 200. */
	status?: number;
	/** `error.code`; default ok. */
	code?: string;
	/** `error.message`, where the API reference gives it. */
	message?: string;
	/** Fields that `data` must have, with these values. */
	data?: Record<string, unknown>;
	/** Text the raw answer must contain. */
	text?: string;
	headers?: Record<string, unknown>;
	/** Rules whose violation is recorded; default none. */
	violations?: string[];
}

/** Registers one Jest test per row. */
export function runApiTable(name: string, getWorld: () => World, rows: ApiCase[]): void {
	describe(name, () => {
		test.each(rows.map((row) => [`${row.endpoint}: ${row.condition}`, row] as const))(
			'%s',
			async (_title, row) => {
				const world = getWorld();
				const { simulator } = world;
				Object.assign(simulator.switches, row.switches);
				Object.assign(simulator.app, row.app);
				Object.assign(simulator.creators[0] ?? {}, row.creator);
				await row.before?.(world);
				const options = typeof row.call === 'function' ? await row.call(world) : row.call;
				const answer = await world.call(row.endpoint, options);
				const body = jsonOf(answer);
				const error = body.error as Record<string, string>;
				expect({ status: answer.status, code: error.code }).toEqual({
					status: row.status ?? 200,
					code: row.code ?? 'ok',
				});
				if (row.message !== undefined) expect(error.message).toBe(row.message);
				if (row.data) expect(body.data).toMatchObject(row.data);
				if (row.text !== undefined) expect(answer.text).toContain(row.text);
				if (row.headers) expect(answer.headers).toMatchObject(row.headers);
				expect(world.violatedRules()).toEqual(row.violations ?? []);
			},
		);
	});
}
