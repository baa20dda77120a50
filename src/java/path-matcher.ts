import { JavaError, ioError } from './java-error.js';

/**
 * java.nio.file.FileSystem.getPathMatcher: whether a path matches `glob:...` or `regex:...`.
 * @throws JavaError java.util.regex.PatternSyntaxException for a glob that is none; java.io.IOException for a regular
 *   expression that means something else in this language, or nothing
 */
export function pathMatcher(syntaxAndPattern: string): (path: string) => boolean {
  const [, syntax, pattern = ''] = /^([^:]+):([^]*)$/.exec(syntaxAndPattern) ?? [];
  if (syntax === undefined) throw new JavaError('java.lang.IllegalArgumentException', null);
  if (syntax !== 'glob' && syntax !== 'regex') {
    throw new JavaError('java.lang.UnsupportedOperationException', `Syntax '${syntax}' not recognized`);
  }
  const expression = syntax === 'glob' ? globExpression(pattern) : javaExpression(pattern);
  if (process.platform !== 'win32') return (path) => expression.test(path);
  // In a glob for Windows `/` stands for its separator.
  const ignoringCase = new RegExp(expression.source, `${expression.flags}i`);
  return (path) => ignoringCase.test(syntax === 'glob' ? path.replaceAll('\\', '/') : path);
}

/** sun.nio.fs.Globs.toUnixRegexPattern */
function globExpression(glob: string): RegExp {
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
  return new RegExp(`^(?:${source})$`);
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
  return `(?!/)[${negated ? '^' : ''}${members.replace(/[\\^[\]&]/g, '\\$&')}]`;
}

function literal(char: string): string {
  return char.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');
}

/** What Java writes and JavaScript does not know, or knows as something else. */
const JAVA_ONLY = /\\[QEAGZzhHRXpP]|\[[^\]]*(?:\[|&&)|\(\?[a-zA-Z>-]|[*+?}]\+/;

function javaExpression(pattern: string): RegExp {
  const unsupported = `The regular expression ${pattern} cannot be used by this agent`;
  if (JAVA_ONLY.test(pattern)) throw ioError(unsupported);
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch (cause) {
    throw ioError(`${unsupported}: ${String(cause)}`);
  }
}

function syntaxError(description: string, glob: string, index: number): JavaError {
  const message = `${description} near index ${index}\n${glob}\n${' '.repeat(Math.max(0, index))}^`;
  return new JavaError('java.util.regex.PatternSyntaxException', message);
}
