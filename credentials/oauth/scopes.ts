/** The scopes that the credential offers, by the names that its list shows. `user.info.basic` is always asked for. */
const SCOPE_NAMES: Readonly<Record<string, string>> = {
	'video.publish': 'Publish Posts',
	'user.info.profile': 'Read Profile',
	'video.list': 'Read Public Videos',
	'user.info.stats': 'Read Statistics',
	'video.upload': 'Upload Drafts',
};

/** A scope as the credential lists it: `Read Public Videos (video.list)`. */
export function nameOfScope(scope: string): string {
	const name = Object.hasOwn(SCOPE_NAMES, scope) ? SCOPE_NAMES[scope] : undefined;
	return name === undefined ? scope : `${name} (${scope})`;
}
