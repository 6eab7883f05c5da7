/**
 * Waiting in one n8n process: stands in for the package's clock. Loaded anew with each process,
 * so that its errors are those of the process.
 */
import { CLOCK, type Clock } from '../../../support/tested/places';
import type { Participant, SharedTime } from './sharedTime';

const { throwIfStopped, ...rest } = jest.requireActual<Clock>(CLOCK);

export interface ProcessPause {
	readonly pause: Clock;
	/** Whoever waits with this signal is this participant. */
	introduce(signal: AbortSignal, participant: Participant): void;
	/** Ends what is repeated, as the process's end does. */
	end(): void;
}

export function makePause(time: SharedTime): ProcessPause {
	const participants = new WeakMap<AbortSignal, Participant>();
	const whoHas = (signal: AbortSignal | undefined): Participant => {
		const participant = signal && participants.get(signal);
		if (participant === undefined) throw new Error('Every wait has to end when the user stops');
		return participant;
	};
	const repetitions = new Set<() => void>();
	const pause: Clock = {
		...rest,
		throwIfStopped,
		now: () => time.now(),
		async pause(milliseconds, signal) {
			throwIfStopped(signal);
			if (milliseconds > 0) await time.wait(whoHas(signal), milliseconds);
			throwIfStopped(signal);
		},
		async waitUntil(moment, signal) {
			const milliseconds = moment - time.now();
			if (milliseconds > 0) await time.wait(whoHas(signal), milliseconds);
		},
		async endOrStop(work, signal) {
			await time.waitFor(whoHas(signal), rest.endOrStop(work, signal));
		},
		repeatEvery(milliseconds, check) {
			const endRepetition = rest.repeatEvery(milliseconds, check);
			const end = () => {
				repetitions.delete(end);
				endRepetition();
			};
			repetitions.add(end);
			return end;
		},
	};
	return {
		pause,
		introduce: (signal, participant) => void participants.set(signal, participant),
		end: () => repetitions.forEach((end) => end()),
	};
}
