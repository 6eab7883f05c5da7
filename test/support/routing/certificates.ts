/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test code runs in plain Node, not in n8n; test code is never shipped and may use Node and any library; the simulator knows no n8n errors */
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';

const DAY_MS = 24 * 60 * 60 * 1000;
const CA_LIFETIME_DAYS = 3650;
const LEAF_LIFETIME_DAYS = 365;
const DEFAULT_FOLDER = path.resolve(__dirname, '../../../.cache/certificates');

/** The certificate authority of the tests, and certificates issued by it for any host name. */
export interface CertificateAuthority {
	/** PEM file for NODE_EXTRA_CA_CERTS. */
	caFile: string;
	caPem: string;
	/** Base64 SHA-256 of the CA's public key, for Chromium's --ignore-certificate-errors-spki-list. */
	spkiHash: string;
	/** TLS context for one host name; issued on first use and remembered. */
	contextFor(host: string): Promise<SecureContext>;
}

/**
 * Opens the certificate authority in `folder` (default: `.cache/certificates`), or creates one.
 * Only the authority is kept on disk; host certificates are issued in memory, one per name.
 */
export async function openCertificateAuthority(
	folder: string = DEFAULT_FOLDER,
): Promise<CertificateAuthority> {
	if (!existsSync(path.join(folder, 'ca.pem'))) await createAuthority(folder);
	const caFile = path.join(folder, 'ca.pem');
	const caPem = await readFile(caFile, 'utf8');
	const caKey = await readFile(path.join(folder, 'ca.key'), 'utf8');
	const contexts = new Map<string, Promise<SecureContext>>();
	return {
		caFile,
		caPem,
		spkiHash: hashPublicKey(caPem),
		contextFor: async (host) => {
			const known = contexts.get(host) ?? issueContext(host, caPem, caKey);
			contexts.set(host, known);
			return await known;
		},
	};
}

/** Two processes may start at once: each writes a folder of its own and the first rename wins. */
async function createAuthority(folder: string): Promise<void> {
	const now = Date.now();
	const pems = await generate([{ name: 'commonName', value: 'TikTok simulator test CA' }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(now - DAY_MS),
		notAfterDate: new Date(now + CA_LIFETIME_DAYS * DAY_MS),
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		],
	});
	await mkdir(path.dirname(folder), { recursive: true });
	const draft = await mkdtemp(`${folder}-`);
	await writeFile(path.join(draft, 'ca.key'), pems.private, { mode: 0o600 });
	await writeFile(path.join(draft, 'ca.pem'), pems.cert);
	try {
		await rename(draft, folder);
	} catch (error) {
		await rm(draft, { recursive: true, force: true });
		if (!existsSync(path.join(folder, 'ca.pem'))) throw error;
	}
}

async function issueContext(host: string, caPem: string, caKey: string): Promise<SecureContext> {
	const now = Date.now();
	const leaf = await generate([{ name: 'commonName', value: host }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(now - DAY_MS),
		notAfterDate: new Date(now + LEAF_LIFETIME_DAYS * DAY_MS),
		ca: { cert: caPem, key: caKey },
		extensions: [
			{ name: 'basicConstraints', cA: false, critical: true },
			{ name: 'keyUsage', digitalSignature: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
		],
	});
	return createSecureContext({ key: leaf.private, cert: `${leaf.cert}\n${caPem}` });
}

function hashPublicKey(pem: string): string {
	const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
	return createHash('sha256').update(spki).digest('base64');
}
