import { findSecrets } from '../node/findSecrets';

/** Part of every secret here, so that even a piece of one is found. */
const CORE = 'Zq7SecretCore';

export const ACCESS_TOKEN = `act.${CORE}0123456789abcdef!4`;
export const REFRESH_TOKEN = `rft.${CORE}fedcba9876543210!4`;
export const CLIENT_SECRET = `${CORE}OfTheApp`;
export const UPLOAD_URL = `https://open-upload.tiktokapis.com/upload/?upload_id=77&upload_token=${CORE}`;

/** Stands in answers where no text of TikTok's for people stands. */
export const BODY_CANARY = 'Zq7BodyCanary';

/** Ways in which a careless server quotes what it was sent. */
export const ECHOED_SECRETS: readonly string[] = [
	ACCESS_TOKEN,
	REFRESH_TOKEN,
	`Bearer ${ACCESS_TOKEN}`,
	`Invalid access_token=${ACCESS_TOKEN}, see log`,
	UPLOAD_URL,
	`PUT ${UPLOAD_URL} HTTP/1.1`,
	`//open-upload.tiktokapis.com/upload/?upload_id=77&upload_token=${CORE}`,
	encodeURIComponent(UPLOAD_URL),
	encodeURIComponent(`upload_id=77&upload_token=${CORE}`),
	JSON.stringify({ upload_url: UPLOAD_URL, access_token: ACCESS_TOKEN }),
	`{"upload_token": "${CORE}"}`,
	`client_secret=${CLIENT_SECRET}`,
];

const WHOLE_SECRET = new RegExp(
	`(?:(?:act|rft)\\.|(?:upload_token|client_secret)["\\\\]*(?:=|%3D|: ?)["\\\\]*)${CORE}`,
	'g',
);

/** Whether every secret in a text still looks like one: nobody can know a token that lost its beginning. */
export function holdsOnlyWholeSecrets(text: string): boolean {
	return (text.match(WHOLE_SECRET) ?? []).length === text.split(CORE).length - 1;
}

/** Where a secret or the inside of an answer shows; looks into everything an error or item holds. */
export function findLeaks(shown: unknown): string[] {
	return findSecrets(shown, CORE).filter((found) => !found.startsWith('authorization'));
}
