/** Releases of a plugin, and its sources in them, from a clone of its repository. */
import { execFileSync } from 'node:child_process';
import { serializedFields } from './java-fields.js';

export interface Release {
  readonly tag: string;
  readonly version: string;
  /** ISO 8601 */
  readonly date: string;
}

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** The newest release, and those that were the newest one, three and five years before a day. */
export function comparedReleases(repository: string, today: Date): readonly Release[] {
  const format = '%(creatordate:iso-strict)%09%(refname:short)';
  const releases = git(repository, ['for-each-ref', '--sort=-creatordate', `--format=${format}`, 'refs/tags'])
    .split('\n')
    .flatMap((line) => {
      const [date = '', tag = ''] = line.split('\t');
      const version = /(\d[\w.]*)$/.exec(tag)?.[1] ?? (/-(\d+\.[\w.-]+)$/.exec(tag)?.[1] || undefined);
      return version === undefined || /alpha|beta|rc\d|SNAPSHOT/i.test(tag) ? [] : [{ tag, version, date }];
    });
  const before = (years: number) => releases.find(({ date }) => Date.parse(date) <= today.getTime() - years * YEAR_MS);
  const wanted = [releases[0], before(1), before(3), before(5)].filter((release) => release !== undefined);
  return [...new Map(wanted.map((release) => [release.tag, release])).values()];
}

/** The fields of a class in a release; null when it is not there, or has no name of its own. */
export function fieldsIn(repository: string, { tag }: Release, className: string): readonly string[] | null {
  const names = className.slice(className.lastIndexOf('.') + 1).split('$');
  if (names.some((name) => /^\d/.test(name))) return null;
  const path = `${className.slice(0, className.lastIndexOf('.') + 1).replaceAll('.', '/')}${names[0] ?? ''}.java`;
  const file = filesOf(repository, tag).find((each) => each.endsWith(`/${path}`) && !each.includes('/test/'));
  return file === undefined ? null : serializedFields(git(repository, ['show', `${tag}:${file}`]), names);
}

const files = new Map<string, readonly string[]>();

function filesOf(repository: string, tag: string): readonly string[] {
  const key = `${repository} ${tag}`;
  const found = files.get(key) ?? git(repository, ['ls-tree', '-r', '--name-only', tag]).split('\n');
  files.set(key, found);
  return found;
}

function git(repository: string, parameters: readonly string[]): string {
  return execFileSync('git', ['-C', repository, ...parameters], { encoding: 'utf8', maxBuffer: 1 << 28 });
}
