import { ApiRefusal } from '../core/errors';
import type { RequestPlace, SimulatorState } from '../core/state';
import type { Creator } from '../types';
import { privacyOptions } from './creatorInfo';
import { checkFields, type FieldTable } from './fields';

const MAX_VIDEO_TITLE_UNITS = 2200;

const VIDEO_POST_FIELDS: FieldTable = {
	privacy_level: 'string?',
	title: 'string?',
	disable_comment: 'boolean?',
	disable_duet: 'boolean?',
	disable_stitch: 'boolean?',
	video_cover_timestamp_ms: 'integer?',
	brand_content_toggle: 'boolean?',
	brand_organic_toggle: 'boolean?',
	is_aigc: 'boolean?',
};

/**
 * The rules of a direct video post's `post_info`.
 * @see https://developers.tiktok.com/docs/en/content-posting-api-reference-direct-post
 */
export function checkVideoPostInfo(
	state: SimulatorState,
	place: RequestPlace,
	creator: Creator,
	info: Record<string, unknown>,
): void {
	checkFields(state, place, info, VIDEO_POST_FIELDS, 'post_info.');
	checkTextLength(state, place, 'title', info.title, MAX_VIDEO_TITLE_UNITS);
	const cover = info.video_cover_timestamp_ms;
	if (typeof cover === 'number' && cover < 0) {
		state.violate(place, 'post-cover-timestamp', 'A negative time means the first frame');
	}
	checkBrandToggles(state, place, info);
	checkPrivacy(state, creator, info.privacy_level);
}

/** Lengths count UTF-16 units; D20: the API's answer to a longer text is unknown. */
export function checkTextLength(
	state: SimulatorState,
	place: RequestPlace,
	name: string,
	text: unknown,
	limit: number,
): void {
	if (typeof text !== 'string' || text.length <= limit || state.switches.lenientText) return;
	state.violate(place, 'post-text-length', `${name} has ${text.length} UTF-16 units`);
	throw new ApiRefusal('invalid_params', `The ${name} is longer than ${limit} characters.`);
}

/**
 * D9: required by the text, absent in TikTok's own examples. D20: branded content is never private.
 * @see https://developers.tiktok.com/docs/en/content-sharing-guidelines
 */
export function checkBrandToggles(
	state: SimulatorState,
	place: RequestPlace,
	info: Record<string, unknown>,
): void {
	for (const name of ['brand_content_toggle', 'brand_organic_toggle']) {
		if (info[name] === undefined && state.switches.requireBrand) {
			throw new ApiRefusal('invalid_params', `The field post_info.${name} is missing.`);
		}
	}
	const isPrivateBrand = info.brand_content_toggle === true && info.privacy_level === 'SELF_ONLY';
	if (!isPrivateBrand || state.switches.lenientText) return;
	state.violate(place, 'post-branded-private', 'Branded content cannot be SELF_ONLY');
	throw new ApiRefusal('invalid_params', 'Branded content visibility cannot be set to private.');
}

/** Required, one of the creator's current options; unaudited apps: private post on a private account. */
export function checkPrivacy(state: SimulatorState, creator: Creator, level: unknown): void {
	if (typeof level !== 'string' || !privacyOptions(state, creator).includes(level)) {
		throw new ApiRefusal('privacy_level_option_mismatch');
	}
	if (!state.app.unaudited) return;
	if (level === 'SELF_ONLY' && creator.privateAccount) return;
	throw new ApiRefusal('unaudited_client_can_only_post_to_private_accounts');
}
