/** One project per test level; `npm test` runs all but e2e and queue, which have commands of their own. */
const LEVELS = ['unit', 'property', 'contract', 'integration', 'package', 'e2e', 'queue'];

/** @type {import('jest').Config} */
module.exports = {
	// No test waits for time to pass; this is for machines that have much else to do.
	testTimeout: 60_000,
	// By default Jest leaves a core to others, which is every second one of two.
	maxWorkers: '100%',
	testSequencer: './scripts/support/longestFirst.cjs',
	// With --coverage: the rules of TikTok are pure functions, so every branch of theirs is tested.
	collectCoverageFrom: [
		'nodes/shared/{tiktok,video,image}/**/*.ts',
		'nodes/shared/n8n/media/byteSections.ts',
	],
	coverageReporters: ['text-summary'],
	coverageThreshold: { global: { branches: 100 } },
	projects: LEVELS.map((level) => ({
		displayName: level,
		rootDir: __dirname,
		roots: ['<rootDir>/test', '<rootDir>/nodes/shared'],
		testMatch: [`<rootDir>/test/${level}/**/*.test.ts`],
		testEnvironment: 'node',
		setupFilesAfterEnv: ['<rootDir>/test/support/node/virtualTime.setup.ts'],
		modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
		transform: {
			'^.+\\.ts$': [
				'@swc/jest',
				{
					jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
					module: { type: 'commonjs' },
				},
			],
		},
	})),
};
