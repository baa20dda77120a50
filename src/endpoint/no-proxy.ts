/**
 * Whether a host is reached through the proxy, by `no_proxy` (hudson.remoting.NoProxyEvaluator): entries separated by
 * commas, or by pipes when there is no comma. An entry is an address, a CIDR subnet, or the end of a host name: a leading
 * `.` or `*.` makes no difference, and there is no label boundary (`jenkins.io` is also the end of `myjenkins.io`).
 *
 * Beyond the official agent, as other programs understand the variable: `*` for every host, `host:port`, wildcards at
 * the start or the end (`127.*`), upper case in host names.
 */
import { BlockList, isIP } from 'node:net';

/** @param noProxy the variable's value; undefined when it is not set */
export function shouldProxy(host: string, port: number, noProxy: string | undefined): boolean {
  const name = stripBrackets(host).toLowerCase();
  if (name === 'localhost' || isLoopback(name)) return false;
  if (noProxy === undefined) return true;
  const entries = noProxy.split(noProxy.includes(',') ? ',' : '|').map((entry) => entry.trim().toLowerCase());
  return !entries.some((entry) => entry !== '' && matches(entry, name, port));
}

function isLoopback(name: string): boolean {
  return isIP(name) !== 0 && inSubnet(name, name.includes(':') ? '::1' : '127.0.0.0', name.includes(':') ? 128 : 8);
}

function matches(entry: string, name: string, port: number): boolean {
  if (entry === '*') return true;
  const [, address = entry, bits] = /^(.*)\/(\d+)$/.exec(entry) ?? [];
  const bare = stripBrackets(address);
  if (isIP(bare) !== 0) {
    const all = bare.includes(':') ? 128 : 32;
    const prefix = bits === undefined ? all : Number(bits);
    return prefix <= all && isIP(name) === isIP(bare) && inSubnet(name, bare, prefix);
  }
  const withPort = /^(.+):(\d+)$/.exec(entry);
  if (withPort?.[1] !== undefined) return Number(withPort[2]) === port && matches(withPort[1], name, port);
  if (entry.endsWith('*')) return name.startsWith(entry.slice(0, -1));
  // Names are never compared with addresses: 1.example is not the end of an address that ends so.
  return isIP(name) === 0 && name.endsWith(entry.replace(/^(\*?\.|\*)/, ''));
}

function inSubnet(address: string, subnet: string, prefix: number): boolean {
  const list = new BlockList();
  list.addSubnet(subnet, prefix, subnet.includes(':') ? 'ipv6' : 'ipv4');
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** A host as URLs write it becomes a host as sockets take it. */
export function stripBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
