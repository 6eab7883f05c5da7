/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals
   -- benchmarks run in plain Node */
/**
 * A modelled link in front of the sink, as a CONNECT proxy and a plain port; README.md has the model.
 * Runs as a process of its own.
 */
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';

const ROUND_TRIP_MS = 80;
const BYTES_PER_SECOND = 12_500_000;
const INITIAL_WINDOW_BYTES = 14_600;
const FULL_WINDOW_BYTES = (BYTES_PER_SECOND * ROUND_TRIP_MS) / 1_000;

/** When the shared bandwidth is free again, in milliseconds. */
let lineFreeAt = 0;

/** Holds each piece back until a sender with TCP's slow start would have got it through. */
class SlowStart extends Transform {
	private windowBytes = INITIAL_WINDOW_BYTES;
	private sentInWindow = 0;
	private windowEndsAt = 0;

	override _transform(piece: Buffer, _encoding: string, done: TransformCallback): void {
		void this.pass(piece).then(() => done());
	}

	private async pass(piece: Buffer): Promise<void> {
		for (let at = 0; at < piece.length; ) {
			const part = piece.subarray(at, at + (await this.nextAllowance()));
			at += part.length;
			this.sentInWindow += part.length;
			lineFreeAt = Math.max(lineFreeAt, now()) + (part.length / BYTES_PER_SECOND) * 1_000;
			await waitUntil(lineFreeAt);
			this.push(part);
		}
	}

	/** Until the window is as large as the link, a sender waits a round trip for each window. */
	private async nextAllowance(): Promise<number> {
		if (this.windowBytes >= FULL_WINDOW_BYTES) return FULL_WINDOW_BYTES;
		if (this.sentInWindow >= this.windowBytes) {
			await waitUntil(this.windowEndsAt);
			this.windowBytes = Math.min(this.windowBytes * 2, FULL_WINDOW_BYTES);
			this.sentInWindow = 0;
		}
		if (this.sentInWindow === 0) this.windowEndsAt = now() + ROUND_TRIP_MS;
		return this.windowBytes - this.sentInWindow;
	}
}

/** Delivers everything half a round trip later, in order. */
class HalfRoundTrip extends Transform {
	private last: Promise<void> = Promise.resolve();

	override _transform(piece: Buffer, _encoding: string, done: TransformCallback): void {
		const arrival = now() + ROUND_TRIP_MS / 2;
		this.last = this.last
			.then(async () => await waitUntil(arrival))
			.then(() => void this.push(piece));
		done();
	}

	override _flush(done: TransformCallback): void {
		void this.last.then(() => done());
	}
}

function carry(client: Socket, sinkPort: number): void {
	client.pause();
	// The three-way handshake of TCP takes a round trip before the first byte moves.
	setTimeout(() => {
		const sink = connect(sinkPort, '127.0.0.1');
		// An orderly end travels through the pipes, behind what is still under way.
		client.on('error', () => sink.destroy());
		sink.on('error', () => client.destroy());
		client.pipe(new SlowStart()).pipe(new HalfRoundTrip()).pipe(sink);
		sink.pipe(new HalfRoundTrip()).pipe(client);
	}, ROUND_TRIP_MS);
}

async function main(): Promise<void> {
	const sinkPort = Number(process.argv[2]);
	const direct = createServer((client) => carry(client, sinkPort));
	const proxy = createHttpServer().on('connect', (_request, client: Socket) => {
		client.write('HTTP/1.1 200 Connection established\r\n\r\n');
		carry(client, sinkPort);
	});
	const ports = await Promise.all([listen(direct), listen(proxy)]);
	process.send?.({ tlsPort: ports[0], proxyUrl: `http://127.0.0.1:${ports[1]}` });
	process.on('disconnect', () => process.exit(0));
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

function now(): number {
	return performance.now();
}

async function waitUntil(time: number): Promise<void> {
	const left = time - now();
	if (left > 1) await new Promise((resolve) => setTimeout(resolve, left));
}

void main();
