/** URLs as git takes them, and nothing that it would take for an option or a command. */
import { gitException } from './errors.js';
import type { GitRun } from './git-run.js';
import { atLeast } from './version.js';

/** Transports that git has had all along, and paths: nothing in them can be a command. */
const KNOWN_GOOD = /^(\/|\\\\|file:|git:|git@|http:|https:|ssh:|[A-Za-z]:.+)/;

/** Dashes, backquotes, custom pack programs and white space, where the URL is of no known kind. */
const SUSPICIOUS = /^-|`|--upload-pack=|\s/;

/**
 * A URL as arguments, behind the `--` that ends the options (git 2.8 and later).
 * Throws GitException `Invalid remote URL: ...`.
 */
export async function remoteUrl(run: GitRun, url: string): Promise<string[]> {
  const trimmed = checkedUrl(url).trim();
  if (!KNOWN_GOOD.test(trimmed) && SUSPICIOUS.test(trimmed)) throw gitException(`Invalid remote URL: ${url}`);
  return (await atLeast(run, 2, 8)) ? ['--', trimmed] : [trimmed];
}

/** A URL, or the name of a remote, that is neither an option nor a command. Throws GitException `Invalid remote URL: ...`. */
export function checkedUrl(url: string): string {
  if (/^\s*(-|ext::)/.test(url)) throw gitException(`Invalid remote URL: ${url}`);
  return url;
}
