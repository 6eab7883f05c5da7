import type { SimulatorState } from '../core/state';
import { isDirect } from '../posting/caps';
import type { Post } from '../types';
import { detectContainer } from '../upload/signature';
import { checkVideoFile } from './mediaCheck';

/** Drafts may be up to ten minutes long for everybody. */
const MAX_DRAFT_DURATION_SEC = 600;

/**
 * What processing will find wrong with a video that is complete: its first bytes by default, the
 * whole file with `mediaCheck: 'full'`, which needs `keepVideos`.
 */
export async function judgeVideo(
	state: SimulatorState,
	post: Post,
	head: Buffer,
): Promise<string | undefined> {
	if (detectContainer(head) === undefined) return 'file_format_check_failed';
	if (state.switches.mediaCheck === 'signature') return undefined;
	if (post.filePath === undefined) throw new Error("mediaCheck 'full' needs keepVideos");
	const ownLimit = state.findCreator(post.openId)?.maxDurationSec ?? MAX_DRAFT_DURATION_SEC;
	return await checkVideoFile(post.filePath, isDirect(post) ? ownLimit : MAX_DRAFT_DURATION_SEC);
}
