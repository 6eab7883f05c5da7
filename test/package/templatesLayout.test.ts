import type { INode } from 'n8n-workflow';

import { isNote, readTemplate, TEMPLATE_FILES } from './support/templateFiles';

const NOTE_MARGIN = 40;
/** What a node takes on n8n's canvas, roughly, and with its name under it. */
const NODE_SIZE = 100;
const NODE_HEIGHT_WITH_NAME = 130;
/** How far under its node n8n draws a wire that leads back. */
const WIRE_DROP = 130;
/** What an editor of 1440 × 900 shows at a zoom of 0.7 or more. */
const CANVAS = { width: 1660, height: 945 };

describe.each(TEMPLATE_FILES)('canvas of %s', (file) => {
	const template = readTemplate(file);
	const notes = template.nodes.filter(isNote);
	const steps = template.nodes.filter((node) => !isNote(node));

	it('has each step in a note that explains it', () => {
		const uncovered = steps.filter((step) => !notes.some((note) => covers(note, step)));
		expect(uncovered.map(({ name }) => name)).toEqual([]);
	});

	it('lays its nodes and notes out without overlap', () => {
		for (const group of [steps, notes]) {
			const pairs = group.flatMap((one, index) => group.slice(index + 1).map((two) => [one, two]));
			const overlapping = pairs.filter(([one, two]) => one && two && overlap(one, two));
			expect(overlapping.map((pair) => pair.map((node) => node?.name))).toEqual([]);
		}
	});

	it('fits into the editor at a size that can be read', () => {
		const boxes = template.nodes.map(boxOf);
		const left = Math.min(...boxes.map((box) => box.left));
		const top = Math.min(...boxes.map((box) => box.top));
		expect(Math.max(...boxes.map((box) => box.right)) - left).toBeLessThanOrEqual(CANVAS.width);
		expect(Math.max(...boxes.map((box) => box.bottom)) - top).toBeLessThanOrEqual(CANVAS.height);
	});

	it('has no wire that leads back through its nodes', () => {
		const back = wires().filter(([from, to]) => to.position[0] <= from.position[0]);
		const crossed = back.flatMap(([from, to]) => {
			const y = from.position[1] + NODE_SIZE / 2 + WIRE_DROP;
			const passed = steps.filter((step) => {
				const { left, right, top } = boxOf(step);
				const isUnder = right > to.position[0] && left < from.position[0] + NODE_SIZE;
				return isUnder && top < y && y < top + NODE_HEIGHT_WITH_NAME;
			});
			return passed.map(({ name }) => `${from.name} → ${to.name}: ${name}`);
		});
		expect(crossed).toEqual([]);
	});

	/** Nodes that follow one another. */
	function wires(): Array<[INode, INode]> {
		const find = (name: string) => steps.find((step) => step.name === name) as INode;
		return Object.entries(template.connections).flatMap(([from, { main = [] }]) =>
			main.flat().map(({ node }): [INode, INode] => [find(from), find(node)]),
		);
	}
});

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf(node: INode): Box {
	const {
		position: [left, top],
		parameters,
	} = node;
	const width = isNote(node) ? Number(parameters.width) : NODE_SIZE;
	const height = isNote(node) ? Number(parameters.height) : NODE_SIZE;
	return { left, top, right: left + width, bottom: top + height };
}

function covers(note: INode, step: INode): boolean {
	const [outer, inner] = [boxOf(note), boxOf(step)];
	return (
		outer.left + NOTE_MARGIN <= inner.left &&
		outer.top + NOTE_MARGIN <= inner.top &&
		outer.right - NOTE_MARGIN >= inner.right &&
		outer.bottom - NOTE_MARGIN >= inner.bottom
	);
}

function overlap(one: INode, two: INode): boolean {
	const [a, b] = [boxOf(one), boxOf(two)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
