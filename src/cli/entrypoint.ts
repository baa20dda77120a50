/** The official image's entrypoint: what its words mean before they are options. */
import { basename } from 'node:path';
import type { Program } from './merge-environment.js';
import { UsageError } from './usage-error.js';

/** Either a command to run in place of an agent, or the words of an agent's command line. */
export type EntrypointWords =
  | { readonly kind: 'command'; readonly command: readonly [string, ...string[]] }
  | { readonly kind: 'agent'; readonly words: readonly string[]; readonly notes: readonly string[] };

/** Classes that a controller's plugins start by name; both read the same words. */
const MAIN_CLASSES: ReadonlySet<string> = new Set(['hudson.remoting.jnlp.Main', 'hudson.remoting.Launcher']);
/** Options of java whose value is the next word. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-cp',
  '-classpath',
  '--class-path',
  '-p',
  '--module-path',
  '--add-opens',
]);

/** @param path as the program was called: a link or a script named `jenkins-agent` makes it the entrypoint */
export function programNamed(path: string): Program {
  const name = basename(path).replace(/\.(?:c?js|exe)$/i, '');
  return name === 'jenkins-agent' || name === 'jenkins-slave' ? 'jenkins-agent' : 'agent';
}

/**
 * One word that is no option is a command, such as `bash` to look around; so is whatever begins with a path, such as
 * `/bin/bash -c ...`, which cannot be the secret that the official entrypoint takes it for. What a plugin wrote for an image
 * without this entrypoint (`jenkins-agent -url ...`, `java -jar agent.jar ...`) loses the words in front.
 * @throws UsageError when java is asked for anything else than the agent
 */
export function readEntrypointWords(words: readonly string[]): EntrypointWords {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith('-')) return { kind: 'agent', words, notes: [] };
  const program = basename(first);
  if (rest.length > 0 && program === 'java') return agentOfJava(rest);
  if (rest.length > 0 && programNamed(first) === 'jenkins-agent') return readEntrypointWords(rest);
  if (rest.length === 0 || first.startsWith('/')) return { kind: 'command', command: [first, ...rest] };
  return { kind: 'agent', words, notes: [] };
}

/** `java [options] -jar agent.jar WORDS`, `java [options] -cp agent.jar hudson.remoting.jnlp.Main WORDS`. */
function agentOfJava(words: readonly string[]): EntrypointWords {
  const options: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-jar' && at + 1 < words.length) return agent(words.slice(at + 2), options);
    if (MAIN_CLASSES.has(word)) return agent(words.slice(at + 1), options);
    if (!word.startsWith('-')) break;
    if (WITH_VALUE.has(word)) at++;
    else options.push(word.replace(/=.*$/, ''));
  }
  throw new UsageError(
    'There is no Java here: "java" starts this agent when it is asked for -jar agent.jar, and nothing else',
  );
}

function agent(words: readonly string[], options: readonly string[]): EntrypointWords {
  const note = `Note: this agent runs without Java; options for Java have no effect: ${options.join(' ')}`;
  return { kind: 'agent', words, notes: options.length === 0 ? [] : [note] };
}
