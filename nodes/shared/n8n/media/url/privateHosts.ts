/** Blocks of addresses: the first, and the length of the common prefix in bits. */
type Blocks = ReadonlyArray<readonly [string, number]>;

/** This machine, local networks and cloud metadata: what n8n's own filter refuses in every version. */
const LOCAL_IPV4: Blocks = [
	['10.0.0.0', 8],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
];

/**
 * Further blocks that are not on the public internet: of providers (some hold cloud metadata), of examples and
 * of no use at all.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const OTHER_PRIVATE_IPV4: Blocks = [
	['0.0.0.0', 8],
	['100.64.0.0', 10],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
];

/**
 * Last parts of names that are reserved for no public use, or that networks use among themselves and that
 * will not become public.
 *
 * @see https://www.iana.org/assignments/special-use-domain-names
 * @see https://www.rfc-editor.org/rfc/rfc6762#appendix-G
 */
const PRIVATE_NAMES =
	/(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|svc|test|invalid|onion|alt)$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const GROUP_COUNT = 8;
const GROUP_BITS = 16;

/**
 * Whether the host of a parsed URL is certainly not on the public internet, by its text alone: names are
 * not resolved.
 *
 * @param hostname as `URL` gives it: lower case, IPv4 in four decimals, IPv6 in brackets
 */
export function isPrivateHost(hostname: string): boolean {
	const name = hostname.replace(/\.+$/, '');
	if (name.startsWith('[')) return isPrivateIpv6(readIpv6(name.slice(1, -1)));
	if (IPV4.test(name)) return isPrivateIpv4(readIpv4(name));
	return PRIVATE_NAMES.test(name) || !name.includes('.');
}

/** Whether an IP address, IPv6 without brackets, is of this machine, a local network or cloud metadata. */
export function isLocalAddress(address: string): boolean {
	if (IPV4.test(address)) return isIn(LOCAL_IPV4, readIpv4(address));
	const groups = readIpv6(address);
	const [first = 0] = groups;
	const isLoopback = groups.every((group, index) => group === (index === GROUP_COUNT - 1 ? 1 : 0));
	return isLoopback || (first >= 0xfc00 && first <= 0xfdff) || (first >= 0xfe80 && first <= 0xfebf);
}

function isPrivateIpv4(address: number): boolean {
	return isIn(LOCAL_IPV4, address) || isIn(OTHER_PRIVATE_IPV4, address);
}

function isIn(blocks: Blocks, address: number): boolean {
	return blocks.some(([first, bits]) => {
		const blockSize = 2 ** (32 - bits);
		return Math.floor(address / blockSize) === Math.floor(readIpv4(first) / blockSize);
	});
}

function readIpv4(text: string): number {
	return text.split('.').reduce((address, part) => address * 256 + Number(part), 0);
}

/**
 * Of IPv6 only 2000::/3 is public, without its blocks for protocols (2001::/23, Teredo among them) and for
 * examples, and with what wraps an IPv4 address as public as that.
 */
function isPrivateIpv6(groups: number[]): boolean {
	const wrapped = findWrappedIpv4(groups);
	if (wrapped !== undefined) return isPrivateIpv4(wrapped);
	const [first = 0, second = 0] = groups;
	const isPublic = first >= 0x2000 && first <= 0x3fff;
	const isForProtocols = first === 0x2001 && second < 0x200;
	const isForExamples =
		(first === 0x2001 && second === 0xdb8) || (first === 0x3fff && second < 0x1000);
	return !isPublic || isForProtocols || isForExamples;
}

/** Of IPv4-mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96) and 6to4 (2002::/16) addresses. */
function findWrappedIpv4(groups: number[]): number | undefined {
	const start = groups.slice(0, 6).join(' ');
	const isMapped = start === '0 0 0 0 0 65535' || start === '100 65435 0 0 0 0';
	if (isMapped) return joinGroups(groups[6], groups[7]);
	return groups[0] === 0x2002 ? joinGroups(groups[1], groups[2]) : undefined;
}

function joinGroups(high = 0, low = 0): number {
	return high * 2 ** GROUP_BITS + low;
}

/** The eight groups of an address as `URL` writes it: hexadecimal, with at most one `::`. */
function readIpv6(text: string): number[] {
	const [head = '', tail] = text.split('::');
	const first = readGroups(head);
	const last = readGroups(tail ?? '');
	const gap = tail === undefined ? 0 : GROUP_COUNT - first.length - last.length;
	return [...first, ...Array<number>(Math.max(0, gap)).fill(0), ...last];
}

function readGroups(text: string): number[] {
	return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
