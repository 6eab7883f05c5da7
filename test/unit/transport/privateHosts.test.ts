import { isPrivateHost } from '../../support/tested/n8n';

/** As a URL parser hands it over, whatever notation it came in. */
function hostOf(host: string): string {
	return new URL(`http://${host}/`).hostname;
}

it.each([
	'localhost',
	'LOCALHOST',
	'localhost.',
	'app.localhost',
	'nas.local',
	'metadata.google.internal',
	'printer.home.arpa',
	'minio',
	'localhost.localdomain',
	'0.0.0.0',
	'10.0.0.1',
	'10.255.255.255',
	'100.64.0.1',
	'127.0.0.1',
	'127.1',
	'2130706433',
	'0x7f.0.0.1',
	'0177.0.0.1',
	'169.254.169.254',
	'172.16.0.1',
	'172.31.255.255',
	'192.0.0.1',
	'192.0.2.1',
	'192.168.178.1',
	'198.18.0.1',
	'198.19.255.255',
	'198.51.100.1',
	'203.0.113.1',
	'224.0.0.1',
	'255.255.255.255',
	'[::]',
	'[::1]',
	'[0:0:0:0:0:0:0:1]',
	'[::ffff:127.0.0.1]',
	'[::ffff:10.0.0.1]',
	'[64:ff9b::10.0.0.1]',
	'[2002:a00:1::]',
	'[fc00::1]',
	'[fd12:3456:789a::1]',
	'[fe80::1]',
	'[ff02::1]',
	'[2001:db8::1]',
	'[2001:0:1::1]',
])('%s is private', (host) => {
	expect(isPrivateHost(hostOf(host))).toBe(true);
});

it.each([
	'media.example.com',
	'local.example.com',
	'internal.example.com',
	'notlocalhost.example',
	'1.1.1.1',
	'9.255.255.255',
	'11.0.0.0',
	'100.63.255.255',
	'100.128.0.0',
	'126.255.255.255',
	'128.0.0.0',
	'169.253.255.255',
	'172.15.255.255',
	'172.32.0.0',
	'192.167.255.255',
	'192.169.0.0',
	'198.17.255.255',
	'198.20.0.0',
	'223.255.255.255',
	'[2606:4700:4700::1111]',
	'[2a00:1450:4001:81b::200e]',
	'[::ffff:1.1.1.1]',
	'[64:ff9b::1.1.1.1]',
	'[2002:101:101::]',
])('%s is public', (host) => {
	expect(isPrivateHost(hostOf(host))).toBe(false);
});
