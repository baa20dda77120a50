/** Taking git's output apart as Java code does. */
import { gitException } from './errors.js';

/** Lines as BufferedReader.readLine has them: ended by LF, CR or CR LF, the last one perhaps by nothing. */
export function lines(output: string): string[] {
  const all = output.split(/\r\n|\n|\r/);
  if (all.at(-1) === '') all.pop();
  return all;
}

/** String.split("\n"): empty strings at the end are left out, unless there is nothing else. */
export function javaSplit(output: string, separator: string | RegExp = '\n'): string[] {
  const all = output.split(separator);
  if (all.length === 1) return all;
  while (all.at(-1) === '') all.pop();
  return all;
}

/** The only line, trimmed; null when there is none. Throws GitException when there are more. */
export function onlyLine(output: string): string | null {
  const [line, ...more] = lines(output);
  if (more.length > 0) throw gitException('Result has multiple lines');
  return line === undefined ? null : line.trim();
}
