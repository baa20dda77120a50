import { JavaError } from './java-error.js';
import { FLAG } from './regex/flags.js';
import { compileJavaRegex } from './regex/regex.js';

/**
 * java.nio.file.FileSystem.getPathMatcher: whether a path matches `glob:...` or `regex:...`.
 * @throws JavaError java.util.regex.PatternSyntaxException for a pattern that is none; java.io.IOException for a regular
 *   expression that only Java can apply
 */
export function pathMatcher(
  syntaxAndPattern: string,
  signal?: AbortSignal,
): (path: string) => boolean | Promise<boolean> {
  const colon = syntaxAndPattern.indexOf(':');
  if (colon <= 0) throw new JavaError('java.lang.IllegalArgumentException', null);
  const [syntax, pattern] = [syntaxAndPattern.slice(0, colon), syntaxAndPattern.slice(colon + 1)];
  if (syntax !== 'glob' && syntax !== 'regex') {
    throw new JavaError('java.lang.UnsupportedOperationException', `Syntax '${syntax}' not recognized`);
  }
  const onWindows = process.platform === 'win32';
  const flags = onWindows ? FLAG.CASE_INSENSITIVE | FLAG.UNICODE_CASE : 0;
  const regex = compileJavaRegex(syntax === 'glob' ? globExpression(pattern) : pattern, { flags, signal });
  // In a glob for Windows `/` stands for its separator.
  return (path) => regex.matches(onWindows && syntax === 'glob' ? path.replaceAll('\\', '/') : path);
}

/** sun.nio.fs.Globs.toUnixRegexPattern, for java.util.regex. */
function globExpression(glob: string): string {
  let source = '';
  let inGroup = false;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] ?? '';
    if (char === '\\') {
      if (++i === glob.length) throw syntaxError('No character to escape', glob, i - 1);
      source += literal(glob[i] ?? '');
    } else if (char === '[') {
      const end = glob.indexOf(']', i + 1);
      if (end < 0) throw syntaxError("Missing ']", glob, glob.length - 1);
      source += bracketExpression(glob.slice(i + 1, end), glob, i + 1);
      i = end;
    } else if (char === '{') {
      if (inGroup) throw syntaxError('Cannot nest groups', glob, i);
      inGroup = true;
      source += '(?:(?:';
    } else if (char === '}' && inGroup) {
      inGroup = false;
      source += '))';
    } else if (char === ',' && inGroup) {
      source += ')|(?:';
    } else if (char === '*' && glob[i + 1] === '*') {
      i++;
      source += '.*';
    } else if (char === '*') {
      source += '[^/]*';
    } else {
      source += char === '?' ? '[^/]' : literal(char);
    }
  }
  if (inGroup) throw syntaxError("Missing '}", glob, glob.length - 1);
  return source;
}

/** What stands between brackets: characters and ranges, none of them `/`; `!` in front turns it around. */
function bracketExpression(content: string, glob: string, at: number): string {
  const slash = content.indexOf('/');
  if (slash >= 0) throw syntaxError("Explicit 'name separator' in class", glob, at + slash);
  const negated = content.startsWith('!');
  const members = content.slice(negated ? 1 : 0);
  if (members === '') throw syntaxError('Unclosed character class', glob, at);
  for (const { 1: from = '', 2: to = '', index } of members.matchAll(/([^])-([^])/g)) {
    if (to < from) throw syntaxError('Invalid range', glob, at + index);
  }
  return `[[^/]&&[${negated ? '^' : ''}${members.replace(/[\\^[\]&]/g, '\\$&')}]]`;
}

function literal(char: string): string {
  return char.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');
}

function syntaxError(description: string, glob: string, index: number): JavaError {
  const message = `${description} near index ${index}\n${glob}\n${' '.repeat(Math.max(0, index))}^`;
  return new JavaError('java.util.regex.PatternSyntaxException', message);
}
