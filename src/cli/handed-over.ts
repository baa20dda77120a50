/**
 * Words and variables that the entrypoint of the images hands over through a pipe, so that they stand neither on a command line
 * nor in an environment that /proc shows to builds:
 *
 *   NAME=VALUE RS ... RS RS WORD RS ... RS LF
 *
 * RS is U+001E; an empty record ends the variables.
 */
import { closeSync, fstatSync, readFileSync, truncateSync } from 'node:fs';
import { UsageError } from './usage-error.js';

/** Tells the descriptor of the pipe. */
const VARIABLE = 'JENKINS_AGENT_HANDED_OVER';
const END = '\x1e';

/**
 * Reads what was handed over, puts the variables back into the environment of this process, where builds find what is meant
 * for them, and takes out the one that told of the pipe.
 * @returns the words; undefined where nothing was handed over
 * @throws UsageError when the pipe is not there or holds something else
 */
export function takeHandedOver(environment: NodeJS.ProcessEnv): readonly string[] | undefined {
  const { JENKINS_AGENT_HANDED_OVER: descriptor } = environment;
  if (descriptor === undefined) return undefined;
  delete environment['JENKINS_AGENT_HANDED_OVER'];
  const { variables, words } = parseHandedOver(readOnce(descriptor));
  for (const [name, value] of variables) environment[name] = value;
  return words;
}

/** @throws UsageError */
export function parseHandedOver(text: string): { variables: ReadonlyMap<string, string>; words: readonly string[] } {
  const records = text.split(END);
  const rest = records.pop();
  const boundary = records.indexOf('');
  if (rest?.trim() !== '' || boundary < 0) throw new UsageError(`${VARIABLE}: this is for the entrypoint alone to set`);
  const variables = records.slice(0, boundary).map((record) => {
    const at = record.indexOf('=');
    return [record.slice(0, at), record.slice(at + 1)] as const;
  });
  return { variables: new Map(variables), words: records.slice(boundary + 1) };
}

/** The text, which nobody can read again: old shells take a file for a pipe, and the init process keeps it open. */
function readOnce(descriptor: string): string {
  const fd = /^\d+$/.test(descriptor) ? Number(descriptor) : NaN;
  try {
    const text = readFileSync(fd, 'utf8');
    if (fstatSync(fd).isFile()) truncateSync(`/proc/self/fd/${fd}`);
    closeSync(fd);
    return text;
  } catch (error) {
    throw new UsageError(`${VARIABLE}: this is for the entrypoint alone to set`, { cause: error });
  }
}
