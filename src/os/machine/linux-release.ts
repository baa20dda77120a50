/**
 * Name and version of a Linux distribution as the platformlabeler plugin tells them: by lsb_release where that is installed,
 * then from the files of the distributions, with the names that lsb_release would give.
 */
import { readFile } from 'node:fs/promises';

export interface LinuxRelease {
  readonly name: string;
  readonly version: string;
}

export const UNKNOWN_RELEASE = 'unknown+check_lsb_release_installed';

/** Where to look; tests look elsewhere. */
export interface ReleaseFiles {
  readonly osRelease: string;
  readonly redhatRelease: string;
  readonly debianVersion: string;
  readonly suseRelease: string;
}

export const RELEASE_FILES: ReleaseFiles = {
  osRelease: '/etc/os-release',
  redhatRelease: '/etc/redhat-release',
  debianVersion: '/etc/debian_version',
  suseRelease: '/etc/SuSE-release',
};

/** @param lsb what `lsb_release -a` printed; empty when it is not installed */
export async function linuxRelease(lsb: string, files: ReleaseFiles = RELEASE_FILES): Promise<LinuxRelease> {
  const [osRelease, redhat, suse] = await Promise.all(
    [files.osRelease, files.redhatRelease, files.suseRelease].map(textOf),
  );
  const fromOs = assignments(osRelease ?? '');
  const fromRedhat = redhatRelease(redhat ?? '');
  const fromSuse = suseRelease(suse ?? '');
  const fromLsb = lsbFields(lsb);
  let name = first(fromLsb.get('Distributor ID'), preferred(fromOs.get('ID')), fromRedhat.name, fromSuse.name);
  let version = first(
    fromLsb.get('Release'),
    fromOs.get('VERSION_ID'),
    fromOs.get('BUILD_ID'),
    fromRedhat.version,
    name.toLowerCase() === 'debian' ? (await textOf(files.debianVersion))?.split('\n')[0]?.trim() : undefined,
  );
  if (name.toLowerCase() === 'debian' && version.toLowerCase() === 'n/a') version = 'unstable';
  // A slash in a label breaks other things: `testing/unstable` is `testing`.
  version = version.split('/')[0] ?? version;
  if (name.toLowerCase() === 'linuxmint') name = version.startsWith('19') ? 'LinuxMint' : 'Linuxmint';
  if (name === 'SUSE LINUX') {
    name = 'SUSE';
    if (parseInt(version, 10) <= 11) version = fromSuse.version ?? version;
  }
  return { name, version: version === UNKNOWN_RELEASE ? (fromSuse.version ?? version) : version };
}

function first(...candidates: readonly (string | undefined)[]): string {
  return candidates.find((candidate) => candidate !== undefined) ?? UNKNOWN_RELEASE;
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** `Distributor ID:\tUbuntu` */
function lsbFields(text: string): Map<string, string> {
  const fields = text.split('\n').map((line) => /^([^:]*):(.*)$/.exec(line));
  return new Map(fields.flatMap((match) => (match ? [[match[1] ?? '', (match[2] ?? '').trim()] as const] : [])));
}

/** `ID="rocky"` */
function assignments(text: string): Map<string, string> {
  const lines = [...text.matchAll(/^(\w+)=([^=\n]*)/gm)];
  return new Map(lines.map(([, name = '', value = '']) => [name, value.replaceAll('"', '').trim()]));
}

/** `CentOS release 6.10 (Final)` */
function redhatRelease(text: string): Partial<LinuxRelease> {
  for (const line of text.split('\n')) {
    const release = line.indexOf('release');
    const bracket = line.indexOf('(', release);
    if (release < 0 || bracket < 0) continue;
    const version = line.slice(release + 'release'.length, bracket).trim();
    return { name: preferred(line.slice(0, release).trim()) ?? '', version };
  }
  return {};
}

/** `SUSE Linux Enterprise Server 11 (x86_64)`, `VERSION = 11`, `PATCHLEVEL = 4` */
function suseRelease(text: string): Partial<LinuxRelease> {
  const name = /^[ \t]*(SUSE[^\d\r\n\u2028\u2029]*)\d/m.exec(text)?.[1]?.trim();
  const version = /^VERSION =(.*)$/m.exec(text)?.[1]?.trim();
  const patchLevel = /^PATCHLEVEL =(.*)$/m.exec(text)?.[1]?.trim();
  const known = preferred(name);
  return {
    ...(known === undefined ? {} : { name: known }),
    ...(version === undefined ? {} : { version: patchLevel === undefined ? version : `${version}.${patchLevel}` }),
  };
}

function preferred(id: string | undefined): string | undefined {
  return id === undefined ? undefined : (PREFERRED.get(id) ?? id);
}

/** ID of os-release or redhat-release -> what lsb_release calls it. */
const PREFERRED: ReadonlyMap<string, string> = new Map([
  ['alinux', 'AlibabaCloud'],
  ['almalinux', 'Alma'],
  ['AlmaLinux', 'Alma'],
  ['alpine', 'Alpine'],
  ['amzn', 'Amazon'],
  ['azurelinux', 'AzureLinux'],
  ['centos', 'CentOS'],
  ['debian', 'Debian'],
  ['eurolinux', 'EuroLinux'],
  ['fedora', 'Fedora'],
  ['ol', 'OracleServer'],
  ['opensuse', 'openSUSE'],
  ['opensuse-leap', 'openSUSE'],
  ['opensuse-tumbleweed', 'openSUSE'],
  ['raspbian', 'Raspbian'],
  ['Red Hat Enterprise Linux', 'RedHatEnterprise'],
  ['Red Hat Enterprise Linux Server', 'RedHatEnterprise'],
  ['rhel', 'RedHatEnterprise'],
  ['rocky', 'Rocky'],
  ['Rocky Linux', 'Rocky'],
  ['sles', 'SUSE'],
  ['SUSE Linux Enterprise Server', 'SUSE'],
  ['ubuntu', 'Ubuntu'],
]);
