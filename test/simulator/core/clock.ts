/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code runs in plain Node, not in n8n */
/** The simulator's own time: it runs with real time and jumps when told to. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Jumps forward and runs, in order, whatever was due on the way. */
	advance(ms: number): void;
}

interface Task {
	at: number;
	run: () => void;
}

/** A clock on which the simulator also schedules what TikTok does later by itself. */
export class SimulatedClock implements Clock {
	private offset = 0;
	private readonly start = Date.now();
	private tasks: Task[] = [];
	private timer: NodeJS.Timeout | undefined;

	/** With `running` false only advance() moves the time. */
	constructor(private readonly running: boolean) {}

	now(): number {
		return (this.running ? Date.now() : this.start) + this.offset;
	}

	advance(ms: number): void {
		if (!(ms >= 0)) throw new RangeError(`The clock goes forward only, not by ${ms} ms`);
		const target = this.now() + ms;
		for (let next = this.tasks[0]; next && next.at <= target; next = this.tasks[0]) {
			this.offset += Math.max(0, next.at - this.now());
			this.tasks.shift();
			next.run();
		}
		this.offset += Math.max(0, target - this.now());
		this.arm();
	}

	/** Runs `run` once the clock has reached now + `delayMs`. */
	schedule(delayMs: number, run: () => void): void {
		this.tasks.push({ at: this.now() + delayMs, run });
		this.tasks.sort((a, b) => a.at - b.at);
		this.arm();
	}

	/** Resolves once the clock has gone on by `ms`; never, if it is reset before. */
	async passed(ms: number): Promise<void> {
		await new Promise<void>((resolve) => this.schedule(ms, resolve));
	}

	/** Forgets every task and goes back to real time. */
	reset(): void {
		this.tasks = [];
		this.offset = 0;
		this.arm();
	}

	private arm(): void {
		clearTimeout(this.timer);
		const next = this.tasks[0];
		if (!next || !this.running) return;
		const MAX_TIMEOUT_MS = 2_147_483_647;
		const wait = Math.min(Math.max(0, next.at - this.now()), MAX_TIMEOUT_MS);
		this.timer = setTimeout(() => this.advance(0), wait);
		this.timer.unref();
	}
}
