/** A part of the package that is pure, or nearly: its tests take seconds, so that thousands of mutants can be tried. */
export interface Ring {
	/** Its sources, as patterns from the project's folder on. */
	readonly sources: readonly string[];
	/** The tests that may reach it, as patterns below `test`; of these only the ones that do run for a mutant. */
	readonly tests: readonly string[];
}

const RULES = [
	'unit/{messages,node,trigger}/**',
	'unit/shared/!(videoProbe*|videoReaders|videoSniff|videoPadding|videoSparseBytes|videoTextDamage|callPaceWorkers)',
	'property/!(videoProbe|pngToJpeg|decide|hostileAnswers|byteSections)',
];

/** The book of posts in n8n's database. Its tests, and those of what is built on it, do without n8n. */
const LEDGER = [
	'nodes/shared/n8n/once/claim.ts',
	'nodes/shared/n8n/once/deduplicationStore.ts',
	'nodes/shared/n8n/once/ledgerEntries.ts',
	'nodes/shared/n8n/once/postClaims.ts',
	'nodes/shared/n8n/once/postLedger.ts',
	'nodes/shared/n8n/once/storeRow.ts',
	'nodes/shared/n8n/once/turns.ts',
];

/** By the name of the folder, or of what it is about. */
export const RINGS: Readonly<Record<string, Ring>> = {
	upload: { sources: ['nodes/shared/tiktok/upload/*.ts'], tests: RULES },
	post: { sources: ['nodes/shared/tiktok/post/*.ts'], tests: RULES },
	api: { sources: ['nodes/shared/tiktok/api/*.ts'], tests: RULES },
	webhook: { sources: ['nodes/shared/tiktok/webhook/*.ts'], tests: RULES },
	videoRules: { sources: ['nodes/shared/tiktok/videoRules/*.ts'], tests: RULES },
	values: {
		sources: ['nodes/shared/tiktok/values/*.ts', 'nodes/shared/tiktok/limits.ts'],
		tests: RULES,
	},
	ledger: {
		sources: LEDGER,
		tests: ['unit/ledger/**', 'integration/exactlyOnce/{ledger,crashKey}'],
	},
	once: {
		sources: ['nodes/shared/n8n/once/*.ts', ...LEDGER.map((file) => `!${file}`)],
		tests: ['unit/once/**', 'unit/n8n/{decide,processMemory}', 'property/decide'],
	},
	video: {
		sources: ['nodes/shared/video/*.ts'],
		tests: ['unit/shared/video*', 'property/videoProbe'],
	},
	image: { sources: ['nodes/shared/image/*.ts'], tests: ['unit/image/**', 'property/pngToJpeg'] },
};
