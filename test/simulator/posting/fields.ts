import { ApiRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';

/** Type of a field; a question mark makes it optional. */
export type FieldType =
	| 'string'
	| 'boolean'
	| 'integer'
	| 'object'
	| 'strings'
	| 'string?'
	| 'boolean?'
	| 'integer?'
	| 'object?';

/** The documented fields of one object. */
export type FieldTable = Readonly<Record<string, FieldType>>;

/**
 * Compares an object with the documented fields. A missing or mistyped field is refused and
 * recorded; one that TikTok does not document is recorded, and refused by switch (D10).
 * `path` names the object in messages: `post_info.`, or empty for the body itself.
 */
export function checkFields(
	state: SimulatorState,
	place: RequestPlace,
	value: Record<string, unknown>,
	table: FieldTable,
	path = '',
): void {
	for (const name of Object.keys(value).filter((field) => !(field in table))) {
		state.violate(place, 'api-unknown-field', `TikTok has no field ${path}${name} here`);
		if (state.switches.unknownFields === 'refuse') {
			throw new ApiRefusal('invalid_params', `The field ${path}${name} is unknown.`);
		}
	}
	for (const [name, type] of Object.entries(table)) {
		if (hasType(value[name], type)) continue;
		state.violate(place, 'api-field-type', `${path}${name} must be ${type.replace('?', '')}`);
		throw new ApiRefusal('invalid_params', `The field ${path}${name} is missing or invalid.`);
	}
}

function hasType(value: unknown, type: FieldType): boolean {
	if (value === undefined) return type.endsWith('?');
	switch (type.replace('?', '')) {
		case 'integer':
			return Number.isSafeInteger(value);
		case 'object':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		case 'strings':
			return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
		default:
			return typeof value === type.replace('?', '');
	}
}

/** A nested object that checkFields() has accepted. */
export function objectAt(value: Record<string, unknown>, name: string): Record<string, unknown> {
	return (value[name] ?? {}) as Record<string, unknown>;
}
