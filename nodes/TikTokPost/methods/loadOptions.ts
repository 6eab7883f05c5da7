import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { TikTokClient } from '../../shared/n8n/api/client';
import { asError, TikTokError } from '../../shared/tiktok/api/errors';
import { redactMessage } from '../../shared/tiktok/api/redact';
import { nameOfPrivacyLevel, PRIVACY_LEVELS } from '../../shared/tiktok/post/postRules';

const NOT_CHECKED = 'Not checked with TikTok yet.';

/**
 * The privacy levels that the connected creator may use right now, as TikTok's audit wants it. Where TikTok can't be
 * asked, all that TikTok knows, each with the reason: n8n asks once, without a credential, and keeps what it gets, so
 * a list that failed would leave a field that nobody can fill in. Posting checks the level in any case.
 */
export async function getPrivacyLevels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	try {
		const creator = await new TikTokClient(this).creatorInfo();
		const description = `For ${creator.creator_nickname} (@${creator.creator_username})`;
		const offered = creator.privacy_level_options;
		return offered.length > 0
			? listLevels(offered, description)
			: listLevels(PRIVACY_LEVELS, `${NOT_CHECKED} TikTok named none.`);
	} catch (error) {
		return listLevels(PRIVACY_LEVELS, `${NOT_CHECKED} ${explain(error)}`);
	}
}

function listLevels(levels: readonly string[], description: string): INodePropertyOptions[] {
	return levels.map((value) => ({ name: nameOfPrivacyLevel(value), value, description }));
}

function explain(error: unknown): string {
	if (!(error instanceof TikTokError)) return redactMessage(asError(error).message);
	const { message, advice, retry } = error.failure;
	// No option of the node makes the editor wait.
	return `${message}. ${retry === 'wait' ? 'Wait a minute and load the list again.' : advice}`;
}
