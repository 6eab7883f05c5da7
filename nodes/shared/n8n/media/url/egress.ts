import type { IExecuteFunctions, NodeEgressFilter } from 'n8n-workflow';
import { isLocalAddress, isPrivateHost } from './privateHosts';

/** The address of cloud metadata services, which every policy that protects anything refuses. */
const METADATA_URL = new URL('http://169.254.169.254/');

/**
 * Whether n8n may download from a URL. What n8n's filter refuses is out of bounds, and so is what is private
 * by its text, unless the administrator of this n8n allows it by n8n's own settings
 * (`N8N_SSRF_ALLOWED_IP_RANGES`, `N8N_SSRF_ALLOWED_HOSTNAMES`).
 *
 * n8n's filter also resolves names. Where it can't (behind a proxy that does), and in versions without it, the
 * text alone decides.
 */
export async function mayDownloadFrom(n8n: IExecuteFunctions, url: URL): Promise<boolean> {
	const filter = findEgressFilter(n8n.helpers);
	if (filter !== undefined && (await isRefused(filter, url))) return false;
	if (!isPrivateHost(url.hostname)) return true;
	return filter !== undefined && (await isAllowedBySettings(filter, url));
}

/** Absent before n8n 2.30; until 2.39 only there when the administrator has switched the protection on. */
function findEgressFilter(helpers: IExecuteFunctions['helpers']): NodeEgressFilter | undefined {
	const { getSecureEgressFilter } = helpers as Partial<IExecuteFunctions['helpers']>;
	return getSecureEgressFilter?.('enforced');
}

async function isRefused(filter: NodeEgressFilter, url: URL): Promise<boolean> {
	try {
		return !(await filter.validateUrl(url.href)).ok;
	} catch {
		// The name could not be resolved here. Behind a proxy that is usual; else the download will tell.
		return false;
	}
}

/**
 * A filter in force lets a local address through only where it was told to. That it lets something else through
 * says nothing: names it can't resolve, or that lead elsewhere from here than from a proxy, and addresses that
 * it knows nothing about.
 */
async function isAllowedBySettings(filter: NodeEgressFilter, url: URL): Promise<boolean> {
	if (!(await isRefused(filter, METADATA_URL))) return false;
	return (await listAddresses(filter, url)).some(isLocalAddress);
}

/** The addresses of a host that the filter lets through. */
async function listAddresses(filter: NodeEgressFilter, { hostname }: URL): Promise<string[]> {
	return await new Promise((resolve) => {
		filter.createSecureLookup()(hostname, { all: true }, (error, addresses) => {
			const found = error === null && Array.isArray(addresses) ? addresses : [];
			resolve(found.map(({ address }) => address));
		});
	});
}
