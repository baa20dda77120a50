import { describe, expect, it } from 'vitest';
import { osVersion, systemProperties } from '../../../src/os/machine/system-properties.js';

describe('system properties', () => {
  it.each<[string, NodeJS.Platform, string]>([
    ['6.8.0-45-generic', 'linux', '6.8.0-45-generic'],
    ['10.0.22631', 'win32', '10.0'],
    ['23.6.0', 'darwin', '23.6.0'],
  ])('os.version of kernel %s on %s is %s', (kernel, platform, version) => {
    expect(osVersion(kernel, platform)).toBe(version);
  });

  it('hold no secrets of the command line, unlike sun.java.command', () => {
    expect(systemProperties().has('sun.java.command')).toBe(false);
  });

  it('claim one Java in all places', () => {
    const properties = systemProperties();
    const feature = properties.get('java.specification.version');
    expect(properties.get('java.version')?.split('.')[0]).toBe(feature);
    expect(Number(properties.get('java.class.version')) - 44).toBe(Number(feature));
  });
});
