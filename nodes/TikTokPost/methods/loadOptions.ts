import { type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';
import { TikTokError } from '../../shared/tiktok/api/errors';
import { nameOfPrivacyLevel } from '../../shared/tiktok/post/postRules';
import { TikTokClient } from '../../shared/n8n/api/client';
import { toNodeError } from '../toNodeError';

/** The privacy levels that the connected creator may use right now, as TikTok asks for them. */
export async function getPrivacyLevels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	try {
		const creator = await new TikTokClient(this).creatorInfo();
		return creator.privacy_level_options.map((level) => ({
			name: nameOfPrivacyLevel(level),
			value: level,
			description: `For ${creator.creator_nickname} (@${creator.creator_username})`,
		}));
	} catch (error) {
		throw toNodeError(this.getNode(), adviseInList(error), 0);
	}
}

/** No option of the node makes the editor wait. */
function adviseInList(error: unknown): unknown {
	if (!(error instanceof TikTokError) || error.failure.retry !== 'wait') return error;
	return new TikTokError({ ...error.failure, advice: 'Wait a minute and load the list again.' });
}
