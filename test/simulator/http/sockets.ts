/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code is never shipped and may use Node and any library */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Server } from 'node:https';

/** Ends a connection with a TCP reset, also below TLS, so that the client sees ECONNRESET. */
export function resetConnection(socket: Socket): void {
	const parent = (socket as { _parent?: unknown })._parent;
	if (parent instanceof Socket) parent.resetAndDestroy();
	else socket.destroy();
	socket.destroy();
}

/**
 * Remembers every connection of a server, those that the proxy hands over included. Once they were all
 * destroyed, one that still comes in is, too: a server that closes would wait for it.
 */
export function trackConnections(server: Pick<Server, 'on'>): { destroyAll(): void } {
	const open = new Set<Duplex>();
	let isOver = false;
	const remember = (socket: Duplex): void => {
		if (isOver) return void socket.destroy();
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	};
	server.on('connection', remember);
	server.on('secureConnection', remember);
	return {
		destroyAll: () => {
			isOver = true;
			for (const socket of open) socket.destroy();
		},
	};
}
