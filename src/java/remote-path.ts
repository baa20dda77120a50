/** hudson.FilePath's own idea of a path: it may belong to a machine of either kind, so both separators count. */

const ABSOLUTE_PREFIX = /^(\\\\|(?:[A-Za-z]:)?[\\/])[\\/]*/;

/**
 * FilePath.normalize: drops `.`, `name/..` and repeated or trailing separators, and keeps the kind of each separator.
 * Every FilePath that comes over the wire goes through it (readResolve). The empty path is `.`.
 */
export function normalizeRemote(path: string): string {
  const prefix = ABSOLUTE_PREFIX.exec(path);
  const absolute = prefix?.[1] ?? '';
  const kept: Name[] = [];
  for (const name of names(path.slice(prefix?.[0].length ?? 0))) {
    if (name.text === '.') continue;
    const last = kept.at(-1);
    if (name.text !== '..') kept.push(name);
    else if (last !== undefined && last.text !== '..') kept.pop();
    else if (absolute === '') kept.push(name);
  }
  const body = kept.map((name, i) => (i === 0 ? '' : name.separator) + name.text).join('');
  return absolute + body || '.';
}

/** FilePath.getName(). */
export function remoteName(remote: string): string {
  const trimmed = /[\\/]$/.test(remote) ? remote.slice(0, -1) : remote;
  return trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
}

/** FilePath.getParent(); null at the top. */
export function remoteParent(remote: string): string | null {
  const end = remote.length - 2;
  const index = Math.max(remote.lastIndexOf('/', end), remote.lastIndexOf('\\', end));
  return end < 0 || index < 0 ? null : normalizeRemote(remote.slice(0, index + 1));
}

/** FilePath.child() on the machine that the path belongs to: an absolute `relative` stands for itself. */
export function remoteChild(remote: string, relative: string, windows = process.platform === 'win32'): string {
  if (/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(relative)) return normalizeRemote(relative);
  return normalizeRemote(
    windows ? `${remote}\\${relative.replaceAll('/', '\\')}` : `${remote}/${relative.replaceAll('\\', '/')}`,
  );
}

interface Name {
  readonly text: string;
  /** The separator that stood before it. */
  readonly separator: string;
}

function names(body: string): Name[] {
  const found: Name[] = [];
  let separator = '';
  for (const [run] of body.matchAll(/[\\/]+|[^\\/]+/g)) {
    if (/^[\\/]/.test(run)) separator = run.charAt(0);
    else found.push({ separator, text: run });
  }
  return found;
}
