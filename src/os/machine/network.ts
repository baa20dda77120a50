import { networkInterfaces } from 'node:os';
import type { NetworkInterfaceInfo } from 'node:os';

/** IPv4 addresses of this machine that others may reach, in the order of the interfaces; loopback is left out. */
export function ipv4Addresses(
  interfaces: Readonly<Record<string, NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

export interface NetworkInterface {
  readonly name: string;
  /** Without separators; empty where there is none. */
  readonly hardwareAddress: string;
  readonly addresses: readonly string[];
  readonly loopback: boolean;
}

/** The interfaces of this machine that are up. */
export function networkInterfaceList(
  interfaces: Readonly<Record<string, NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): NetworkInterface[] {
  return Object.entries(interfaces).map(([name, infos = []]) => ({
    name,
    hardwareAddress: (infos[0]?.mac ?? '').replaceAll(':', '').replace(/^0+$/, ''),
    addresses: infos.map(({ address }) => address),
    loopback: infos.some(({ internal }) => internal),
  }));
}
