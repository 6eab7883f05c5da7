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

	/** As n8n drops the oldest entries when there are too many. */
	async function keepNewest(maxEntries: number): Promise<void> {
		const { helpers } = openExecuteContext({ parameters: {} });
		await helpers.checkProcessedAndRecord([], 'node', { mode: 'entries', maxEntries });
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

	describe('about the media of a key', () => {
		const media = { key: 'shared', fact: 'ours' };

		it('tells others from the same', async () => {
			await ledger.commit(OURS, 'ours', { media });
			expect(await ledger.hasOtherMedia('shared', 'ours')).toBe(false);
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(true);
			expect(await ledger.hasOtherMedia('shared', 'ours')).toBe(false);
		});

		it('says nothing where none are known', async () => {
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(false);
			expect(await ledger.hasOtherMedia('shared', 'further')).toBe(false);
			await ledger.commit(OURS, 'ours', { media: { key: 'shared', fact: undefined } });
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(false);
		});

		it('says nothing about those of a post that never came to be', async () => {
			await ledger.commit(OURS, 'ours', { media });
			await ledger.release(OURS, 'ours');
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(false);
			await ledger.commit(OURS, 'again', { media: { key: 'shared', fact: undefined } });
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(false);
		});

		it('says nothing of media that nobody knows, though the store still has an entry about earlier ones', async () => {
			await ledger.commit(OURS, 'ours', { media });
			await keepNewest(2);
			await ledger.commit(OURS, 'again', { media: { key: 'shared', fact: undefined } });
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(false);
		});

		it.each([true, false])(
			'says nothing after a question was interrupted (media known: %s)',
			async (isKnown) => {
				if (isKnown) await ledger.commit(OURS, 'ours', { media });
				const interrupted = openInterrupted().hasOtherMedia('shared', 'others');
				await expect(interrupted).rejects.toThrow();
				for (const fact of ['others', 'further', 'ours']) {
					expect(await ledger.hasOtherMedia('shared', fact)).toBe(false);
				}
			},
		);

		it('says nothing once the store has dropped the first entry about them', async () => {
			await ledger.commit(OURS, 'ours', { media });
			await keepNewest(1);
			expect(await ledger.hasOtherMedia('shared', 'others')).toBe(false);
			expect(await ledger.hasOtherMedia('shared', 'ours')).toBe(false);
		});
	});
});
