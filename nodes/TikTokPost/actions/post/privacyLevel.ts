import { trimBlanks } from '../../../shared/tiktok/values/plainText';
import { nameOfPrivacyLevel, PRIVACY_LEVELS } from '../../../shared/tiktok/post/postRules';
import { parseText, refuseUnevaluated } from '../parameters';

/**
 * TikTok's own word for a level, which forms, sheets and AI agents may also give by the name that the editor shows, or
 * by both as messages show them; capital letters and blanks make no difference. A level that is new at TikTok passes:
 * the account says whether it knows it.
 *
 * @throws InputError when the value is neither text nor a number, or an expression that was not evaluated
 */
export function parsePrivacyLevel(value: unknown): string {
	const text = trimBlanks(parseText(value, 'Privacy Level'));
	refuseUnevaluated(text, 'Privacy Level');
	return PRIVACY_LEVELS.find((level) => isCalled(level, text)) ?? text.toUpperCase();
}

function isCalled(level: string, text: string): boolean {
	const name = nameOfPrivacyLevel(level);
	return [level, name, `${name} (${level})`].some((candidate) => bare(candidate) === bare(text));
}

function bare(text: string): string {
	return text.replace(/[\s_]/g, '').toLowerCase();
}
