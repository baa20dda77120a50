/**
 * Splits the text of an environment variable into words as the official entrypoint has its shell do it (REMOTING_OPTS):
 * blanks separate, quotes and backslashes hold together, variables are replaced. Commands in it are not run.
 */
import { UsageError } from './usage-error.js';

const UNQUOTED = /^(?:[ \t\r\n]+|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|\$\w+|\$\{\w+\}|[^\s'"\\$`]+|\$(?![({]))/;
const IN_DOUBLE_QUOTES = /\\([\s\S])|\$(?:(\w+)|\{(\w+)\})|\$\(|\$\{|`/g;
/** What a backslash takes its meaning from inside double quotes; before anything else it stands for itself. */
const ESCAPABLE = '$`"\\\n';

/**
 * @param name of the variable, for messages
 * @throws UsageError when quotes are left open, or a shell would run a command
 */
export function shellWords(
  text: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let rest = text; rest !== '';) {
    const piece = UNQUOTED.exec(rest)?.[0];
    if (piece === undefined) throw unreadable(rest, name);
    rest = rest.slice(piece.length);
    if (/^\s/.test(piece)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/^\$./.test(piece)) {
      // As in a shell, what an unquoted variable holds is split, and an empty one gives no word.
      const [first, ...others] = variable(piece.replace(/\W/g, ''), environment).split(/[ \t\r\n]+/);
      if (first !== '') word = (word ?? '') + (first ?? '');
      for (const other of others) {
        if (word !== undefined) words.push(word);
        word = other === '' ? undefined : other;
      }
    } else {
      word = (word ?? '') + unquote(piece, name, environment);
    }
  }
  return word === undefined ? words : [...words, word];
}

function unquote(piece: string, name: string, environment: Readonly<Record<string, string | undefined>>): string {
  if (piece.startsWith("'")) return piece.slice(1, -1);
  if (piece.startsWith('\\')) return piece[1] === '\n' ? '' : piece.slice(1);
  if (!piece.startsWith('"')) return piece;
  return piece.slice(1, -1).replace(IN_DOUBLE_QUOTES, (found, escaped?: string, plain?: string, braced?: string) => {
    if (escaped !== undefined) return ESCAPABLE.includes(escaped) ? escaped.replace('\n', '') : found;
    const key = plain ?? braced;
    if (key === undefined) throw unreadable(found, name);
    return variable(key, environment);
  });
}

function variable(key: string, environment: Readonly<Record<string, string | undefined>>): string {
  return environment[key] ?? '';
}

function unreadable(rest: string, name: string): UsageError {
  if (/^(?:`|\$\()/.test(rest)) return new UsageError(`${name} holds a command for a shell, and this agent runs none`);
  if (rest.startsWith('${')) return new UsageError(`${name} holds a \${...} that is more than the name of a variable`);
  return new UsageError(`${name} ends inside quotes or behind a backslash`);
}
