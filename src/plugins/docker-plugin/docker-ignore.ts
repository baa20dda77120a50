import { posix } from 'node:path';
import { JavaError } from '../../java/java-error.js';
import { compileJavaRegex } from '../../java/regex/regex.js';
import type { JavaRegex } from '../../java/regex/regex.js';

/** A line of a .dockerignore file, as docker-java reads it. */
export interface IgnoreRule {
  readonly pattern: string;
  readonly regex: JavaRegex;
}

/**
 * The rules of a .dockerignore file: patterns of Go's filepath.Match, with `**`, that also mean what lies below.
 * @throws JavaError com.github.dockerjava.api.exception.DockerClientException for a pattern that is none
 */
export function parseDockerIgnore(text: string): IgnoreRule[] {
  const rules: IgnoreRule[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') continue;
    const pattern = posix.normalize(line.trim());
    try {
      rules.push({ pattern, regex: compileJavaRegex(expression(pattern.replace(/^!/, ''))) });
    } catch (error) {
      if (!(error instanceof JavaError)) throw error;
      throw dockerError(`Invalid pattern '${pattern}' on line ${rules.length + 1} in .dockerignore file`);
    }
  }
  return rules;
}

/** The pattern by which a path is ignored; null when none matches, or the last that does begins with `!`. */
export async function ignoredBy(path: string, rules: readonly IgnoreRule[]): Promise<string | null> {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i];
    if (rule !== undefined && (await rule.regex.find(path))) return rule.pattern.startsWith('!') ? null : rule.pattern;
  }
  return null;
}

export function dockerError(message: string): JavaError {
  return new JavaError('com.github.dockerjava.api.exception.DockerClientException', message);
}

/** GoLangFileMatch.buildPattern: of the whole path. */
function expression(pattern: string): string {
  const names = splitNames(pattern).map((name, i, all) => {
    const separator = i < all.length - 1 ? '/' : '';
    return (name === '**' ? '([^/]*(/[^/]*)*)?' : nameExpression(name)) + separator;
  });
  return `\\A${names.join('')}(/.*)?\\z`;
}

/** At separators that are neither escaped nor in a range. */
function splitNames(pattern: string): string[] {
  const names: string[] = pattern.startsWith('/') ? [''] : [];
  let begin = 0;
  let mayHaveRanges = true;
  const end = (at: number): void => {
    if (at > begin) names.push(pattern.slice(begin, at));
    begin = at + 1;
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '/') end(at);
    else if (character === '\\') at++;
    else if (character === '[' && mayHaveRanges) {
      const close = endOfRange(pattern, at + 1);
      // One that is never closed is a character, and so is each that follows it.
      if (close === undefined) mayHaveRanges = false;
      else at = close;
    }
  }
  end(pattern.length);
  return names;
}

/** Where the bracket is that closes it. */
function endOfRange(pattern: string, begin: number): number | undefined {
  for (let at = begin; at < pattern.length; at++) {
    if (pattern.charAt(at) === ']') return at;
    if (pattern.charAt(at) === '\\') at++;
  }
  return undefined;
}

function nameExpression(name: string): string {
  let text = '';
  for (let rest = name; rest !== '';) {
    const [token = '', escaped, range] = /^(?:\\([^])|(\[(?:\\[^]|[^\]\\])+\])|[^])/.exec(rest) ?? [];
    rest = rest.slice(token.length);
    if (range !== undefined) text += range;
    else if (escaped !== undefined) text += quote(escaped);
    else if (token === '*') text += '[^/]*';
    else if (token === '?') text += '[^/]';
    else if (token === '[' || token === ']' || token === '\\') throw dockerError(`${token} is not expected`);
    else text += quote(token);
  }
  return text;
}

function quote(char: string): string {
  return /[\\.[\]{}()*+\-?^$|]/.test(char) ? `\\${char}` : char;
}
