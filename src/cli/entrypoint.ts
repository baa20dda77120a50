/** The official image's entrypoint: what its words mean before they are options. */
import { basename } from 'node:path';
import { takeJavaWords } from './java-options.js';
import type { Program } from './merge-environment.js';
import { UsageError } from './usage-error.js';

/** Either a command to run in place of an agent, or the words of an agent's command line. */
export type EntrypointWords =
  | { readonly kind: 'command'; readonly command: readonly [string, ...string[]] }
  | { readonly kind: 'agent'; readonly words: readonly string[] };

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
  if (first === undefined || first.startsWith('-')) return { kind: 'agent', words };
  const program = basename(first);
  if (rest.length > 0 && program === 'java') return agentOfJava(rest);
  if (rest.length > 0 && programNamed(first) === 'jenkins-agent') return readEntrypointWords(rest);
  if (rest.length === 0 || first.startsWith('/')) return { kind: 'command', command: [first, ...rest] };
  return { kind: 'agent', words };
}

/** Only whether they start an agent is looked at here: what options for Java mean is the command line's business. */
function agentOfJava(words: readonly string[]): EntrypointWords {
  if (takeJavaWords(words).startsAgent) return { kind: 'agent', words };
  throw new UsageError(
    'There is no Java here: "java" starts this agent when it is asked for -jar agent.jar, and nothing else',
  );
}
