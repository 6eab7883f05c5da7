import { listFiles, readProjectFile } from '../package/support/projectFiles';

/** A place in a source, both counted from 1. */
interface Position {
	readonly line: number;
	readonly column: number;
}

/** What Stryker tells about a change that it made. */
export interface Mutant {
	readonly mutatorName: string;
	readonly location: { readonly start: Position; readonly end: Position };
	readonly replacement: string;
	readonly status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'RuntimeError' | 'Ignored';
}

const PAGE = 'test/mutation/survivors.md';
const LONGEST_CODE = 120;

/**
 * A mutant in one line, as the list has it: file, kind of change, code and what became of it. Without a line number,
 * so that it outlives changes elsewhere in the file.
 */
export function describeMutant(file: string, source: string, mutant: Mutant): string {
	const { mutatorName, location, replacement } = mutant;
	const code = source.slice(toOffset(source, location.start), toOffset(source, location.end));
	return `${file} ${mutatorName}: ${inOneLine(code)} → ${inOneLine(replacement)}`;
}

function toOffset(source: string, { line, column }: Position): number {
	const linesBefore = source.split('\n').slice(0, line - 1);
	return linesBefore.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

function inOneLine(code: string): string {
	const line = code.replace(/\s+/g, ' ').trim();
	return line.length > LONGEST_CODE ? `${line.slice(0, LONGEST_CODE)}…` : line;
}

export function isMissed({ status }: Mutant): boolean {
	return status === 'Survived' || status === 'NoCoverage';
}

/** The mutants that no test can or should find. Their reasons stand above them in `survivors.md`. */
export function listExcused(): string[] {
	const blocks = readProjectFile(PAGE).matchAll(/^```text\n([\s\S]*?)^```$/gm);
	return [...blocks].flatMap(([, lines = '']) => lines.trim().split('\n'));
}

/** Of these lines those whose file, or whose code, is not there any more. */
export function findOutdated(lines: readonly string[]): string[] {
	const files = listFiles('nodes');
	return lines.filter((line) => {
		const [, file = '', code = ''] = /^(\S+) \w+: (.*?)…? → /.exec(line) ?? [];
		return !files.includes(file) || !readProjectFile(file).replace(/\s+/g, ' ').includes(code);
	});
}
