import { byteAt } from './numbers';
import { damagedPng } from './pictureError';

/** Undoes a filter in place. `step` is how many bytes lie between a byte and the one to its left that it goes by. */
type Filter = (row: Uint8Array, above: Uint8Array, step: number) => void;

/** By the number in front of each row. @see https://www.w3.org/TR/png-3/#9Filter-types */
const FILTERS: readonly Filter[] = [() => {}, undoSub, undoUp, undoAverage, undoPaeth];

/** @throws PictureError for a filter that does not exist */
export function undoFilter(number: number, row: Uint8Array, above: Uint8Array, step: number): void {
	const undo = FILTERS[number];
	if (undo === undefined) throw damagedPng('its rows are not packed as PNG wants it');
	undo(row, above, step);
}

function undoSub(row: Uint8Array, _above: Uint8Array, step: number): void {
	for (let at = step; at < row.length; at++) row[at] = byteAt(row, at) + byteAt(row, at - step);
}

function undoUp(row: Uint8Array, above: Uint8Array): void {
	for (let at = 0; at < row.length; at++) row[at] = byteAt(row, at) + byteAt(above, at);
}

function undoAverage(row: Uint8Array, above: Uint8Array, step: number): void {
	for (let at = 0; at < row.length; at++) {
		const left = at < step ? 0 : byteAt(row, at - step);
		row[at] = byteAt(row, at) + ((left + byteAt(above, at)) >> 1);
	}
}

function undoPaeth(row: Uint8Array, above: Uint8Array, step: number): void {
	for (let at = 0; at < row.length; at++) {
		const left = at < step ? 0 : byteAt(row, at - step);
		const aboveLeft = at < step ? 0 : byteAt(above, at - step);
		row[at] = byteAt(row, at) + predictPaeth(left, byteAt(above, at), aboveLeft);
	}
}

/** Whichever of the three is nearest to `left + above - aboveLeft`. */
function predictPaeth(left: number, above: number, aboveLeft: number): number {
	const fromLeft = Math.abs(above - aboveLeft);
	const fromAbove = Math.abs(left - aboveLeft);
	const fromAboveLeft = Math.abs(left + above - 2 * aboveLeft);
	if (fromLeft <= fromAbove && fromLeft <= fromAboveLeft) return left;
	return fromAbove <= fromAboveLeft ? above : aboveLeft;
}
