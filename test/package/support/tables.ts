/** Tables of Markdown pages, between the markers `<!-- name -->` and `<!-- /name -->`. */
export interface Table {
	/** The nearest heading above. */
	heading: string;
	/** Cells without padding; without the head. */
	rows: string[][];
}

/** All tables of a page with this marker, in order. */
export function readTables(page: string, marker: string): Table[] {
	const parts = page.split(new RegExp(`<!-- ${marker}(?::[^>]*)? -->`)).slice(1);
	return parts.map((part) => {
		const [text = ''] = part.split(`<!-- /${marker} -->`);
		return { heading: findHeading(page, page.indexOf(part)), rows: readRows(text) };
	});
}

/** Names in backticks. */
export function namesIn(text: string): string[] {
	return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

function findHeading(page: string, end: number): string {
	const headings = [...page.slice(0, end).matchAll(/^#+ (.+)$/gm)];
	return headings.at(-1)?.[1] ?? '';
}

function readRows(text: string): string[][] {
	const lines = text.split('\n').filter((line) => line.startsWith('|'));
	return lines.slice(2).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}
