/** One project per test level; `npm test` runs all but e2e, `npm run test:e2e` runs that one. */
const LEVELS = ['unit', 'property', 'contract', 'integration', 'package', 'e2e'];

/** @type {import('jest').Config} */
module.exports = {
	projects: LEVELS.map((level) => ({
		displayName: level,
		rootDir: __dirname,
		roots: ['<rootDir>/test'],
		testMatch: [`<rootDir>/test/${level}/**/*.test.ts`],
		testEnvironment: 'node',
		modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
		transform: {
			'^.+\\.ts$': [
				'@swc/jest',
				{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' }, module: { type: 'commonjs' } },
			],
		},
	})),
};
