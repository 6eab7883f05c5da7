// Runs before a release, in the package's folder: refuses while `package.json` still names no owner.
//
// Author and repository are placeholders until somebody owns the package. npm's provenance and n8n's
// review compare them with the real repository, so a release with placeholders can't be verified.
import { readFileSync } from 'node:fs';

const { author, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const hasAuthor = author?.email && !author.email.endsWith('.example');
const hasRepository =
	repository?.url && !repository.url.includes('github.com/n8n-nodes-tiktok-post/');
const missing = [
	...(hasAuthor ? [] : ['author.name and author.email']),
	...(hasRepository ? [] : ['repository.url']),
];
if (missing.length > 0) {
	console.error(`package.json still holds placeholders: ${missing.join(', ')}.`);
	console.error('Fill in who owns the package and where it lives, then run npm test: it names the');
	console.error('other places that must say the same. Nothing was released.');
	process.exit(1);
}
