/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the command runs in plain Node; it is never shipped */
import { InvalidArgumentError, program } from 'commander';
import { CHECKS } from './checks';

/** n8n's own on this machine, so that an app that n8n uses needs no further address. */
const DEFAULT_REDIRECT_URI = 'http://localhost:5678/rest/oauth2-credential/callback';
const LOOPBACK_URI = /^http:\/\/(?:localhost|127\.0\.0\.1):(?:\d+|\*)\/[^?#]*$/;

/** Where the "--" in front of it is missing, or a shell took it away, npm takes the option for one of its own. */
const IS_NPMS_DRY_RUN = process.env.npm_config_dry_run === 'true';

/** What the command was asked to do. */
export interface LiveOptions {
	only: string[];
	skip: string[];
	dryRun: boolean;
	yes: boolean;
	redirectUri: string;
	/** Open the browser. */
	open: boolean;
	/** Where the report goes, if not into a folder of its own. */
	out?: string;
	adopt?: string;
}

/** Reads the command line; prints help or what is wrong with it, and ends then. */
export function readLiveOptions(): LiveOptions {
	return program
		.name('npm run live --')
		.description(
			'Asks the real TikTok, with a sandbox app of yours, what its documentation leaves open. See docs/live-check.md.',
		)
		.option('--only <names>', 'these checks alone, with commas between them', toNames, [])
		.option('--skip <names>', 'all checks but these', toNames, [])
		.option('--dry-run', 'tell what would be done, and do nothing', IS_NPMS_DRY_RUN)
		.option('--yes', 'ask nothing: yes to every question', false)
		.option(
			'--redirect-uri <uri>',
			'as registered under Login Kit, Desktop; port * takes any free one',
			toLoopbackUri,
			DEFAULT_REDIRECT_URI,
		)
		.option('--no-open', 'only print the address of TikTok’s page, and open no browser')
		.option('--out <folder>', 'where the report goes, else into a new folder in .cache/live')
		.option('--adopt <file>', 'take over the report.json of somebody into the simulator, and end')
		.parse()
		.opts<LiveOptions>();
}

function toNames(text: string): string[] {
	const names = text.split(',').map((name) => name.trim());
	const known: string[] = CHECKS.map(({ name }) => name);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length === 0) return names;
	throw new InvalidArgumentError(
		`There is no ${unknown.join(', ')}. There are ${known.join(', ')}.`,
	);
}

function toLoopbackUri(text: string): string {
	if (LOOPBACK_URI.test(text)) return text;
	throw new InvalidArgumentError(
		'It must be http://localhost:<port>/… or http://127.0.0.1:<port>/…',
	);
}
