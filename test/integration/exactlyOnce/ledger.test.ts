import { PostLedger } from '../../support/tested/n8n';
import { clearDeduplicationStore } from '../../support/node/deduplicationStore';
import { openExecuteContext } from '../../support/node/executeNode';

/** Keys as the post of one item has them, and another item's with the same Deduplication Key. */
const OURS = ['our execution', 'shared'];
const THEIRS = ['their execution', 'shared'];

/** What the ledger says when the process ended, or the database failed, in the middle of something. */
describe('the ledger of posts', () => {
	let ledger: PostLedger;

	beforeEach(() => {
		clearDeduplicationStore();
		ledger = new PostLedger(openExecuteContext({ parameters: {} }));
	});

	/** The ledger of a process that does not get further than to enter something. */
	function openInterrupted(): PostLedger {
		const context = openExecuteContext({ parameters: {} });
		const interrupt = async () => await Promise.reject(new Error('killed'));
		Object.assign(context.helpers, { removeProcessed: interrupt });
		return new PostLedger(context);
	}

	it.each(['committed', 'posted'] as const)(
		'does not take a post for the one that stands there (%s), if its commit was interrupted',
		async (state) => {
			await ledger.begin(THEIRS);
			await ledger.commit(THEIRS, 'theirs');
			if (state === 'posted') await ledger.finish(THEIRS, 'theirs');
			await ledger.begin(OURS);
			await expect(openInterrupted().commit(OURS, 'ours')).rejects.toThrow();
			expect(await ledger.isAbout('shared', 'ours')).toBe(false);
			expect(await ledger.isAbout('shared', 'theirs')).toBe(true);
			await ledger.release(OURS, 'ours');
			expect(await ledger.begin(['shared'])).toEqual([state]);
		},
	);

	it('lets the same post send its last bytes again, and no other', async () => {
		await ledger.begin(OURS);
		expect(await ledger.commit(OURS, 'ours')).toBe(true);
		expect(await ledger.commit(OURS, 'ours')).toBe(true);
		expect(await ledger.commit(THEIRS, 'theirs')).toBe(false);
		expect(await ledger.isAbout('shared', 'theirs')).toBe(false);
		await ledger.release(OURS, 'ours');
		expect(await ledger.commit(THEIRS, 'theirs')).toBe(true);
		expect(await ledger.commit(OURS, 'ours')).toBe(false);
	});
});
