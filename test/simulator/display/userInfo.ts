import { ApiRefusal } from '../core/errors';
import type { SimulatorState } from '../core/state';
import type { Scope } from '../oauth/scopes';
import type { ApiCall, ApiEndpoint } from '../posting/apiEndpoint';
import type { Creator } from '../types';
import { readFieldNames } from './fieldNames';
import { listVideos, type PublicVideo } from './videos';

/** Every field of a user, the scope it needs, and its value. */
const USER_FIELDS: Record<
	string,
	{ scope: Scope; read: (creator: Creator, videos: PublicVideo[]) => unknown }
> = {
	open_id: { scope: 'user.info.basic', read: ({ openId }) => openId },
	union_id: { scope: 'user.info.basic', read: ({ openId }) => `union-${openId}` },
	avatar_url: { scope: 'user.info.basic', read: ({ avatarUrl }) => avatarUrl },
	avatar_url_100: { scope: 'user.info.basic', read: ({ avatarUrl }) => avatarUrl },
	avatar_large_url: { scope: 'user.info.basic', read: ({ avatarUrl }) => avatarUrl },
	display_name: { scope: 'user.info.basic', read: ({ nickname }) => nickname },
	username: { scope: 'user.info.profile', read: ({ username }) => username },
	bio_description: { scope: 'user.info.profile', read: () => 'A simulated creator' },
	profile_deep_link: {
		scope: 'user.info.profile',
		read: ({ username }) => `https://www.tiktok.com/@${username}`,
	},
	is_verified: { scope: 'user.info.profile', read: () => false },
	follower_count: { scope: 'user.info.stats', read: () => 12 },
	following_count: { scope: 'user.info.stats', read: () => 3 },
	likes_count: {
		scope: 'user.info.stats',
		read: (_creator, videos) => videos.reduce((sum, { counts }) => sum + counts.likes, 0),
	},
	video_count: { scope: 'user.info.stats', read: (_creator, videos) => videos.length },
};

/**
 * `user/info`: only the fields asked for, each under its scope (D19).
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info
 */
export function userInfoEndpoint(state: SimulatorState): ApiEndpoint {
	return {
		name: 'userInfo',
		method: 'GET',
		path: '/v2/user/info/',
		scopes: [],
		perMinute: 600,
		body: 'none',
		query: ['fields'],
		handle: (call) => {
			const creator = state.findCreator(call.openId);
			if (!creator) throw new ApiRefusal('access_token_invalid');
			const videos = listVideos(state, call);
			const names = readFieldNames(state, call, Object.keys(USER_FIELDS));
			const user: Record<string, unknown> = {};
			for (const name of names) {
				const field = USER_FIELDS[name];
				if (!field) continue;
				const isGranted = isScopeGranted(state, call, field.scope);
				user[name] = isGranted ? field.read(creator, videos) : '';
			}
			return { user };
		},
	};
}

/** D19: the whole call is refused with 401 or 400, or the field comes back empty. */
function isScopeGranted(state: SimulatorState, call: ApiCall, scope: Scope): boolean {
	if (call.scopes.includes(scope)) return true;
	const { fieldScope } = state.switches;
	if (fieldScope === 'empty') return false;
	throw new ApiRefusal(fieldScope === '400' ? 'scope_permission_missed' : 'scope_not_authorized');
}
