/** A picture that can't be converted. Both texts are for the user; whoever knows which picture it is puts its name before them. */
export class PictureError extends Error {
	override readonly name = 'PictureError';

	/**
	 * @param message goes on after the picture's name: `is a damaged PNG: …`
	 * @param fix what to do instead
	 */
	constructor(
		message: string,
		readonly fix: string,
	) {
		super(message);
	}
}

/** @param what is wrong with the file, as a clause of its own */
export function damagedPng(what: string): PictureError {
	return new PictureError(`is a damaged PNG: ${what}`, 'Export the picture again, best as JPEG.');
}
