import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { ApiCall } from '../posting/apiEndpoint';

/** The query's `fields`: required, comma-separated, each documented. */
export function readFieldNames(
	state: SimulatorState,
	call: ApiCall,
	known: readonly string[],
): string[] {
	const names = (call.query.get('fields') ?? '').split(',').filter((name) => name !== '');
	const unknown = names.filter((name) => !known.includes(name));
	if (names.length > 0 && unknown.length === 0) return names;
	const detail = unknown.length > 0 ? `unknown: ${unknown.join(', ')}` : 'missing';
	state.violate(call.place, 'display-fields', `fields are ${detail}`);
	throw new ApiRefusal('invalid_params', 'The fields are missing or invalid.');
}
