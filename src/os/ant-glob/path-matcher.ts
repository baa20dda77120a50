import { javaFile } from '../../java/path.js';
import { splitNames } from './scan-path.js';
import { matchNames } from './wildcard.js';

/** SelectorUtils.matchPath for one pattern: upper and lower case differ, and a `/` at the end adds nothing. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const names = tokens(pattern);
  return (path) => matchNames(names, tokens(path));
}

/** SelectorUtils.tokenizePathAsArray: of an absolute path the root is a name of its own. */
function tokens(path: string): string[] {
  const names = splitNames(javaFile(path));
  return path.startsWith('/') ? ['/', ...names] : names;
}
