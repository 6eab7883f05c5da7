/** An integer written into JSON as a bare number whatever its size, as TikTok's int64 ids are. */
export class RawInteger {
	constructor(private readonly digits: string) {}

	toJSON(): string {
		return `\u0000int:${this.digits}`;
	}
}

/** JSON.stringify() that writes every RawInteger as a bare number. */
export function stringifyWithRawIntegers(value: unknown): string {
	return JSON.stringify(value).replace(/"\\u0000int:(\d+)"/g, '$1');
}
