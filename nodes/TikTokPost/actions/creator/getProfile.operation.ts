import { updateDisplayOptions, type IDataObject, type INodeProperties } from 'n8n-workflow';
import {
	adviseOnScopes,
	assertScopeGranted,
	listGrantedScopes,
} from '../../../shared/n8n/api/account';
import { askProfile } from '../../../shared/n8n/api/displayCalls';
import { showOutcome } from '../../../shared/n8n/hints';
import type { Item } from '../../../shared/n8n/api/item';
import {
	BASIC_SCOPE,
	PROFILE_FIELDS,
	SCOPES_OF_PROFILE,
	type ProfileField,
	type ShownProfile,
} from '../../../shared/tiktok/api/displayed';
import { asError, TikTokError } from '../../../shared/tiktok/api/errors';
import { makeOptionsField, RATE_LIMIT_OPTIONS, SIMPLIFY_FIELD } from '../optionFields';
import { readSimplify } from '../parameters';

const FIELDS: INodeProperties[] = [SIMPLIFY_FIELD, makeOptionsField(RATE_LIMIT_OPTIONS)];

/** What the editor shows for Creator: Get Profile. */
export const description = updateDisplayOptions(
	{ show: { resource: ['creator'], operation: ['getProfile'] } },
	FIELDS,
);

const SIMPLE_FIELDS: readonly ProfileField[] = [
	'display_name',
	'username',
	'bio_description',
	'profile_deep_link',
	'is_verified',
	'follower_count',
	'following_count',
	'likes_count',
	'video_count',
];

const EXTRA_SCOPES = Object.keys(SCOPES_OF_PROFILE);
/** What TikTok answers where it wants a scope that the credential takes for granted. */
const SCOPE_REFUSALS: readonly string[] = ['scope_not_authorized', 'scope_permission_missed'];

/** Tells who the account is and how it does, as far as its scopes allow; what they don't is named. */
export async function execute(item: Item): Promise<IDataObject> {
	const { n8n } = item;
	const wanted = readSimplify(item) ? SIMPLE_FIELDS : PROFILE_FIELDS;
	await assertScopeGranted(n8n, BASIC_SCOPE);
	const granted = await listGrantedScopes(n8n);
	const missing = EXTRA_SCOPES.filter((scope) => granted.length > 0 && !granted.includes(scope));
	try {
		return describe(item, await ask(item, wanted, missing), missing);
	} catch (error) {
		const isRefused = error instanceof TikTokError && SCOPE_REFUSALS.includes(error.failure.code);
		if (!isRefused || missing.length === EXTRA_SCOPES.length) throw asError(error);
		return describe(item, await ask(item, wanted, EXTRA_SCOPES), EXTRA_SCOPES);
	}
}

/** TikTok refuses the whole call for one field whose scope is missing. */
async function ask(
	{ tiktok }: Item,
	wanted: readonly ProfileField[],
	missing: readonly string[],
): Promise<ShownProfile> {
	const closed = missing.flatMap((scope) => SCOPES_OF_PROFILE[scope] ?? []);
	return await askProfile(
		tiktok,
		wanted.filter((field) => !closed.includes(field)),
	);
}

function describe({ n8n }: Item, profile: ShownProfile, missing: readonly string[]): IDataObject {
	if (missing.length === 0) return { ...profile };
	const hint = `The account did not grant all of its profile. ${adviseOnScopes(missing)}`;
	showOutcome(n8n, 'missing scopes', hint);
	return { ...profile, missing_scopes: [...missing] };
}
