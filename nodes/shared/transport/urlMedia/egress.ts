import type { IExecuteFunctions, NodeEgressFilter } from 'n8n-workflow';
import { isPrivateHost } from './privateHosts';

/** The address of cloud metadata services, which every policy that protects anything refuses. */
const METADATA_URL = 'http://169.254.169.254/';

/**
 * Whether n8n may download from a URL. Private addresses are out of bounds, unless the administrator of
 * this n8n allows them by its own settings (`N8N_SSRF_ALLOWED_IP_RANGES`, `N8N_SSRF_ALLOWED_HOSTNAMES`).
 *
 * n8n's filter also resolves names; versions without it are protected against addresses and names that
 * are private by their text.
 */
export async function mayDownloadFrom(this: IExecuteFunctions, url: URL): Promise<boolean> {
	const filter = findEgressFilter(this.helpers);
	if (filter !== undefined && (await isRefused(filter, url.href))) return false;
	if (!isPrivateHost(url.hostname)) return true;
	// A filter that is in force and lets a private address through was told to.
	return filter !== undefined && (await isRefused(filter, METADATA_URL));
}

/** Absent before n8n 2.30; until 2.39 only there when the administrator has switched the protection on. */
function findEgressFilter(helpers: IExecuteFunctions['helpers']): NodeEgressFilter | undefined {
	const { getSecureEgressFilter } = helpers as Partial<IExecuteFunctions['helpers']>;
	return getSecureEgressFilter?.('enforced');
}

async function isRefused(filter: NodeEgressFilter, url: string): Promise<boolean> {
	try {
		return !(await filter.validateUrl(url)).ok;
	} catch {
		// The name could not be resolved here. Behind a proxy that is usual; else the download will tell.
		return false;
	}
}
