import { ApiRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';
import { checkChunkPlan, type DeclaredPlan } from './chunkRules';
import { checkFields } from './fields';
import { checkPullUrl } from './pullRules';

/** A video's source: bytes that come in chunks, or a URL that TikTok pulls. */
export type VideoSource =
	| { kind: 'FILE_UPLOAD'; plan: DeclaredPlan }
	| { kind: 'PULL_FROM_URL'; url: string };

/**
 * The rules of a video's `source_info`, the same for direct posts and drafts.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
 */
export function checkVideoSource(
	state: SimulatorState,
	place: RequestPlace,
	info: Record<string, unknown>,
): VideoSource {
	if (info.source === 'PULL_FROM_URL') {
		checkFields(state, place, info, { source: 'string', video_url: 'string' }, 'source_info.');
		const url = String(info.video_url);
		checkPullUrl(state, url);
		return { kind: 'PULL_FROM_URL', url };
	}
	if (info.source !== 'FILE_UPLOAD') {
		throw new ApiRefusal('invalid_params', 'The field source_info.source is missing or invalid.');
	}
	const table = {
		source: 'string',
		video_size: 'integer',
		chunk_size: 'integer',
		total_chunk_count: 'integer',
	} as const;
	checkFields(state, place, info, table, 'source_info.');
	const plan = {
		videoSize: Number(info.video_size),
		chunkSize: Number(info.chunk_size),
		count: Number(info.total_chunk_count),
	};
	checkChunkPlan(plan, state.switches);
	return { kind: 'FILE_UPLOAD', plan };
}
