import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(net, bits, 'ipv4');
// Everything that is not global unicast, and what carries an IPv4 address within.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  closed.addSubnet(net, bits, 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** Whether an address belongs to the public internet: not private, loopback, link-local, multicast or embedding one of those. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && global.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

export class ForbiddenAddress extends Error {
  readonly code = 'EFORBIDDENADDRESS';
}

/**
 * Resolves names for a connection and refuses it unless every address is public or among those the operator allows. The connection is made to the very address
 * that was looked at, so a name cannot point elsewhere a moment later.
 */
export const publicLookup =
  (allowed: BlockList): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const bad = addresses.some((one) => !mayConnect(one.address, allowed));
      if (bad || addresses.length === 0) return done(new ForbiddenAddress('not a public address'), '', 0);
      if (options.all) return done(null, addresses as never);
      done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };

/** For hosts written as addresses, which are never looked up. */
export const mayConnect = (address: string, allowed: BlockList): boolean =>
  isPublicAddress(address) || allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** @param nets addresses, or nets in CIDR, that providers inside may be called at */
export function allowedNetworks(nets: readonly string[]): BlockList {
  const allowed = new BlockList();
  for (const net of nets) {
    const [address = '', bits] = net.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) allowed.addAddress(address, family);
    else allowed.addSubnet(address, Number(bits), family);
  }
  return allowed;
}
