import './support/ownClocks';
import { EventTime, loadLedger, n8nWith, Row } from './support/rowModel';

const MEDIA = 'video of 5 bytes';
/** One execution that is tried several times; nothing else is known of it in a retry after a crash. */
const TRY = { keys: ['file'], crashKey: 'began', userKey: undefined };
const RETRY = { keys: ['another file', 'began'], crashKey: 'began', userKey: undefined };

describe('a retry that has lost everything but when the execution began', () => {
	it.each([
		['given up before its last bytes', 'abandon'],
		['refused after them', 'close'],
	] as const)('knows the post of a try that followed one %s', async (_what, end) => {
		const time = new EventTime();
		const row = new Row(time, () => 15);
		const open = (names: typeof TRY | typeof RETRY) =>
			new (loadLedger(time).PostLedger)(n8nWith(row), names);
		await time.run(
			(async () => {
				const first = open(TRY);
				await first.begin({ media: MEDIA });
				if (end === 'close') await first.close((await first.commit(MEDIA)) ?? []);
				await first.abandon();
				const second = open(TRY);
				await second.begin({ media: MEDIA });
				await second.finish((await second.commit(MEDIA)) ?? []);
				const states = await open(RETRY).begin(undefined);
				expect(states).toMatchObject([{ reached: 'begun' }, { reached: 'posted' }]);
			})(),
		);
	});
});
