import { randomBytes } from 'node:crypto';

const FIRST_PUBLISH_NUMBER = 7_700_000_000_000_000_001n;
/** A real post id that JSON.parse() mangles; doubles are 1,024 apart here, so later ones are too. */
const FIRST_POST_ID = 7_678_907_398_077_074_696n;
const POST_ID_STEP = 1024n;
const SECRET_BYTES = 18;

/** Numbers and secrets that the simulator hands out. */
export class IdSource {
	private publishNumber = FIRST_PUBLISH_NUMBER;
	private postId = FIRST_POST_ID;
	private logNumber = 0;

	/** The 19 digits that end a publish_id. */
	nextPublishNumber(): string {
		return String(this.publishNumber++);
	}

	/** Decimal id of a public post, always beyond 2^53 and never exact as a JavaScript number. */
	nextPostId(): string {
		const id = this.postId;
		this.postId += POST_ID_STEP;
		return String(id);
	}

	nextLogId(): string {
		this.logNumber += 1;
		return `SIM${this.logNumber}`;
	}
}

/** A secret that no other call returns: `act.SIM…`, `rft.SIM…`. */
export function makeSecret(prefix: string): string {
	return `${prefix}SIM${randomBytes(SECRET_BYTES).toString('hex')}`;
}
