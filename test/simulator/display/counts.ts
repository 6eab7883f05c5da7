const MS_PER_MINUTE = 60_000;
/** After a week nobody looks at it any more. */
const LAST_MINUTE = 7 * 24 * 60;
/** Posts differ by this many degrees of success. */
const DEGREES = 9n;
/** Views for one like, one comment and one share. */
const VIEWS_PER = { like: 10, comment: 50, share: 100 };

/** How often a post was seen, and what people did with it. */
export interface Counts {
	views: number;
	likes: number;
	comments: number;
	shares: number;
}

/** The numbers of a post of this age: they never fall, and move each minute for a week, for some posts faster. */
export function countsAt(postId: string, ageMs: number): Counts {
	const minutes = Math.min(Math.floor(Math.max(0, ageMs) / MS_PER_MINUTE), LAST_MINUTE);
	const perMinute = Number((BigInt(postId) / 1024n) % DEGREES) + 1;
	const views = minutes * perMinute;
	return {
		views,
		likes: Math.floor(views / VIEWS_PER.like),
		comments: Math.floor(views / VIEWS_PER.comment),
		shares: Math.floor(views / VIEWS_PER.share),
	};
}
