import { RecentValues } from './recentValues';

/** Anybody can send forged webhooks in any number, so this is how often each kind is worth a line. */
const QUIET_MS = 60_000;
/** Kinds of refusals, of all nodes, that are remembered. */
const MAX_KINDS = 500;

interface LoggedKind {
	quietUntilMs: number;
	/** Refused since the last line without one. */
	leftOut: number;
}

const kinds = new RecentValues<LoggedKind>(MAX_KINDS);

/**
 * Says whether a refusal is worth a line in the log: one for each kind in a minute.
 *
 * @param kind the node and the reason
 * @returns how many of its kind were left out since the last line; `undefined` to leave out this one, too
 */
export function countLeftOut(kind: string, nowMs: number): number | undefined {
	const logged = kinds.open(kind, () => ({ quietUntilMs: nowMs, leftOut: 0 }));
	if (nowMs < logged.quietUntilMs) {
		logged.leftOut += 1;
		return undefined;
	}
	const { leftOut } = logged;
	logged.quietUntilMs = nowMs + QUIET_MS;
	logged.leftOut = 0;
	return leftOut;
}
