/**
 * Reading arrays whose length is known where they are read: beyond the end there is 0. One function for each kind,
 * because reading several kinds in one place takes the engine ten times as long.
 */

export function byteAt(bytes: Uint8Array, index: number): number {
	return bytes[index] ?? 0;
}

export function sampleAt(samples: Uint16Array, index: number): number {
	return samples[index] ?? 0;
}

export function integerAt(integers: Int32Array, index: number): number {
	return integers[index] ?? 0;
}

export function realAt(reals: Float64Array, index: number): number {
	return reals[index] ?? 0;
}
