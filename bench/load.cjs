/** Loads what it is named, as n8n does: `load.cjs <file of a class> ...`. Sends what that cost to its parent. */
const path = require('node:path');
require('n8n-workflow');

function readHeap() {
	global.gc();
	return process.memoryUsage().heapUsed;
}

const before = readHeap();
const startedAt = performance.now();
const instances = process.argv.slice(2).map((file) => {
	const Class = require(file)[path.basename(file).split('.')[0]];
	return new Class();
});
const milliseconds = performance.now() - startedAt;
const heapBytes = readHeap() - before;
process.send({ milliseconds, heapBytes, classes: instances.length }, () => process.exit(0));
