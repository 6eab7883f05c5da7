import { SupervisedProcess, type SupervisedProcessOptions } from '../supervisedProcess';

/** What a member is started with; asked for at each start. */
export type Launch = () => Omit<SupervisedProcessOptions, 'name' | 'onOutput'>;

/** One process of a stack. It can end and start again on the same port and files, whatever the others do. */
export class StackMember {
	private process: SupervisedProcess | undefined;

	private output = '';

	constructor(
		readonly name: string,
		private readonly launch: Launch,
	) {}

	/** Process id of the program itself; a new one after each start. */
	get pid(): number {
		if (!this.process) throw new Error(`${this.name} is not running`);
		return this.process.pid;
	}

	get isRunning(): boolean {
		return this.process?.isRunning ?? false;
	}

	/** Everything it printed since its first start. */
	logs(): string {
		return this.output;
	}

	/** Returns when it does its work, also where it is running already. */
	async start(): Promise<void> {
		if (this.process?.isRunning) return await this.process.waitUntilReady();
		this.process = await SupervisedProcess.start({
			...this.launch(),
			name: this.name,
			onOutput: (text) => (this.output += text),
		});
	}

	/** Asks it to stop, and waits. */
	async stop(): Promise<void> {
		await this.process?.stop();
		this.process = undefined;
	}

	/** `kill -9`. */
	async kill(): Promise<void> {
		await this.process?.kill();
		this.process = undefined;
	}

	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}
}
