/**
 * The scopes of TikTok's Login Kit, Content Posting API and Display API.
 * @see https://developers.tiktok.com/doc/tiktok-api-scopes
 */
export const SCOPES = {
	'user.info.basic': 'Read your profile (avatar and display name)',
	'user.info.profile': 'Read your username, bio and profile link',
	'user.info.stats': 'Read your follower, like and video counts',
	'video.list': 'Read your public videos',
	'video.publish': 'Post content to TikTok',
	'video.upload': 'Send drafts to your TikTok inbox',
} as const satisfies Record<string, string>;

/** One of TikTok's scopes. */
export type Scope = keyof typeof SCOPES;

/** All scopes, in the order of TikTok's page. */
export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];

/** True for a scope TikTok knows. */
export function isScope(name: string): name is Scope {
	return name in SCOPES;
}
