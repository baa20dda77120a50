/**
 * What makes the names of replicated machines differ: eight hex digits of the work directory, the addresses and the hardware
 * addresses of this machine. It stays the same as long as these do.
 */
import { createHash } from 'node:crypto';
import { networkInterfaces } from 'node:os';

/** @param interfaces of this machine by default */
export function uniqueId(
  fsroot: string,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string {
  const addresses = Object.values(interfaces).flatMap((all = []) => all.flatMap(({ address, mac }) => [address, mac]));
  const text = [fsroot, ...[...new Set(addresses)].sort()].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
