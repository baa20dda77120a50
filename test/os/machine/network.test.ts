import { expect, it } from 'vitest';
import type { NetworkInterfaceInfo } from 'node:os';
import { ipv4Addresses } from '../../../src/os/machine/network.js';

const info = (address: string, family: 'IPv4' | 'IPv6', internal: boolean): NetworkInterfaceInfo => ({
  ...(family === 'IPv6' ? { family, scopeid: 0 } : { family }),
  address,
  internal,
  netmask: '',
  mac: '',
  cidr: null,
});

it('gives what others may reach', () => {
  const interfaces = {
    lo: [info('127.0.0.1', 'IPv4', true), info('::1', 'IPv6', true)],
    eth0: [info('10.0.0.5', 'IPv4', false), info('fe80::1', 'IPv6', false)],
    gone: undefined,
    eth1: [info('192.168.1.2', 'IPv4', false)],
  };
  expect(ipv4Addresses(interfaces)).toEqual(['10.0.0.5', '192.168.1.2']);
});
