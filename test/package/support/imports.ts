/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Jest on a developer's machine and never ships */
import path from 'node:path';
import ts from 'typescript';
import type { ProjectFile } from './projectFiles';

/** Parses a source file with parent links, so that rules can look around a node. */
export function parse(file: ProjectFile): ts.SourceFile {
	return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
}

/** Calls `visit` for every node of a file, outermost first. */
export function visitAll(file: ProjectFile, visit: (node: ts.Node) => void): void {
	const walk = (node: ts.Node) => {
		visit(node);
		ts.forEachChild(node, walk);
	};
	walk(parse(file));
}

/**
 * What a file imports: relative imports as paths from the root without extension, packages by name.
 * Type-only imports count too, because they couple the parts just as much.
 */
export function listImports(file: ProjectFile): string[] {
	const found: string[] = [];
	visitAll(file, (node) => {
		const specifier = readSpecifier(node);
		if (specifier && ts.isStringLiteralLike(specifier)) found.push(resolve(file, specifier.text));
	});
	return found;
}

function readSpecifier(node: ts.Node): ts.Node | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
		return node.argument.literal;
	if (ts.isExternalModuleReference(node)) return node.expression;
	if (!ts.isCallExpression(node)) return undefined;
	const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
	const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
	return isImport || isRequire ? node.arguments[0] : undefined;
}

function resolve(file: ProjectFile, specifier: string): string {
	if (!specifier.startsWith('.')) return specifier;
	return path.posix.join(path.posix.dirname(file.path), specifier);
}
