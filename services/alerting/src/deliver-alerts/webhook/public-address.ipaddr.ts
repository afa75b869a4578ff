import ipaddr from 'ipaddr.js';

/** Public by their range, and yet of the machine's own surroundings: where clouds keep their metadata. */
const metadata = new Set(['168.63.129.16']);
const globalUnicast = ipaddr.IPv6.parse('2000::');

/** Whether an address may be reached from anywhere: no private, loopback, link-local, multicast, reserved or translated one. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address.replace(/%.*$/, ''));
  if (parsed.range() !== 'unicast' || metadata.has(parsed.toString())) return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast, 3);
}

/** The same for the host of a URL, as `URL` gives it; undefined when it is a name, whose addresses decide. */
export function isPublicHost(hostname: string): boolean | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? isPublicAddress(bare) : undefined;
}
