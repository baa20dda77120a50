import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UNKNOWN_RELEASE, linuxRelease } from '../../../src/os/machine/linux-release.js';
import { scratch } from '../files/scratch.js';

type Contents = Partial<Record<'lsb' | 'osRelease' | 'redhatRelease' | 'debianVersion' | 'suseRelease', string>>;

it.each<[string, Contents, string, string]>([
  [
    'lsb_release',
    { lsb: 'No LSB modules.\nDistributor ID:\tUbuntu\nRelease:\t24.04\n', osRelease: 'ID=debian' },
    'Ubuntu',
    '24.04',
  ],
  ['os-release', { osRelease: 'NAME="Rocky Linux"\nVERSION_ID="9.4"\nID="rocky"\n' }, 'Rocky', '9.4'],
  ['an os-release without version', { osRelease: 'ID=arch\nBUILD_ID=rolling\n' }, 'arch', 'rolling'],
  ['Alpine', { osRelease: 'ID=alpine\nVERSION_ID=3.20.3\n' }, 'Alpine', '3.20.3'],
  ['redhat-release', { redhatRelease: 'CentOS release 6.10 (Final)\n' }, 'CentOS', '6.10'],
  ['Debian testing', { osRelease: 'ID=debian\n', debianVersion: 'trixie/sid\n' }, 'Debian', 'trixie'],
  ['Debian unstable', { lsb: 'Distributor ID: Debian\nRelease: n/a\n' }, 'Debian', 'unstable'],
  ['Linux Mint 19', { lsb: 'Distributor ID: Linuxmint\nRelease: 19.3\n' }, 'LinuxMint', '19.3'],
  ['Linux Mint 21', { lsb: 'Distributor ID: LinuxMint\nRelease: 21\n' }, 'Linuxmint', '21'],
  [
    'SUSE 11',
    {
      lsb: 'Distributor ID: SUSE LINUX\nRelease: 11\n',
      suseRelease: 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n',
    },
    'SUSE',
    '11.4',
  ],
  [
    'SuSE-release',
    { suseRelease: 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n' },
    'SUSE',
    '11.4',
  ],
  ['nothing', {}, UNKNOWN_RELEASE, UNKNOWN_RELEASE],
])('names a distribution by %s', async (_by, contents, name, version) => {
  const directory = scratch();
  const file = (which: keyof Contents) => {
    const path = join(directory, which);
    const text = contents[which];
    if (text !== undefined) writeFileSync(path, text);
    return path;
  };
  const files = {
    osRelease: file('osRelease'),
    redhatRelease: file('redhatRelease'),
    debianVersion: file('debianVersion'),
    suseRelease: file('suseRelease'),
  };
  expect(await linuxRelease(contents.lsb ?? '', files)).toEqual({ name, version });
});
