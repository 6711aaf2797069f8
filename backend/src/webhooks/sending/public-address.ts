import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291, 2.4): what of IPv6 is assigned to the internet at all. */
const IPV6_GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');
/** The host agent of Azure's machines answers on an address that looks public. */
const METADATA = new Set(['168.63.129.16']);

/**
 * Whether an IP address is one of the public internet: neither this machine, nor a private, link-local, shared,
 * multicast or reserved range, nor IPv6 that carries an IPv4 address (mapped, translated, tunnelled).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast' || METADATA.has(address.toString())) return false;
  if (address instanceof ipaddr.IPv4) return true;
  return address.match(IPV6_GLOBAL);
}
